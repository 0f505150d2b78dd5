package wassily.linalg;

/** A matrix of {@link ReferenceBackend}: rows on the heap. */
final class ReferenceMatrix implements DeviceMatrix {
  private final ReferenceBackend owner;
  private final Shape shape;
  private double[][] a;

  /** Full of zeros. */
  ReferenceMatrix(ReferenceBackend owner, Shape shape) {
    this(owner, shape, new double[Math.toIntExact(shape.rows())][Math.toIntExact(shape.columns())]);
  }

  /** Takes the rows over. */
  ReferenceMatrix(ReferenceBackend owner, Shape shape, double[][] rows) {
    this.owner = owner;
    this.shape = shape;
    this.a = rows;
  }

  ReferenceBackend owner() {
    return owner;
  }

  /** The rows themselves. */
  double[][] elements() {
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
    ReferenceBackend.require(
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
