package wassily.linalg.cuda;

/**
 * The fastest a card can be filled from this host: one page-locked buffer, copied by itself. What
 * uploads are measured against.
 */
final class PlainCopy {
  /** Larger buffers are no faster, and page-locking takes 0.1 s for this one. */
  private static final long BUFFER_BYTES = 256L << 20;

  private PlainCopy() {}

  /**
   * Copies so many bytes from page-locked memory and throws them away. On the device's thread.
   *
   * @param context the device
   * @param bytes at least 1
   * @return seconds from the first copy queued to the last one done
   */
  static double seconds(CudaContext context, long bytes) {
    CudaDriver cuda = context.driver();
    long size = Math.min(bytes, BUFFER_BYTES);
    try (var scope = new Scope()) {
      var to = scope.own(context.allocate(size, "target of a plain copy"));
      var from = new long[1];
      context.check("cuMemHostAlloc", cuda.cuMemHostAlloc(from, size), size);
      scope.own(
          () -> {
            if (context.usable()) {
              context.check("cuMemFreeHost", cuda.cuMemFreeHost(from[0]));
            }
          });
      context.finish();
      long start = System.nanoTime();
      for (long done = 0; done < bytes; done += size) {
        context.check(
            "cuMemcpyHtoDAsync",
            cuda.cuMemcpyHtoDAsync(
                to.address(), from[0], Math.min(size, bytes - done), context.compute()));
      }
      context.finish();
      return (System.nanoTime() - start) * 1e-9;
    }
  }
}
