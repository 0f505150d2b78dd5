package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import wassily.linalg.BackendException;

/**
 * A BLAS with LAPACK, called by its Fortran symbols: the routines that are needed here, in the
 * library's own terms. Matrices are column-major.
 *
 * <p>Fortran symbols ({@code dgemm_}) are what OpenBLAS, MKL, BLIS with libFLAME, NVPL and ArmPL
 * have in common. Integers have 32 bits; a library with 64-bit integers is refused. Every scalar is
 * passed by reference, and each character argument has a hidden length at the end of the argument
 * list, which LAPACKs compiled by gfortran rely on and others ignore.
 */
final class BlasLibrary {
  private final String name;
  private final BlasThreads threads;
  private final Routine dgemm;
  private final Routine dtrsm;
  private final Routine dgetrf;
  private final Routine dgetrs;
  private final Routine dtrtri;

  private BlasLibrary(SharedLibrary library) {
    dgemm = routine(library, "dgemm_", 13, 2);
    dtrsm = routine(library, "dtrsm_", 11, 4);
    dgetrf = routine(library, "dgetrf_", 6, 0);
    dgetrs = routine(library, "dgetrs_", 9, 1);
    dtrtri = routine(library, "dtrtri_", 6, 2);
    refuse64BitIntegers(library.file());
    name = BlasName.of(library);
    threads = BlasThreads.of(library);
  }

  /**
   * Loads a library; it stays loaded until the process ends, because its threads do.
   *
   * @param file the library
   * @return its routines
   * @throws BackendException.Absent in one line: no such file, other processor, a routine missing
   */
  static BlasLibrary load(Path file) {
    IdleThreads.sleepSoon();
    var library = new BlasLibrary(SharedLibrary.load(file));
    ProcessEnd.skipDestructors();
    return library;
  }

  /**
   * The library's name and version.
   *
   * @return for example "OpenBLAS 0.3.31 (SapphireRapids)"
   */
  String name() {
    return name;
  }

  /**
   * How the library's number of threads is set; a setting of the whole process.
   *
   * @return the setting
   */
  BlasThreads threads() {
    return threads;
  }

  /** C ← alpha·A·B + beta·C; A is m×k, B is k×n, C is m×n. */
  void dgemm(
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      double beta,
      MemorySegment c,
      int ldc) {
    dgemm(false, false, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }

  /** The same with Aᵀ for A, stored k×m, or Bᵀ for B, stored n×k. */
  void dgemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      double beta,
      MemorySegment c,
      int ldc) {
    try (var s = new Scalars()) {
      dgemm
          .handle()
          .invokeExact(
              s.of(transposeA ? 'T' : 'N'),
              s.of(transposeB ? 'T' : 'N'),
              s.of(m),
              s.of(n),
              s.of(k),
              s.of(alpha),
              a,
              s.of(lda),
              b,
              s.of(ldb),
              s.of(beta),
              c,
              s.of(ldc),
              1L,
              1L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * B ← alpha·A⁻¹·B or alpha·B·A⁻¹ with B m×n and A triangular, as large as its side of B; only
   * {@code triangle} of A is read.
   */
  void dtrsm(
      Side side,
      Triangle triangle,
      int m,
      int n,
      double alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb) {
    try (var s = new Scalars()) {
      dtrsm
          .handle()
          .invokeExact(
              s.of(side.letter),
              s.of(triangle.half),
              s.of('N'),
              s.of(triangle.diagonal),
              s.of(m),
              s.of(n),
              s.of(alpha),
              a,
              s.of(lda),
              b,
              s.of(ldb),
              1L,
              1L,
              1L,
              1L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * A ← L and U of A = P·L·U, n×n, with row interchanges in {@code ipiv}.
   *
   * @return 0, or i when U(i,i) is exactly zero
   */
  int dgetrf(int n, MemorySegment a, int lda, MemorySegment ipiv) {
    try (var s = new Scalars()) {
      MemorySegment info = s.of(0);
      dgetrf.handle().invokeExact(s.of(n), s.of(n), a, s.of(lda), ipiv, info);
      return info.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** B ← A⁻¹·B, or A⁻ᵀ·B, from dgetrf's factors; B is n×k. */
  int dgetrs(
      boolean transposed,
      int n,
      int k,
      MemorySegment lu,
      int lda,
      MemorySegment ipiv,
      MemorySegment b,
      int ldb) {
    try (var s = new Scalars()) {
      MemorySegment info = s.of(0);
      dgetrs
          .handle()
          .invokeExact(
              s.of(transposed ? 'T' : 'N'),
              s.of(n),
              s.of(k),
              lu,
              s.of(lda),
              ipiv,
              b,
              s.of(ldb),
              info,
              1L);
      return info.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A ← A⁻¹ for a triangular matrix, n×n. */
  int dtrtri(Triangle triangle, int n, MemorySegment a, int lda) {
    try (var s = new Scalars()) {
      MemorySegment info = s.of(0);
      dtrtri
          .handle()
          .invokeExact(
              s.of(triangle.half), s.of(triangle.diagonal), s.of(n), a, s.of(lda), info, 1L, 1L);
      return info.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Where a triangular matrix stands in a solve. */
  enum Side {
    /** A⁻¹·B. */
    LEFT('L'),
    /** B·A⁻¹. */
    RIGHT('R');

    private final char letter;

    Side(char letter) {
      this.letter = letter;
    }
  }

  /** The two halves of dgetrf's result. */
  enum Triangle {
    /** L: below the diagonal, with ones on it that are not stored. */
    UNIT_LOWER('L', 'U'),
    /** U: the diagonal and above. */
    UPPER('U', 'N');

    private final char half;
    private final char diagonal;

    Triangle(char half, char diagonal) {
      this.half = half;
      this.diagonal = diagonal;
    }
  }

  /**
   * Factorizes [[0,1],[1,0]] and looks at the pivots, which are 2, 2: in memory 2,2 with 32-bit
   * integers and 2,0 with 64-bit ones, where all further work would be wrong or crash.
   */
  private void refuse64BitIntegers(Path file) {
    try (var arena = Arena.ofConfined()) {
      var a = arena.allocateFrom(JAVA_DOUBLE, 0, 1, 1, 0);
      var ipiv = arena.allocate(2 * Long.BYTES, Long.BYTES);
      int info = dgetrf(2, a, 2, ipiv);
      if (info != 0 || ipiv.get(JAVA_INT, 0) != 2) {
        throw new BackendException.Absent(
            "%s does not factorize a 2 × 2 matrix correctly (dgetrf info %d); give another library with --blas"
                .formatted(file, info));
      }
      if (ipiv.get(JAVA_INT, Integer.BYTES) != 2) {
        throw new BackendException.Absent(
            file
                + " uses 64-bit integers (ILP64), expected 32-bit ones (LP64); give its LP64 variant with --blas");
      }
    }
  }

  private static Routine routine(
      SharedLibrary library, String symbol, int references, int characters) {
    MemorySegment address =
        library
            .find(symbol)
            .orElseThrow(
                () ->
                    new BackendException.Absent(
                        library.file()
                            + " has no routine "
                            + symbol
                            + "; expected a library with BLAS and LAPACK (LP64, Fortran symbols)"));
    var arguments = new MemoryLayout[references + characters];
    Arrays.fill(arguments, 0, references, ADDRESS);
    Collections.fill(Arrays.asList(arguments).subList(references, arguments.length), JAVA_LONG);
    return new Routine(address, FunctionDescriptor.ofVoid(arguments));
  }

  /**
   * A routine that is there and is made callable when it is first called: each kind of call costs
   * 20 to 40 ms of generated classes, which the JVM would compile while the table is read.
   */
  private static final class Routine {
    private final MemorySegment address;
    private final FunctionDescriptor type;
    private volatile MethodHandle handle;

    Routine(MemorySegment address, FunctionDescriptor type) {
      this.address = address;
      this.type = type;
    }

    MethodHandle handle() {
      if (handle == null) { // two threads at once would make two that do the same
        handle = Linker.nativeLinker().downcallHandle(address, type);
      }
      return handle;
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException r ? r : new IllegalStateException(e);
  }

  /**
   * Scalars by reference, for one call. Integers take 8 bytes, so that an ILP64 library reads them
   * right as well and can be told apart.
   */
  private static final class Scalars implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();

    MemorySegment of(int value) {
      return arena.allocateFrom(JAVA_LONG, value);
    }

    MemorySegment of(double value) {
      return arena.allocateFrom(JAVA_DOUBLE, value);
    }

    MemorySegment of(char value) {
      return arena.allocateFrom(JAVA_BYTE, (byte) value);
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
