package wassily.linalg.cuda;

import wassily.linalg.Shape;
import wassily.linalg.SingleMatrix;

/** A matrix of floats in device memory; one without elements has none. */
final class SingleCudaMatrix implements SingleMatrix {
  private final CudaSession owner;
  private final Shape shape;

  /** Null for a matrix without elements. */
  private DeviceMemory memory;

  private boolean open = true;

  SingleCudaMatrix(CudaSession owner, Shape shape, DeviceMemory memory) {
    this.owner = owner;
    this.shape = shape;
    this.memory = memory;
  }

  CudaSession owner() {
    return owner;
  }

  /** Where it lies; 0 for a matrix without elements. */
  long address() {
    if (!open) {
      throw new IllegalStateException("the matrix " + shape + " in single precision is closed");
    }
    return memory == null ? 0 : memory.address();
  }

  @Override
  public Shape shape() {
    return shape;
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
