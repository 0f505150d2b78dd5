package wassily.linalg.cuda;

import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;

/** A row-major matrix in device memory; one without elements has none. */
final class CudaMatrix implements DeviceMatrix {
  private final CudaSession owner;
  private final Shape shape;

  /** Null for a matrix without elements. */
  private DeviceMemory memory;

  private boolean open = true;

  CudaMatrix(CudaSession owner, Shape shape, DeviceMemory memory) {
    this.owner = owner;
    this.shape = shape;
    this.memory = memory;
  }

  CudaSession owner() {
    return owner;
  }

  /**
   * Where it lies.
   *
   * @return a device address, 0 for a matrix without elements
   * @throws IllegalStateException after close
   */
  long address() {
    requireOpen();
    return memory == null ? 0 : memory.address();
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the matrix " + shape + " is closed or was handed on");
    }
  }

  /**
   * Hands the memory on to a new handle; this one is closed by it.
   *
   * @return the new handle
   */
  CudaMatrix handOn() {
    requireOpen();
    var next = new CudaMatrix(owner, shape, memory);
    open = false;
    memory = null;
    return next;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void downloadRows(long firstRow, HostMatrix into) {
    requireOpen();
    if (into.columns() != shape.columns()
        || firstRow < 0
        || firstRow > shape.rows() - into.rows()) {
      throw new IllegalArgumentException(
          "download of rows from %d on of a matrix of %s into one of %s"
              .formatted(firstRow, shape, into.shape()));
    }
    owner.download(this, firstRow, into);
  }

  @Override
  public void close() {
    DeviceMemory last = memory;
    open = false;
    memory = null;
    if (last != null) {
      owner.free(last);
    }
  }
}
