package wassily.emulator;

import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDasum;
import static jcuda.jcublas.JCublas2.cublasDaxpy;
import static jcuda.jcublas.JCublas2.cublasDdgmm;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasDgeam;
import static jcuda.jcublas.JCublas2.cublasDgemm;
import static jcuda.jcublas.JCublas2.cublasDgemmStridedBatched;
import static jcuda.jcublas.JCublas2.cublasDgemv;
import static jcuda.jcublas.JCublas2.cublasDnrm2;
import static jcuda.jcublas.JCublas2.cublasDscal;
import static jcuda.jcublas.JCublas2.cublasDtrsm;
import static jcuda.jcublas.JCublas2.cublasDtrsv;
import static jcuda.jcublas.JCublas2.cublasIdamax;
import static jcuda.jcublas.JCublas2.cublasSetPointerMode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.emulator.CudaSession.download;
import static wassily.emulator.CudaSession.ok;
import static wassily.emulator.CudaSession.upload;

import java.util.Random;
import jcuda.Pointer;
import jcuda.jcublas.cublasHandle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlasTest {
  private static final int INVALID_VALUE = 7;

  private final Random random = new Random(1);
  private EmulatorControl emulator;
  private cublasHandle blas;

  @BeforeEach
  void open() {
    emulator = CudaSession.open();
    blas = new cublasHandle();
    ok(cublasCreate(blas));
  }

  private static Pointer of(double value) {
    return Pointer.to(new double[] {value});
  }

  @ParameterizedTest
  @CsvSource({
    "0,0,7,5,9,2,0.5",
    "1,0,7,5,9,-1,1",
    "0,1,130,1,300,1,0",
    "1,1,33,20,131,1,-2",
    "0,0,4,4,0,1,3"
  })
  void multiplies(int ta, int tb, int m, int n, int k, double alpha, double beta) {
    var a = ta == 0 ? Columns.random(random, m, k, m + 3) : Columns.random(random, k, m, k + 1);
    var b = tb == 0 ? Columns.random(random, k, n, k + 2) : Columns.random(random, n, k, n);
    var c = Columns.random(random, m, n, m + 1);
    var da = upload(a.values().length == 0 ? new double[1] : a.values());
    var db = upload(b.values().length == 0 ? new double[1] : b.values());
    var dc = upload(c.values());
    ok(cublasDgemm(blas, ta, tb, m, n, k, of(alpha), da, a.ld(), db, b.ld(), of(beta), dc, c.ld()));
    var result = c.with(download(dc, c.values().length));
    assertTrue(Columns.excess(alpha, ta == 1, a, tb == 1, b, beta, c, result) <= 1);
    assertTrue(result.gapsIntact());
  }

  @Test
  void multipliesIntoUnwrittenMemoryWhenBetaIsZero() {
    var a = upload(2);
    var c = CudaSession.allocate(8);
    ok(cublasDgemm(blas, 0, 0, 1, 1, 1, of(3), a, 1, a, 1, of(0), c, 1));
    assertArrayEquals(new double[] {12}, download(c, 1));
  }

  @Test
  void multipliesBatches() {
    int m = 4;
    var a = Columns.random(random, m, 3, m);
    var b = Columns.random(random, m, 3, m);
    var da = upload(a.values());
    var db = upload(b.values());
    var dc = CudaSession.allocate(8 * 9);
    // Three products of a row with a column-like block: strides in elements.
    ok(
        cublasDgemmStridedBatched(
            blas, 1, 0, 1, 1, m, of(1), da, m, m, db, m, m, of(0), dc, 1, 3, 3));
    var result = download(dc, 9);
    for (int i = 0; i < 3; i++) {
      var product = new Columns(1, 1, 1, new double[] {result[3 * i]});
      var ai = new Columns(m, 1, m, java.util.Arrays.copyOfRange(a.values(), m * i, m * i + m));
      var bi = new Columns(m, 1, m, java.util.Arrays.copyOfRange(b.values(), m * i, m * i + m));
      assertTrue(Columns.excess(1, true, ai, false, bi, 0, product, product) <= 1);
      assertTrue(i == 2 || Double.isNaN(result[3 * i + 1]));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void multipliesByVectors(int op) {
    int m = 11;
    int n = 6;
    var a = Columns.random(random, m, n, m + 2);
    int rows = op == 0 ? m : n;
    int inner = op == 0 ? n : m;
    var x = Columns.random(random, 1, inner, 2);
    var y = Columns.random(random, 1, rows, 3);
    var dy = upload(y.values());
    ok(
        cublasDgemv(
            blas,
            op,
            m,
            n,
            of(2),
            upload(a.values()),
            a.ld(),
            upload(x.values()),
            2,
            of(-1),
            dy,
            3));
    var result = y.with(download(dy, y.values().length));
    assertTrue(Columns.excess(2, false, x, op == 0, a, -1, y, result) <= 1);
    assertTrue(result.gapsIntact());
  }

  @Test
  void solvesTriangles() {
    int n = 37;
    int columns = 5;
    for (int options = 0; options < 16; options++) {
      int side = options & 1;
      int fill = options >> 1 & 1;
      int op = options >> 2 & 1;
      int unit = options >> 3 & 1;
      // Off-diagonal elements of 1/n keep a unit triangle well-conditioned.
      var a = Columns.random(random, n, n, n + 1);
      for (int i = 0; i < a.values().length; i++) {
        a.values()[i] /= n;
      }
      for (int i = 0; i < n; i++) {
        a.values()[i + i * a.ld()] = 2 + i % 3;
      }
      var b =
          side == 0
              ? Columns.random(random, n, columns, n + 2)
              : Columns.random(random, columns, n, columns + 2);
      var db = upload(b.values());
      ok(
          cublasDtrsm(
              blas,
              side,
              fill,
              op,
              unit,
              b.rows(),
              b.columns(),
              of(1),
              upload(a.values()),
              a.ld(),
              db,
              b.ld()));
      var x = b.with(download(db, b.values().length));
      var triangle = a.triangle(fill == 1, unit == 1);
      boolean transposed = op == 1;
      double wrong =
          side == 0
              ? Columns.residual(transposed, triangle, x, b)
              // X·op(A) = B is op(A)ᵀ·Xᵀ = Bᵀ.
              : Columns.residual(!transposed, triangle, transpose(x), transpose(b));
      assertTrue(wrong <= 1, "options " + options + ": " + wrong);
      assertTrue(x.gapsIntact());
      if (side == 0) {
        var first = java.util.Arrays.copyOf(b.values(), n);
        var dx = upload(first);
        ok(cublasDtrsv(blas, fill, op, unit, n, upload(a.values()), a.ld(), dx, 1));
        assertTrue(
            Columns.residual(
                    transposed,
                    triangle,
                    new Columns(n, 1, n, download(dx, n)),
                    new Columns(n, 1, n, first))
                <= 1);
      }
    }
  }

  private static Columns transpose(Columns m) {
    var t = new double[m.rows() * m.columns()];
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < m.columns(); j++) {
        t[j + i * m.columns()] = m.at(i, j);
      }
    }
    return new Columns(m.columns(), m.rows(), m.columns(), t);
  }

  @Test
  void scalesAndAddsMatrices() {
    var a = upload(1, 2, 3, 4, 5, 6);
    var c = CudaSession.allocate(48);
    ok(cublasDdgmm(blas, 1, 2, 3, a, 2, upload(10, 20, 30), 1, c, 2));
    assertArrayEquals(new double[] {10, 20, 60, 80, 150, 180}, download(c, 6));
    ok(cublasDdgmm(blas, 0, 2, 3, c, 2, upload(1, 0), 1, c, 2));
    assertArrayEquals(new double[] {10, 0, 60, 0, 150, 0}, download(c, 6));
    ok(cublasDgeam(blas, 1, 0, 3, 2, of(1), a, 2, of(0), new Pointer(), 3, c, 3));
    assertArrayEquals(new double[] {1, 3, 5, 2, 4, 6}, download(c, 6));
    ok(cublasDgeam(blas, 0, 0, 3, 2, of(2), c, 3, of(-1), a, 3, c, 3));
    assertArrayEquals(new double[] {1, 4, 7, 0, 3, 6}, download(c, 6));
  }

  @Test
  void vectors() {
    var x = upload(3, -1, -4, 2);
    var result = new double[1];
    ok(cublasDnrm2(blas, 2, x, 2, Pointer.to(result)));
    assertEquals(5, result[0]);
    ok(cublasDasum(blas, 4, x, 1, Pointer.to(result)));
    assertEquals(10, result[0]);
    var index = new int[1];
    ok(cublasIdamax(blas, 4, x, 1, Pointer.to(index)));
    assertEquals(3, index[0]);
    ok(cublasDscal(blas, 2, of(10), x, 2));
    var y = upload(1, 1, 1, 1);
    ok(cublasDaxpy(blas, 4, of(2), x, 1, y, 1));
    assertArrayEquals(new double[] {61, -1, -79, 5}, download(y, 4));
  }

  @Test
  void scalarsOfTheDevice() {
    ok(cublasSetPointerMode(blas, 1));
    var x = upload(3, 4);
    var result = CudaSession.allocate(8);
    ok(cublasDnrm2(blas, 2, x, 1, result));
    assertArrayEquals(new double[] {5}, download(result, 1));
    ok(cublasDscal(blas, 2, result, x, 1));
    assertArrayEquals(new double[] {15, 20}, download(x, 2));
    assertEquals(INVALID_VALUE, cublasDscal(blas, 2, of(1), x, 1));
  }

  @Test
  void refusesWrongArguments() {
    var a = upload(new double[16]);
    var b = upload(new double[16]);
    assertEquals(INVALID_VALUE, cublasDgemm(blas, 0, 0, -1, 4, 4, of(1), a, 4, a, 4, of(0), b, 4));
    assertEquals(INVALID_VALUE, cublasDgemm(blas, 0, 0, 4, 4, 4, of(1), a, 3, a, 4, of(0), b, 4));
    assertEquals(INVALID_VALUE, cublasDgemm(blas, 0, 0, 4, 4, 4, of(1), a, 4, b, 4, of(0), b, 4));
    assertTrue(emulator.messages().getLast().contains("C overlaps A or B"));
    ok(cublasDestroy(blas));
    assertEquals(1, cublasDgemm(blas, 0, 0, 4, 4, 4, of(1), a, 4, a, 4, of(0), b, 4));
  }

  @Test
  void blocksOfOneMatrixDoNotOverlap() {
    // The update of a blocked LU: A₂₂ ← A₂₂ − A₂₁·A₁₂ inside one 3×3 matrix.
    var a = upload(1, 2, 3, 4, 5, 6, 7, 8, 9);
    ok(
        cublasDgemm(
            blas,
            0,
            0,
            2,
            2,
            1,
            of(-1),
            a.withByteOffset(8),
            3,
            a.withByteOffset(24),
            3,
            of(1),
            a.withByteOffset(32),
            3));
    assertArrayEquals(new double[] {1, 2, 3, 4, -3, -6, 7, -6, -12}, download(a, 9));
    assertEquals(
        INVALID_VALUE,
        cublasDgemm(
            blas,
            0,
            0,
            2,
            2,
            1,
            of(-1),
            a.withByteOffset(32),
            3,
            a,
            3,
            of(1),
            a.withByteOffset(32),
            3));
  }

  @Test
  void readingBeyondAnAllocationEndsTheContext() {
    var a = upload(new double[15]);
    var c = CudaSession.allocate(128);
    // Submitted; found when it is executed.
    ok(cublasDgemm(blas, 0, 0, 4, 4, 4, of(1), a, 4, a, 4, of(0), c, 4));
    assertEquals(700, jcuda.driver.JCudaDriver.cuCtxSynchronize());
    assertEquals(13, cublasDgemm(blas, 0, 0, 1, 1, 1, of(1), a, 1, a, 1, of(0), c, 1));
  }
}
