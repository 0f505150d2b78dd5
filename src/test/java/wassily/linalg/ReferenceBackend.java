package wassily.linalg;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellFactors;
import wassily.progress.Progress;

/**
 * A backend that is slow and plain on purpose: the definition of each operation, written down.
 * Others are held to the same contract suite.
 */
final class ReferenceBackend implements Backend {
  private final Pivoting pivoting;
  private boolean closed;

  ReferenceBackend(Pivoting pivoting) {
    this.pivoting = pivoting;
  }

  @Override
  public BackendInfo info() {
    return new BackendInfo("reference", "loops", "none", 1);
  }

  @Override
  public void requireMemory(long bytes, String what) {
    HostMemory.require(bytes, what);
  }

  @Override
  public DeviceMatrix zeros(Shape shape) {
    requireOpen();
    if (shape.bytes() > Runtime.getRuntime().maxMemory()) {
      throw new BackendException.OutOfMemory(shape + " is larger than the heap");
    }
    return new ReferenceMatrix(this, shape);
  }

  @Override
  public DeviceMatrix upload(HostMatrix m) {
    var copy = (ReferenceMatrix) zeros(m.shape());
    for (int i = 0; i < m.rows(); i++) {
      m.getRow(i, copy.elements()[i]);
    }
    return copy;
  }

  @Override
  public DeviceMatrix upload(MatrixSource source, Progress progress) throws IOException {
    Shape shape = source.shape();
    try (var task = progress.begin("reading " + source.origin(), shape.bytes())) {
      var whole = TestMatrices.random(shape.rows(), shape.columns(), 0);
      source.read(0, whole);
      task.advance(shape.bytes());
      return upload(whole);
    }
  }

  @Override
  public void repeatRows(DeviceMatrix base, DeviceMatrix out) {
    double[][] from = own(base);
    double[][] to = own(out);
    ScenarioShapes.requireRepeat(base.shape(), out.shape());
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i % from.length].clone();
    }
  }

  @Override
  public void scaleCells(DeviceMatrix m, int repeat, int[] columns, double[] factors) {
    double[][] rows = own(m);
    ScenarioShapes.requireCells(m.shape(), repeat, columns, factors.length);
    for (int i = 0; i < rows.length; i++) {
      for (int c : columns) {
        rows[i][c] *= factors[i / repeat];
      }
    }
  }

  @Override
  public void lowerCells(DeviceMatrix m, int[] columns, HostMatrix benchmark, double[] strengths) {
    double[][] rows = own(m);
    int repeat = (int) benchmark.rows();
    ScenarioShapes.requireBenchmark(columns, benchmark.shape());
    ScenarioShapes.requireCells(m.shape(), repeat, columns, strengths.length);
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < columns.length; c++) {
        double above = rows[i][columns[c]] - benchmark.get(i % repeat, c);
        rows[i][columns[c]] -= strengths[i / repeat] * Math.max(0, above);
      }
    }
  }

  @Override
  public void groupedDots(
      DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups columns, DeviceMatrix out) {
    double[][] left = own(a);
    double[][] right = own(b);
    double[][] sums = own(out);
    ScenarioShapes.requireDots(a.shape(), b.shape(), repeat, columns, out.shape());
    for (int i = 0; i < left.length; i++) {
      Arrays.fill(sums[i], 0);
      double[] factors = right[i / repeat];
      int n = left[i].length;
      for (int q = 0; n > 0 && q < factors.length; q++) {
        int j = q % n;
        if (columns.groupOf(j) >= 0) {
          sums[i][q / n * columns.count() + columns.groupOf(j)] += left[i][j] * factors[q];
        }
      }
    }
  }

  @Override
  public OptionalLong firstNotFinite(DeviceMatrix m) {
    double[][] a = own(m);
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        if (!Double.isFinite(a[i][j])) {
          return OptionalLong.of(i * m.shape().columns() + j);
        }
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public void multiply(double alpha, DeviceBlock a, DeviceBlock b, double beta, DeviceBlock out) {
    double[][] x = own(a.matrix());
    double[][] y = own(b.matrix());
    double[][] z = own(out.matrix());
    DeviceBlock.requireProduct(a, b, out);
    for (int i = 0; i < out.rows(); i++) {
      for (int j = 0; j < out.columns(); j++) {
        double sum = 0;
        for (int k = 0; alpha != 0 && k < b.shape().rows(); k++) {
          sum += element(x, a, i, k) * element(y, b, k, j);
        }
        int row = (int) out.firstRow() + i;
        int column = (int) out.firstColumn() + j;
        z[row][column] = alpha * sum + (beta == 0 ? 0 : beta * z[row][column]);
      }
    }
  }

  private static double element(double[][] m, DeviceBlock b, int i, int j) {
    int row = b.isTransposed() ? j : i;
    int column = b.isTransposed() ? i : j;
    return m[(int) b.firstRow() + row][(int) b.firstColumn() + column];
  }

  @Override
  public void multiplyBatched(DeviceBatch a, DeviceBatch b, DeviceBatch out) {
    double[][] x = own(a.matrix());
    double[][] y = own(b.matrix());
    double[][] z = own(out.matrix());
    DeviceBatch.requireProducts(a, b, out);
    for (int r = 0; r < out.count(); r++) {
      for (int i = 0; i < out.rows(); i++) {
        for (int j = 0; j < out.columns(); j++) {
          double sum = 0;
          for (int k = 0; k < b.rows(); k++) {
            int[] left = at(a, r, i, k);
            int[] right = at(b, r, k, j);
            sum += x[left[0]][left[1]] * y[right[0]][right[1]];
          }
          int[] to = at(out, r, i, j);
          z[to[0]][to[1]] = sum;
        }
      }
    }
  }

  /** Row and column in the whole matrix of element (i, j) of block r. */
  private static int[] at(DeviceBatch b, int r, int i, int j) {
    long element = b.offset() + r * b.batchStride() + i * b.rowStride() + j;
    long width = b.matrix().shape().columns();
    return new int[] {(int) (element / width), (int) (element % width)};
  }

  @Override
  public void aggregate(DeviceMatrix m, AxisGroups rows, AxisGroups columns, DeviceMatrix out) {
    double[][] a = own(m);
    double[][] sums = own(out);
    AxisGroups.requireFit(m.shape(), rows, columns, out.shape());
    require(m != out, "the sums may not overwrite the terms");
    for (int g = 0; g < rows.count(); g++) {
      var ofGroup = new double[columns.size()];
      for (int i = 0; i < rows.size(); i++) {
        for (int j = 0; rows.groupOf(i) == g && j < ofGroup.length; j++) {
          ofGroup[j] += a[i][j];
        }
      }
      Arrays.fill(sums[g], 0);
      for (int j = 0; j < ofGroup.length; j++) {
        if (columns.groupOf(j) >= 0) {
          sums[g][columns.groupOf(j)] += ofGroup[j];
        }
      }
    }
  }

  @Override
  public LargeCells largeCells(
      double[] f, DeviceMatrix x, double[] y, double threshold, long from, int most) {
    double[][] a = own(x);
    LargeCells.requireSearch(f, x.shape(), y, threshold, from, most);
    var large =
        LongStream.range(from, x.shape().elements())
            .filter(
                at -> {
                  double size = Math.abs(product(f, a, y, at));
                  return size >= threshold || Double.isNaN(size);
                })
            .toArray();
    long[] cells = Arrays.copyOf(large, Math.min(most, large.length));
    return new LargeCells(
        large.length,
        cells,
        Arrays.stream(cells).mapToDouble(at -> product(f, a, y, at)).toArray());
  }

  private static double product(double[] f, double[][] x, double[] y, long at) {
    int i = (int) (at / y.length);
    int j = (int) (at % y.length);
    return f[i] * x[i][j] * y[j];
  }

  @Override
  public void perturb(DeviceMatrix source, List<BlockDraw> draws, DeviceMatrix out) {
    double[][] from = own(source);
    double[][] to = own(out);
    FewRowShapes.requireDraws(source.shape(), draws, out.shape());
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i].clone();
    }
    for (BlockDraw draw : draws) {
      var factors = new CellFactors(draw.cells(), draw.key());
      for (int i = 0; i < to.length; i++) {
        factors.multiply(i, to[i]);
      }
    }
  }

  @Override
  public void multiplyRows(
      HostMatrix rows, DeviceMatrix m, HostMatrix out, Optional<HostMatrix> absolute) {
    double[][] a = own(m);
    FewRowShapes.requireProduct(
        rows.shape(), m.shape(), out.shape(), absolute.map(HostMatrix::shape));
    for (int r = 0; r < out.rows(); r++) {
      for (int j = 0; j < out.columns(); j++) {
        double sum = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
          sum += rows.get(r, i) * a[i][j];
          size += Math.abs(rows.get(r, i) * a[i][j]);
        }
        out.set(r, j, sum);
        if (absolute.isPresent()) {
          absolute.get().set(r, j, size);
        }
      }
    }
  }

  /** Rounded numbers in a matrix of this backend. */
  private record Single(ReferenceMatrix m) implements SingleMatrix {
    @Override
    public Shape shape() {
      return m.shape();
    }

    @Override
    public void close() {
      m.close();
    }
  }

  @Override
  public SingleMatrix toSingle(DeviceMatrix m) {
    double[][] from = own(m);
    var copy = (ReferenceMatrix) zeros(m.shape());
    for (int i = 0; i < from.length; i++) {
      for (int j = 0; j < from[i].length; j++) {
        copy.elements()[i][j] = (float) from[i][j];
      }
    }
    return new Single(copy);
  }

  @Override
  public void multiplyRows(HostMatrix rows, SingleMatrix m, HostMatrix out) {
    if (!(m instanceof Single mine) || mine.m().owner() != this) {
      throw new BackendException.Rejected("a matrix of another backend");
    }
    multiplyRows(rows, mine.m(), out, Optional.empty());
  }

  @Override
  public double[] cells(DeviceMatrix m, long[] at) {
    double[][] a = own(m);
    FewRowShapes.requireCells(m.shape(), at);
    long width = m.shape().columns();
    return Arrays.stream(at).mapToDouble(c -> a[(int) (c / width)][(int) (c % width)]).toArray();
  }

  @Override
  public void diagonalMinus(double[] d, DeviceMatrix z) {
    double[][] m = own(z);
    require(z.shape().equals(new Shape(d.length, d.length)), d.length + " and " + z.shape());
    for (int i = 0; i < d.length; i++) {
      for (int j = 0; j < d.length; j++) {
        double diagonal = i == j ? d[j] == 0 ? 1 : d[j] : 0;
        m[i][j] = d[j] == 0 ? diagonal : diagonal - m[i][j];
      }
    }
  }

  @Override
  public void scaleRows(double[] by, DeviceMatrix m) {
    double[][] a = own(m);
    require(by.length == m.shape().rows(), by.length + " and " + m.shape());
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        a[i][j] *= by[i];
      }
    }
  }

  @Override
  public void scaleColumns(double[] by, DeviceMatrix m) {
    double[][] a = own(m);
    require(by.length == m.shape().columns(), by.length + " and " + m.shape());
    for (double[] row : a) {
      for (int j = 0; j < row.length; j++) {
        row[j] *= by[j];
      }
    }
  }

  @Override
  public Pivoting pivoting() {
    return pivoting;
  }

  @Override
  public Factorization factorize(DeviceMatrix m, Pivoting how) {
    try {
      double[][] a = own(m);
      require(m.shape().rows() == m.shape().columns(), m.shape() + " is not square");
      return new ReferenceFactorization(this, a, how);
    } finally {
      m.close();
    }
  }

  double[][] own(DeviceMatrix m) {
    requireOpen();
    if (m instanceof ReferenceMatrix mine && mine.owner() == this) {
      return mine.elements();
    }
    throw new BackendException.Rejected("a matrix of another backend");
  }

  DeviceMatrix of(double[][] a) {
    return new ReferenceMatrix(this, new Shape(a.length, a.length), a);
  }

  static void require(boolean fits, String shapes) {
    if (!fits) {
      throw new IllegalArgumentException(shapes);
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the backend is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
