package wassily.linalg;

import java.io.IOException;
import java.util.OptionalLong;
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
    return new Matrix(this, shape);
  }

  @Override
  public DeviceMatrix upload(HostMatrix m) {
    var copy = (Matrix) zeros(m.shape());
    for (int i = 0; i < m.rows(); i++) {
      m.getRow(i, copy.a[i]);
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
  public void multiply(DeviceMatrix a, DeviceMatrix b, DeviceMatrix out) {
    double[][] x = own(a);
    double[][] y = own(b);
    double[][] z = own(out);
    require(
        a.shape().columns() == b.shape().rows()
            && out.shape().equals(new Shape(a.shape().rows(), b.shape().columns())),
        a.shape() + " · " + b.shape() + " → " + out.shape());
    require(out != a && out != b, "the product may not overwrite a factor");
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j < z[i].length; j++) {
        z[i][j] = 0;
        for (int k = 0; k < y.length; k++) {
          z[i][j] += x[i][k] * y[k][j];
        }
      }
    }
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
    if (m instanceof Matrix mine && mine.owner == this) {
      return mine.elements();
    }
    throw new BackendException.Rejected("a matrix of another backend");
  }

  DeviceMatrix of(double[][] a) {
    var m = new Matrix(this, new Shape(a.length, a.length));
    m.a = a;
    return m;
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

  private static final class Matrix implements DeviceMatrix {
    private final ReferenceBackend owner;
    private final Shape shape;
    private double[][] a;

    private Matrix(ReferenceBackend owner, Shape shape) {
      this.owner = owner;
      this.shape = shape;
      this.a = new double[Math.toIntExact(shape.rows())][Math.toIntExact(shape.columns())];
    }

    private double[][] elements() {
      if (a == null) {
        throw new IllegalStateException("the matrix is closed");
      }
      return a;
    }

    @Override
    public Shape shape() {
      return shape;
    }

    @Override
    public void downloadRows(long firstRow, HostMatrix into) {
      double[][] from = elements();
      require(
          into.columns() == shape.columns()
              && firstRow >= 0
              && firstRow + into.rows() <= shape.rows(),
          shape + " into " + into.shape());
      for (int i = 0; i < into.rows(); i++) {
        into.setRow(i, from[Math.toIntExact(firstRow) + i]);
      }
    }

    @Override
    public void close() {
      a = null;
    }
  }
}
