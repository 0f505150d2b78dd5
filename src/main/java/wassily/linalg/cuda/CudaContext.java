package wassily.linalg.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import wassily.linalg.BackendException;

/**
 * One device's primary context with two streams and the handles of cuBLAS and cuSOLVER; every
 * status passes through here.
 *
 * <p>All methods run on the device's thread. Work is asynchronous until {@link #finish}. After a
 * sticky error every call is refused and frees do nothing: the driver has taken the memory already.
 */
final class CudaContext implements Scope.Resource {
  private static final int COMPUTE_CAPABILITY_MAJOR = 75;
  private static final int COMPUTE_CAPABILITY_MINOR = 76;

  private final CudaDriver driver;
  private final Ledger ledger;
  private final int device;
  private final String name;
  private String lastGood = "none yet";
  private BackendException.Poisoned poisoned;

  /** What gives the context, streams and handles back, last made first. */
  private final Scope parts = new Scope();

  private final long compute;
  private final long copies;
  private final long blas;
  private final long solver;

  /**
   * Takes a device's primary context into use on the calling thread.
   *
   * @param driver CUDA
   * @param ledger told every block of memory
   * @param device its index, which must exist
   */
  CudaContext(CudaDriver driver, Ledger ledger, int device) {
    this.driver = driver;
    this.ledger = ledger;
    this.device = device;
    try (var undo = new Scope()) {
      undo.own(parts::close);
      var text = new String[1];
      check("cuInit", driver.cuInit());
      check("cuDeviceGetName", driver.cuDeviceGetName(text, device));
      name = text[0];
      var out = new long[1];
      check("cuDevicePrimaryCtxRetain", driver.cuDevicePrimaryCtxRetain(out, device));
      parts.own(() -> give("cuDevicePrimaryCtxRelease", driver.cuDevicePrimaryCtxRelease(device)));
      check("cuCtxSetCurrent", driver.cuCtxSetCurrent(out[0]));
      compute = stream();
      copies = stream();
      check("cublasCreate", driver.cublasCreate(out));
      blas = out[0];
      parts.own(() -> give("cublasDestroy", driver.cublasDestroy(blas)));
      check("cublasSetStream", driver.cublasSetStream(blas, compute));
      check("cusolverDnCreate", driver.cusolverDnCreate(out));
      solver = out[0];
      parts.own(() -> give("cusolverDnDestroy", driver.cusolverDnDestroy(solver)));
      check("cusolverDnSetStream", driver.cusolverDnSetStream(solver, compute));
      finish();
      undo.release();
    }
  }

  private long stream() {
    var out = new long[1];
    check("cuStreamCreate", driver.cuStreamCreate(out));
    long stream = out[0];
    parts.own(() -> give("cuStreamDestroy", driver.cuStreamDestroy(stream)));
    return stream;
  }

  CudaDriver driver() {
    return driver;
  }

  /** The stream that work is queued on. */
  long compute() {
    return compute;
  }

  /** The stream for copies beside the work. */
  long copies() {
    return copies;
  }

  long blas() {
    return blas;
  }

  long solver() {
    return solver;
  }

  /** The device's name. */
  String name() {
    return name;
  }

  /**
   * The device's compute capability.
   *
   * @return 90 for 9.0
   */
  int architecture() {
    return 10 * attribute(COMPUTE_CAPABILITY_MAJOR) + attribute(COMPUTE_CAPABILITY_MINOR);
  }

  private int attribute(int which) {
    var value = new int[1];
    check("cuDeviceGetAttribute", driver.cuDeviceGetAttribute(value, which, device));
    return value[0];
  }

  /**
   * Passes a good status on and throws what a bad one means.
   *
   * @param call the call by CUDA's name
   * @param status what it returned
   */
  void check(String call, int status) {
    check(call, status, 0);
  }

  /** The same for a call that asked for memory. */
  void check(String call, int status, long asked) {
    if (status == Status.OK) {
      return;
    }
    String failed = call;
    int code = status;
    if (Status.unclear(call, status)) {
      int truth = driver.cuCtxSynchronize();
      if (Status.sticky(truth)) {
        failed = "cuCtxSynchronize (after %s)".formatted(Status.text(call, status));
        code = truth;
      }
    }
    var scene =
        new Status.Scene(name == null ? "device " + device : name, asked, freeIfKnown(), lastGood);
    BackendException e = Status.exception(failed, code, scene);
    if (e instanceof BackendException.Poisoned p && poisoned == null) { // the first is the reason
      poisoned = p;
    }
    throw e;
  }

  /** A status of a call that gives something back: on a dead device nothing was expected of it. */
  private void give(String call, int status) {
    if (poisoned == null) {
      check(call, status);
    }
  }

  /** Refuses work on a dead device, with the reason of its death. */
  void requireUsable() {
    if (poisoned != null) {
      throw new BackendException.Poisoned(poisoned.getMessage());
    }
  }

  boolean usable() {
    return poisoned == null;
  }

  /** Waits for all queued work; failures of asynchronous work show here. */
  void finish() {
    check("cuStreamSynchronize", driver.cuStreamSynchronize(compute));
    lastGood = "cuStreamSynchronize";
  }

  /**
   * Waits and names the work for later messages.
   *
   * @param what the work that is known to have gone well then
   */
  void finish(String what) {
    finish();
    lastGood = what;
  }

  /** Free device memory in bytes for a message about a failure, −1 when there is no telling. */
  private long freeIfKnown() {
    var free = new long[1];
    return driver.cuMemGetInfo(free, new long[1]) == Status.OK ? free[0] : -1;
  }

  /** Free device memory in bytes. */
  long free() {
    requireUsable();
    var free = new long[1];
    check("cuMemGetInfo", driver.cuMemGetInfo(free, new long[1]));
    return free[0];
  }

  /**
   * Allocates device memory; its content is undefined.
   *
   * @param bytes at least 1
   * @param what for messages
   * @return the block, owned by the caller
   */
  DeviceMemory allocate(long bytes, String what) {
    requireUsable();
    var out = new long[1];
    check("cuMemAlloc", driver.cuMemAlloc(out, bytes), bytes);
    var block = new DeviceMemory(this, out[0], bytes, what);
    ledger.born(block);
    return block;
  }

  void free(DeviceMemory block, long address) {
    ledger.died(block);
    if (poisoned == null) {
      check("cuMemFree", driver.cuMemFree(address));
    }
  }

  /** Sets bytes to 0. */
  void clear(long address, long bytes) {
    if (bytes > 0) {
      check("cuMemsetD8Async", driver.cuMemsetD8Async(address, (byte) 0, bytes, compute));
    }
  }

  /** Copies on the device, after all queued work. */
  void copy(long from, long to, long bytes) {
    if (bytes > 0) {
      check("cuMemcpyDtoDAsync", driver.cuMemcpyDtoDAsync(to, from, bytes, compute));
    }
  }

  /** Copies from the host and waits. */
  void write(MemorySegment from, long to) {
    if (from.byteSize() > 0) {
      check(
          "cuMemcpyHtoDAsync",
          driver.cuMemcpyHtoDAsync(to, from.address(), from.byteSize(), compute));
      finish();
    }
  }

  /** Copies to the host, after all queued work, and waits. */
  void read(long from, MemorySegment to) {
    if (to.byteSize() > 0) {
      check(
          "cuMemcpyDtoHAsync",
          driver.cuMemcpyDtoHAsync(to.address(), from, to.byteSize(), compute));
      finish();
    }
  }

  /** Copies n doubles to a new block. */
  DeviceMemory upload(double[] values, String what) {
    try (var arena = Arena.ofConfined();
        var scope = new Scope()) {
      var host = arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_DOUBLE, values);
      var block = scope.own(allocate(host.byteSize(), what));
      write(host, block.address());
      scope.release();
      return block;
    }
  }

  /** Copies n ints to a new block. */
  DeviceMemory upload(int[] values, String what) {
    try (var arena = Arena.ofConfined();
        var scope = new Scope()) {
      var host = arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_INT, values);
      var block = scope.own(allocate(host.byteSize(), what));
      write(host, block.address());
      scope.release();
      return block;
    }
  }

  /** Frees the memory that is still there, then handles, streams and the context. */
  @Override
  public void close() {
    try (var end = new Scope()) {
      end.own(parts::close);
      List<DeviceMemory> left = ledger.open();
      left.forEach(end::own);
    }
  }
}
