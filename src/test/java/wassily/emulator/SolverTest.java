package wassily.emulator;

import static jcuda.jcusolver.JCusolverDn.cusolverDnCreate;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDgetrf;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDgetrf_bufferSize;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDgetrs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.emulator.CudaSession.allocate;
import static wassily.emulator.CudaSession.download;
import static wassily.emulator.CudaSession.downloadInts;
import static wassily.emulator.CudaSession.ok;
import static wassily.emulator.CudaSession.upload;

import java.util.Random;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcusolver.cusolverDnHandle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SolverTest {
  private final Random random = new Random(2);
  private final cusolverDnHandle solver = new cusolverDnHandle();

  @BeforeEach
  void open() {
    CudaSession.open();
    ok(cusolverDnCreate(solver));
  }

  /** Factors in place; what the solver reports. */
  private int factor(Columns a, CUdeviceptr matrix, Pointer pivots) {
    var doubles = new int[1];
    ok(cusolverDnDgetrf_bufferSize(solver, a.rows(), a.columns(), matrix, a.ld(), doubles));
    var info = allocate(4);
    ok(
        cusolverDnDgetrf(
            solver,
            a.rows(),
            a.columns(),
            matrix,
            a.ld(),
            allocate(8L * doubles[0]),
            pivots,
            info));
    return downloadInts(info, 1)[0];
  }

  private void solves(Columns a, CUdeviceptr factors, Pointer pivots) {
    for (int op = 0; op < 2; op++) {
      var b = Columns.random(random, a.rows(), 3, a.rows() + 1);
      var x = upload(b.values());
      ok(
          cusolverDnDgetrs(
              solver, op, a.rows(), 3, factors, a.ld(), pivots, x, b.ld(), allocate(4)));
      var solution = b.with(download(x, b.values().length));
      double wrong = Columns.residual(op == 1, a, solution, b);
      assertTrue(wrong <= 1, "transposed " + op + ": " + wrong);
      assertTrue(solution.gapsIntact());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 33, 150})
  void pivoted(int n) {
    var a = Columns.random(random, n, n, n + 3);
    var matrix = upload(a.values());
    var pivots = allocate(4L * n);
    assertEquals(0, factor(a, matrix, pivots));
    solves(a, matrix, pivots);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 131})
  void withoutPivots(int n) {
    var a = Columns.dominant(random, n, n + 1);
    var matrix = upload(a.values());
    assertEquals(0, factor(a, matrix, new Pointer()));
    solves(a, matrix, new Pointer());
    // Nothing was exchanged: the first row of U is the first row of A.
    var factors = a.with(download(matrix, a.values().length));
    for (int j = 0; j < n; j++) {
      assertEquals(a.at(0, j), factors.at(0, j));
    }
  }

  @Test
  void namesTheFirstZeroPivot() {
    // Rank 2: the third pivot is exactly 0.
    var a = new Columns(3, 3, 3, new double[] {1, 0, 1, 0, 1, 1, 1, 1, 2});
    assertEquals(3, factor(a, upload(a.values()), allocate(12)));
    assertEquals(3, factor(a, upload(a.values()), new Pointer()));
    var zeroFirst = new Columns(2, 2, 2, new double[] {0, 1, 1, 0});
    assertEquals(1, factor(zeroFirst, upload(zeroFirst.values()), new Pointer()));
    assertEquals(0, factor(zeroFirst, upload(zeroFirst.values()), allocate(8)));
  }

  @Test
  void refusesWrongArguments() {
    var a = upload(new double[4]);
    assertEquals(3, cusolverDnDgetrf_bufferSize(solver, 2, 2, a, 1, new int[1]));
    // The workspace is the matrix.
    assertEquals(3, cusolverDnDgetrf(solver, 2, 2, a, 2, a, new Pointer(), allocate(4)));
    assertEquals(3, cusolverDnDgetrs(solver, 3, 2, 1, a, 2, new Pointer(), a, 2, allocate(4)));
  }
}
