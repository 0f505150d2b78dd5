package wassily.linalg.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Host memory that the device copies from and to by itself, kept from one transfer to the next:
 * pinning takes longer than filling.
 *
 * <p>All methods run on the device's thread.
 */
final class PinnedBuffers implements Scope.Resource {
  /** A buffer's size where the transfer is that large. */
  static final long BYTES = 8L << 20;

  /** Copies under way at once; the next is queued while one runs. */
  static final int IN_FLIGHT = 2;

  /** More threads than this fill or empty buffers faster than any card moves them. */
  static final int MOST_THREADS = 8;

  private final CudaContext context;
  private List<Buffer> buffers = List.of();

  /**
   * A buffer.
   *
   * @param memory page-locked memory of the host
   * @param event recorded behind the copy that uses it
   */
  record Buffer(MemorySegment memory, long event) {}

  /** Without buffers yet. */
  PinnedBuffers(CudaContext context) {
    this.context = context;
  }

  /**
   * Makes sure that there are so many buffers of that size; none may be in use.
   *
   * @param count how many at least
   * @param bytes the size of each at least
   * @return all there are
   */
  List<Buffer> provide(int count, long bytes) {
    context.requireUsable();
    if (buffers.size() >= count && buffers.getFirst().memory().byteSize() >= bytes) {
      return buffers;
    }
    close();
    var made = new ArrayList<Buffer>();
    try {
      for (int i = 0; i < count; i++) {
        made.add(buffer(Math.max(bytes, Math.min(BYTES, bytes * count))));
      }
    } catch (RuntimeException | Error e) {
      buffers = made;
      try {
        close();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    buffers = List.copyOf(made);
    return buffers;
  }

  private Buffer buffer(long bytes) {
    CudaDriver cuda = context.driver();
    var address = new long[1];
    var event = new long[1];
    try (var scope = new Scope()) {
      context.check("cuMemHostAlloc", cuda.cuMemHostAlloc(address, bytes), bytes);
      scope.own(() -> context.check("cuMemFreeHost", cuda.cuMemFreeHost(address[0])));
      context.check("cuEventCreate", cuda.cuEventCreate(event));
      scope.release();
      return new Buffer(MemorySegment.ofAddress(address[0]).reinterpret(bytes), event[0]);
    }
  }

  /**
   * What is pinned at most for a number of threads; panels of compressed sources may be larger.
   *
   * @param threads threads that fill or empty buffers
   * @return bytes of the host's memory
   */
  static long bytesAtMost(int threads) {
    return (Math.min(threads, MOST_THREADS) + IN_FLIGHT) * BYTES;
  }

  /** Queues the record of a copy into or out of a buffer. */
  void record(Buffer buffer) {
    context.check(
        "cuEventRecord", context.driver().cuEventRecord(buffer.event(), context.copies()));
  }

  /** Waits for the copy that was recorded last. */
  void await(Buffer buffer) {
    context.check("cuEventSynchronize", context.driver().cuEventSynchronize(buffer.event()));
  }

  /** After a failure: waits until no copy touches a buffer. */
  void settle() {
    if (context.usable()) {
      context.driver().cuStreamSynchronize(context.copies());
    }
  }

  /** Unpins and frees the buffers. */
  @Override
  public void close() {
    List<Buffer> last = buffers;
    buffers = List.of();
    if (!context.usable()) {
      return;
    }
    CudaDriver cuda = context.driver();
    try (var scope = new Scope()) {
      for (Buffer b : last) {
        scope.own(() -> context.check("cuMemFreeHost", cuda.cuMemFreeHost(b.memory().address())));
        scope.own(() -> context.check("cuEventDestroy", cuda.cuEventDestroy(b.event())));
      }
    }
  }
}
