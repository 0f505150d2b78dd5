package wassily.linalg;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import wassily.linalg.draw.BlockDraw;
import wassily.progress.Progress;

/**
 * A device that holds dense matrices and factorizes them.
 *
 * <p>Matrices of one backend cannot be given to another: {@link BackendException.Rejected}. Shapes
 * that do not fit together are an {@link IllegalArgumentException} that names both. Matrices
 * without rows or columns are allowed everywhere: work on them does nothing, and the inverse of a 0
 * × 0 matrix is 0 × 0. A NaN spreads as arithmetic makes it and ends no call with an error.
 *
 * <p>One thread at a time may use a backend and what it made. Calls after close, of the backend or
 * of an argument, are an {@link IllegalStateException}; closing twice is harmless.
 */
public interface Backend extends AutoCloseable {
  /**
   * What this backend runs on.
   *
   * @return name, device, library, threads
   */
  BackendInfo info();

  /**
   * Refuses work that cannot fit into the memory that is free now, before it starts.
   *
   * @param bytes what the work needs at its peak
   * @param what the work in words, for the message
   * @throws BackendException.OutOfMemory with both figures and the cure
   */
  void requireMemory(long bytes, String what);

  /**
   * The memory that matrices of this backend lie in.
   *
   * @return what is free now
   */
  default FreeMemory memory() {
    return FreeMemory.ofHost();
  }

  /**
   * What is needed for a square matrix beside itself and right-hand sides; asked of the library
   * where only that knows.
   *
   * @param order n
   * @return bytes, item by item
   */
  default Workspace workspace(long order) {
    return Workspace.NONE;
  }

  /**
   * Refuses matrices that are too large for the library's counters, before anything is read.
   *
   * @param order n
   * @param what the work in words, for the message
   * @throws BackendException.Absent with the limit and the cure
   */
  default void requireOrder(long order, String what) {}

  /**
   * Where the time has gone so far, as far as the backend knows.
   *
   * @return the kinds of work in the order in which they first ended; empty when it does not count
   */
  default List<PhaseTime> times() {
    return List.of();
  }

  /**
   * A matrix of zeros.
   *
   * @param shape its shape
   * @return the matrix, owned by the caller
   */
  DeviceMatrix zeros(Shape shape);

  /**
   * Copies a matrix to the device.
   *
   * @param m the matrix
   * @return a copy, owned by the caller
   */
  DeviceMatrix upload(HostMatrix m);

  /**
   * Reads a matrix from its source straight into device memory, without a second copy on the host.
   *
   * @param source where the rows come from
   * @param progress told the bytes read
   * @return the matrix, owned by the caller
   * @throws IOException when the source cannot be read
   */
  DeviceMatrix upload(MatrixSource source, Progress progress) throws IOException;

  /**
   * Copies so many bytes from memory that the device reads best (page-locked) in the plainest way,
   * and throws them away: what the time of an upload can be measured against.
   *
   * @param bytes at least 1
   * @return seconds; empty where the device's memory is the host's
   * @throws BackendException.OutOfMemory when there is no room for the copy's buffer, of 256 MiB at
   *     most
   */
  default OptionalDouble plainCopySeconds(long bytes) {
    return OptionalDouble.empty();
  }

  /**
   * Looks for a number that is NaN or infinite.
   *
   * @param m a matrix
   * @return the row-major index i·columns + j of the first, empty when all are finite
   */
  OptionalLong firstNotFinite(DeviceMatrix m);

  /**
   * Matrix product: out ← a·b.
   *
   * @param a p × q
   * @param b q × r
   * @param out p × r, neither a nor b; overwritten
   */
  default void multiply(DeviceMatrix a, DeviceMatrix b, DeviceMatrix out) {
    multiply(1, DeviceBlock.of(a), DeviceBlock.of(b), 0, DeviceBlock.of(out));
  }

  /**
   * Product of parts of matrices: out ← alpha·a·b + beta·out.
   *
   * <p>Where beta is 0, out is not read, and where alpha is 0, neither a nor b is: a NaN there does
   * no harm.
   *
   * @param alpha factor of the product
   * @param a p × q, perhaps transposed
   * @param b q × r, perhaps transposed
   * @param beta factor of what out holds
   * @param out p × r, not transposed; no element of it may be one of a or b
   */
  void multiply(double alpha, DeviceBlock a, DeviceBlock b, double beta, DeviceBlock out);

  /**
   * Many products of one shape in one call: out_r ← a_r·b_r for every block r.
   *
   * <p>Flows between all regions are such products: with intensities S (B × n, a row for each
   * scenario) in blocks of columns by origin region and W (n × m) in blocks of rows by origin
   * region, each out_r (B × m) holds what region r emits for every consumer.
   *
   * @param a blocks of p × q
   * @param b as many blocks of q × k
   * @param out as many blocks of p × k that do not overwrite each other, in a matrix that is
   *     neither a's nor b's; overwritten
   */
  void multiplyBatched(DeviceBatch a, DeviceBatch b, DeviceBatch out);

  /**
   * Sums over groups of rows and columns: {@code out[g,h] = Σ_{j in h} Σ_{i in g} m[i,j]}.
   *
   * <p>Every backend adds in the same order, so the bits are the same on all, for any number of
   * threads: for each column the rows of a group, ascending, then the columns of a group,
   * ascending, each sum starting from 0. Rows and columns in no group are not read; an empty group
   * gives 0. Needs at most 64 MiB of memory beside its arguments, or one row of m where that is
   * more.
   *
   * @param m p × q
   * @param rows groups of p rows
   * @param columns groups of q columns
   * @param out as many rows and columns as there are groups; not m; overwritten
   */
  void aggregate(DeviceMatrix m, AxisGroups rows, AxisGroups columns, DeviceMatrix out);

  /**
   * Looks for the large cells of {@code f̂·X·ŷ}, which is never stored: those with {@code
   * |f[i]·X[i,j]·y[j]| ≥ threshold}, multiplied from left to right.
   *
   * <p>A NaN counts as large, so that it is seen. The result is the same on every backend for the
   * same X, in row-major order. Where more are found than wanted, go on from {@link
   * LargeCells#next}.
   *
   * @param f a factor for each row
   * @param x p × q
   * @param y a factor for each column
   * @param threshold 0 or more
   * @param from the row-major index i·q + j of the first cell that is looked at
   * @param most how many cells are wanted at most, at least 1
   * @return the first of them, and how many there are
   */
  LargeCells largeCells(
      double[] f, DeviceMatrix x, double[] y, double threshold, long from, int most);

  /**
   * Copies rows once for each of many scenarios: {@code out[b·K + k, :] ← base[k, :]}.
   *
   * @param base K × n
   * @param out (a multiple of K) × n, not base; overwritten
   */
  void repeatRows(DeviceMatrix base, DeviceMatrix out);

  /**
   * Multiplies some columns of the rows of scenarios: {@code m[b·K + k, c] ← factors[b]·m[b·K + k,
   * c]}.
   *
   * @param m (scenarios·K) × n; overwritten in {@code columns} only
   * @param repeat K, rows of a scenario
   * @param columns which columns, each once
   * @param factors a number for each scenario; 1 leaves its rows as they are
   */
  void scaleCells(DeviceMatrix m, int repeat, int[] columns, double[] factors);

  /**
   * Lowers what is above a benchmark: {@code m ← m − strengths[b]·max(0, m − benchmark[k, c])} for
   * row b·K + k and the c-th of the columns. The product is rounded before the difference.
   *
   * @param m (scenarios·K) × n; overwritten in {@code columns} only
   * @param columns which columns, each once
   * @param benchmark K × as many as columns
   * @param strengths a number for each scenario; 0 leaves its rows as they are
   */
  void lowerCells(DeviceMatrix m, int[] columns, HostMatrix benchmark, double[] strengths);

  /**
   * Copies rows once for each of many scenarios and changes the copies: the bits are those of
   * {@link #repeatRows} and then each change in turn.
   *
   * @param base K × n
   * @param changes in their order
   * @param out (scenarios·K) × n, not base; overwritten
   */
  default void expandRows(DeviceMatrix base, List<CellChange> changes, DeviceMatrix out) {
    repeatRows(base, out);
    for (CellChange change : changes) {
      change.apply(this, out, Math.toIntExact(base.shape().rows()));
    }
  }

  /**
   * Products of rows, summed by groups of columns: {@code out[b·K + k, c·G + g] ← Σ_{j∈g} a[b·K +
   * k, j]·b[b, c·n + j]}, each product rounded, added in ascending order from 0. Several such c are
   * as many calls in one: at n = 5,040 sums for 25 groups and 10,000 scenarios took 0.7 to 0.8 s in
   * 260 calls, 0.3 to 0.4 s in 10.
   *
   * @param a (scenarios·K) × n
   * @param b scenarios × (C·n), C ≥ 1
   * @param repeat K
   * @param columns G groups of the n columns
   * @param out (scenarios·K) × (C·G), neither a nor b; overwritten
   */
  void groupedDots(
      DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups columns, DeviceMatrix out);

  /**
   * Multiplies cells by drawn factors: {@code out[i,j] ← source[i,j]·f₁[i,j]·f₂[i,j] …}, from left
   * to right; cells outside all blocks are copied. The bits are the same on every backend and for
   * any number of threads.
   *
   * @param source p × q
   * @param draws blocks of a p × q matrix
   * @param out p × q; may be source
   */
  void perturb(DeviceMatrix source, List<BlockDraw> draws, DeviceMatrix out);

  /**
   * Product of a few rows with a large matrix, which is read once: out ← rows·m.
   *
   * @param rows k × p, on the host; k is small
   * @param m p × q
   * @param out k × q, on the host; overwritten
   * @param absolute k × q, overwritten by |rows|·|m|; empty where nobody asks
   */
  void multiplyRows(HostMatrix rows, DeviceMatrix m, HostMatrix out, Optional<HostMatrix> absolute);

  /**
   * Draws cells and multiplies a few rows with what was drawn: the bits are those of {@link
   * #perturb} and then {@link #multiplyRows}.
   *
   * @param source p × q
   * @param draws blocks of a p × q matrix
   * @param out p × q; may be source
   * @param rows k × p, on the host; k is small
   * @param product k × q, on the host; overwritten by rows·out
   */
  default void perturbAndMultiply(
      DeviceMatrix source,
      List<BlockDraw> draws,
      DeviceMatrix out,
      HostMatrix rows,
      HostMatrix product) {
    perturb(source, draws, out);
    multiplyRows(rows, out, product, Optional.empty());
  }

  /**
   * A copy in single precision. What is too large for it becomes infinite.
   *
   * @param m a matrix
   * @return the copy, owned by the caller
   */
  SingleMatrix toSingle(DeviceMatrix m);

  /**
   * Product of a few rows with a large matrix, in single precision: out ≈ rows·m, relative to
   * |rows|·|m| to 1e-5 where m has fewer than 100,000 rows.
   *
   * @param rows k × p, on the host; k is small
   * @param m p × q
   * @param out k × q, on the host; overwritten
   */
  void multiplyRows(HostMatrix rows, SingleMatrix m, HostMatrix out);

  /**
   * Some cells.
   *
   * @param m p × q
   * @param at row-major indices i·q + j
   * @return as many numbers
   */
  double[] cells(DeviceMatrix m, long[] at);

  /**
   * The diagonal.
   *
   * @param m n × n
   * @return n numbers
   */
  default double[] diagonal(DeviceMatrix m) {
    FewRowShapes.requireSquare(m.shape());
    var at = new long[Math.toIntExact(m.shape().rows())];
    Arrays.setAll(at, i -> i * (m.shape().rows() + 1));
    return cells(m, at);
  }

  /**
   * Turns Z into d̂ − Z in place. A column j with {@code d[j] = 0} becomes the unit vector e_j:
   * what stood there is dropped.
   *
   * @param d n numbers
   * @param z n × n; overwritten by M with M[i,j] = δ(i,j)·d[j] − Z[i,j]
   */
  void diagonalMinus(double[] d, DeviceMatrix z);

  /**
   * Multiplies row i by {@code by[i]}.
   *
   * @param by a number for each row
   * @param m overwritten
   */
  void scaleRows(double[] by, DeviceMatrix m);

  /**
   * Multiplies column j by {@code by[j]}.
   *
   * @param by a number for each column
   * @param m overwritten
   */
  void scaleColumns(double[] by, DeviceMatrix m);

  /**
   * When rows are interchanged where a caller does not say.
   *
   * @return the option this backend was opened with
   */
  Pivoting pivoting();

  /**
   * Factorizes a square matrix as {@link #pivoting()} says.
   *
   * @param m n × n; this call takes ownership of it, also when it fails
   * @return the factors, owned by the caller
   * @throws BackendException.Singular when a pivot is exactly zero
   * @throws BackendException.WrongPivot when that is AUTO and has to be ALWAYS for this matrix
   */
  default Factorization factorize(DeviceMatrix m) {
    return factorize(m, pivoting());
  }

  /**
   * Factorizes a square matrix. AUTO follows {@link PivotRule}, pivots too where that is faster on
   * this backend, and keeps no copy: where a pivot turns out wrong the matrix is lost, and the
   * caller makes it again for ALWAYS.
   *
   * @param m n × n; this call takes ownership of it, also when it fails
   * @param how when to interchange rows
   * @return the factors, owned by the caller
   * @throws BackendException.Singular when a pivot is exactly zero, with ALWAYS and NEVER or where
   *     AUTO pivots
   * @throws BackendException.WrongPivot with AUTO only, when a pivot does not have the sign of its
   *     diagonal element
   */
  Factorization factorize(DeviceMatrix m, Pivoting how);

  @Override
  void close();
}
