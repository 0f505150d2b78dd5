package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The driver and the compiler of {@link HostCuda}: device memory is host memory, kernels are their
 * twins in Java. Addresses of the device are not addresses of the host, every access is checked
 * against the live blocks, and fresh memory is full of NaN.
 */
abstract class HostDriver implements CudaDriver {
  private static final int INVALID = 1;
  private static final int OUT_OF_MEMORY = 2;
  private static final int ILLEGAL_ADDRESS = 700;
  private static final byte POISON = (byte) 0xff;

  private record Block(long start, MemorySegment memory) {}

  private final long total;
  private final TreeMap<Long, Block> device = new TreeMap<>();
  private final Map<Long, MemorySegment> pinned = new HashMap<>();
  private final Map<Long, String> handles = new HashMap<>();
  private long nextAddress = 0x7f00_0000_0000L;
  private long nextHandle;
  private int sticky;
  private int contexts;
  private long ofLibraries;

  HostDriver(long total) {
    this.total = total;
  }

  /**
   * What libraries take for themselves when they are used: free when asked for before, but not to
   * be had.
   */
  final void reserve(long bytes) {
    ofLibraries = bytes;
  }

  /** What was acquired and not given back. */
  final List<String> leaks() {
    var left = new ArrayList<String>(handles.values());
    device.values().forEach(b -> left.add(b.memory().byteSize() + " bytes of device memory"));
    pinned.keySet().forEach(_ -> left.add("a pinned buffer"));
    if (contexts != 0) {
      left.add(contexts + " retained contexts");
    }
    return left;
  }

  /** From now on every call fails, as after an illegal access. */
  final void die() {
    sticky = ILLEGAL_ADDRESS;
  }

  /** Whether every call fails. */
  final boolean isDead() {
    return sticky != 0;
  }

  private long used() {
    return device.values().stream().mapToLong(b -> b.memory().byteSize()).sum();
  }

  final int make(long[] out, String what) {
    if (sticky != 0) {
      return sticky;
    }
    handles.put(++nextHandle, what);
    out[0] = nextHandle;
    return 0;
  }

  final int destroy(long handle, String what) {
    return sticky != 0 ? sticky : handles.remove(handle, what) ? 0 : 400;
  }

  final int use(long handle, String what) {
    return sticky != 0 ? sticky : what.equals(handles.get(handle)) ? 0 : 400;
  }

  /** Memory of the device from an address to the end of its block. */
  final MemorySegment at(long address) {
    var block = device.floorEntry(address);
    if (block == null
        || address >= block.getValue().start() + block.getValue().memory().byteSize()) {
      throw new AssertionError("access to %x, which is not allocated".formatted(address));
    }
    return block.getValue().memory().asSlice(address - block.getKey());
  }

  @Override
  public int cuInit() {
    return sticky;
  }

  @Override
  public int cuDriverGetVersion(int[] version) {
    version[0] = 12060;
    return 0;
  }

  @Override
  public int cuDeviceGetCount(int[] count) {
    count[0] = 1;
    return sticky;
  }

  @Override
  public int cuDeviceGetName(String[] name, int index) {
    name[0] = "Thought";
    return index == 0 ? sticky : 101;
  }

  @Override
  public int cuDeviceTotalMem(long[] bytes, int index) {
    bytes[0] = total;
    return sticky;
  }

  @Override
  public int cuDeviceGetAttribute(int[] value, int attribute, int index) {
    value[0] = attribute == 75 ? 9 : 0;
    return sticky;
  }

  @Override
  public int cuDevicePrimaryCtxRetain(long[] context, int index) {
    if (sticky == 0) {
      contexts++;
      context[0] = 1;
    }
    return sticky;
  }

  @Override
  public int cuDevicePrimaryCtxRelease(int index) {
    contexts--;
    return sticky;
  }

  @Override
  public int cuCtxSetCurrent(long context) {
    return sticky;
  }

  @Override
  public int cuCtxSynchronize() {
    return sticky;
  }

  @Override
  public int cuMemGetInfo(long[] free, long[] all) {
    free[0] = total - used();
    all[0] = total;
    return sticky;
  }

  @Override
  public int cuMemAlloc(long[] address, long bytes) {
    if (sticky != 0 || bytes < 1 || bytes > total - ofLibraries - used()) {
      return sticky != 0 ? sticky : bytes < 1 ? INVALID : OUT_OF_MEMORY;
    }
    // Given back by the garbage collector: closing a shared arena stops all threads for a moment.
    MemorySegment memory = Arena.ofAuto().allocate(bytes, 64);
    memory.fill(POISON);
    device.put(nextAddress, new Block(nextAddress, memory));
    address[0] = nextAddress;
    nextAddress += (bytes / 256 + 2) * 256;
    return 0;
  }

  @Override
  public int cuMemFree(long address) {
    Block block = sticky != 0 ? null : device.remove(address);
    if (block == null) {
      return sticky != 0 ? sticky : INVALID;
    }
    return 0;
  }

  @Override
  public int cuMemHostAlloc(long[] address, long bytes) {
    if (sticky == 0) {
      MemorySegment memory = Arena.ofAuto().allocate(bytes, 64);
      address[0] = memory.address();
      pinned.put(address[0], memory);
    }
    return sticky;
  }

  @Override
  public int cuMemFreeHost(long address) {
    if (sticky != 0) {
      return sticky;
    }
    return pinned.remove(address) == null ? INVALID : 0;
  }

  private static MemorySegment host(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  private int copy(MemorySegment from, MemorySegment to, long bytes, long stream) {
    int status = use(stream, "stream");
    if (status == 0) {
      MemorySegment.copy(from, 0, to, 0, bytes);
    }
    return status;
  }

  @Override
  public int cuMemcpyHtoDAsync(long to, long from, long bytes, long stream) {
    return sticky != 0 ? sticky : copy(host(from, bytes), at(to), bytes, stream);
  }

  @Override
  public int cuMemcpyDtoHAsync(long to, long from, long bytes, long stream) {
    return sticky != 0 ? sticky : copy(at(from), host(to, bytes), bytes, stream);
  }

  @Override
  public int cuMemcpyDtoDAsync(long to, long from, long bytes, long stream) {
    return sticky != 0 ? sticky : copy(at(from), at(to), bytes, stream);
  }

  @Override
  public int cuMemsetD8Async(long to, byte value, long bytes, long stream) {
    int status = use(stream, "stream");
    if (status == 0) {
      at(to).asSlice(0, bytes).fill(value);
    }
    return status;
  }

  @Override
  public int cuStreamCreate(long[] stream) {
    return make(stream, "stream");
  }

  @Override
  public int cuStreamDestroy(long stream) {
    return destroy(stream, "stream");
  }

  @Override
  public int cuStreamSynchronize(long stream) {
    return use(stream, "stream");
  }

  @Override
  public int cuEventCreate(long[] event) {
    return make(event, "event");
  }

  @Override
  public int cuEventDestroy(long event) {
    return destroy(event, "event");
  }

  @Override
  public int cuEventRecord(long event, long stream) {
    return use(event, "event");
  }

  @Override
  public int cuEventSynchronize(long event) {
    return use(event, "event");
  }

  @Override
  public int cuModuleLoadData(long[] module, byte[] image) {
    return make(module, "module");
  }

  @Override
  public int cuModuleUnload(long module) {
    return destroy(module, "module");
  }

  @Override
  public int cuModuleGetFunction(long[] function, long module, String name) {
    int status = use(module, "module");
    function[0] = KernelTwins.number(name);
    return status;
  }

  @Override
  public int cuLaunchKernel(long function, int blocks, int threads, long stream, long arguments) {
    int status = use(stream, "stream");
    if (status == 0) {
      KernelTwins.run(
          function,
          i -> host(host(arguments + 8L * i, 8).get(JAVA_LONG, 0), 8).get(JAVA_LONG, 0),
          this::at);
    }
    return status;
  }

  @Override
  public int nvrtcVersion(int[] major, int[] minor) {
    major[0] = 12;
    minor[0] = 6;
    return 0;
  }

  @Override
  public int nvrtcGetSupportedArchs(int[][] architectures) {
    architectures[0] = new int[] {80, 90};
    return 0;
  }

  @Override
  public int nvrtcCreateProgram(long[] program, String source, String name) {
    return make(program, "program");
  }

  @Override
  public int nvrtcDestroyProgram(long program) {
    return destroy(program, "program");
  }

  @Override
  public int nvrtcCompileProgram(long program, String[] options) {
    return use(program, "program");
  }

  @Override
  public int nvrtcGetProgramLog(long program, String[] log) {
    log[0] = "line 1\nline 2";
    return use(program, "program");
  }

  @Override
  public int nvrtcGetCUBIN(long program, byte[][] image) {
    image[0] = new byte[] {1};
    return use(program, "program");
  }

  @Override
  public int nvrtcGetPTX(long program, String[] text) {
    text[0] = "ptx";
    return use(program, "program");
  }
}
