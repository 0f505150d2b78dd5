package wassily.linalg.cuda;

/**
 * A block of device memory. Closed once; on a dead device that does nothing.
 *
 * <p>To be closed on the device's thread.
 */
final class DeviceMemory implements Scope.Resource {
  private final CudaContext context;
  private final long bytes;
  private final String what;
  private long address;

  DeviceMemory(CudaContext context, long address, long bytes, String what) {
    this.context = context;
    this.address = address;
    this.bytes = bytes;
    this.what = what;
  }

  /**
   * Where it starts.
   *
   * @return a device address
   */
  long address() {
    if (address == 0) {
      throw new IllegalStateException(this + " is freed");
    }
    return address;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    long last = address;
    address = 0;
    if (last != 0) {
      context.free(this, last);
    }
  }

  @Override
  public String toString() {
    return "%s, %,d bytes of device memory".formatted(what, bytes);
  }
}
