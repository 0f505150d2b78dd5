package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A card that is only thought of: device memory is host memory, libraries are plain loops, kernels
 * are their twins in Java. Addresses of the device are not addresses of the host, every access is
 * checked against the live blocks, and fresh memory is full of NaN.
 *
 * <p>For what needs no native code: faults at every call, leaks, poisoning. The same tests run on
 * the emulated driver through JCuda.
 */
final class HostCuda implements CudaDriver {
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

  /**
   * A card.
   *
   * @param total bytes of its memory
   */
  HostCuda(long total) {
    this.total = total;
  }

  /**
   * What libraries take for themselves when they are used: free when asked for before, but not to
   * be had.
   */
  void reserve(long bytes) {
    ofLibraries = bytes;
  }

  /** What was acquired and not given back. */
  List<String> leaks() {
    var left = new ArrayList<String>(handles.values());
    device.values().forEach(b -> left.add(b.memory().byteSize() + " bytes of device memory"));
    pinned.keySet().forEach(_ -> left.add("a pinned buffer"));
    if (contexts != 0) {
      left.add(contexts + " retained contexts");
    }
    return left;
  }

  /** From now on every call fails, as after an illegal access. */
  void die() {
    sticky = ILLEGAL_ADDRESS;
  }

  private long used() {
    return device.values().stream().mapToLong(b -> b.memory().byteSize()).sum();
  }

  private int make(long[] out, String what) {
    if (sticky != 0) {
      return sticky;
    }
    handles.put(++nextHandle, what);
    out[0] = nextHandle;
    return 0;
  }

  private int destroy(long handle, String what) {
    return sticky != 0 ? sticky : handles.remove(handle, what) ? 0 : 400;
  }

  private int use(long handle, String what) {
    return sticky != 0 ? sticky : what.equals(handles.get(handle)) ? 0 : 400;
  }

  /** Memory of the device from an address to the end of its block. */
  private MemorySegment at(long address) {
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

  @Override
  public int cublasCreate(long[] handle) {
    return make(handle, "cublas");
  }

  @Override
  public int cublasDestroy(long handle) {
    return destroy(handle, "cublas");
  }

  @Override
  public int cublasSetStream(long handle, long stream) {
    return use(handle, "cublas");
  }

  @Override
  public int cublasGetVersion(long handle, int[] version) {
    version[0] = 120605;
    return use(handle, "cublas");
  }

  /** cuBLAS does not say what is wrong with a dead device. */
  private int blas(long handle, Runnable work) {
    if (sticky != 0) {
      return 13;
    }
    int status = use(handle, "cublas");
    if (status == 0) {
      work.run();
    }
    return status == 0 ? 0 : 1;
  }

  private double get(MemorySegment a, int lda, int row, int column) {
    return a.getAtIndex(JAVA_DOUBLE, (long) column * lda + row);
  }

  private void set(MemorySegment a, int lda, int row, int column, double value) {
    a.setAtIndex(JAVA_DOUBLE, (long) column * lda + row, value);
  }

  /** Column-major, for a product that stays inside what is allocated. */
  private void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      double beta,
      MemorySegment c,
      int ldc) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          double left = transposeA ? get(a, lda, l, i) : get(a, lda, i, l);
          sum += left * (transposeB ? get(b, ldb, j, l) : get(b, ldb, l, j));
        }
        double old = beta == 0 ? 0 : beta * get(c, ldc, i, j);
        set(c, ldc, i, j, alpha * sum + old);
      }
    }
  }

  @Override
  public int cublasDgemm(
      long handle,
      int opA,
      int opB,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      double beta,
      long c,
      int ldc) {
    return blas(
        handle,
        () -> gemm(opA == 1, opB == 1, m, n, k, alpha, at(a), lda, at(b), ldb, beta, at(c), ldc));
  }

  @Override
  public int cublasDgemmStridedBatched(
      long handle,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long strideA,
      long b,
      int ldb,
      long strideB,
      double beta,
      long c,
      int ldc,
      long strideC,
      int count) {
    return blas(
        handle,
        () -> {
          for (long r = 0; r < count; r++) {
            gemm(
                false,
                false,
                m,
                n,
                k,
                alpha,
                at(a + r * strideA * Double.BYTES),
                lda,
                at(b + r * strideB * Double.BYTES),
                ldb,
                beta,
                at(c + r * strideC * Double.BYTES),
                ldc);
          }
        });
  }

  @Override
  public int cublasDtrsm(
      long handle,
      int side,
      int triangle,
      int diagonal,
      int m,
      int n,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb) {
    return blas(
        handle,
        () -> {
          var am = at(a);
          var bm = at(b);
          boolean left = side == 0;
          int order = left ? m : n;
          int others = left ? n : m;
          boolean lower = triangle == 0;
          // Left solves run with the triangle's rows, right solves against them.
          boolean forward = left == lower;
          for (int o = 0; o < others; o++) {
            for (int s = 0; s < order; s++) {
              int i = forward ? s : order - 1 - s;
              double x = alpha * (left ? get(bm, ldb, i, o) : get(bm, ldb, o, i));
              for (int t = 0; t < s; t++) {
                int j = forward ? t : order - 1 - t;
                double factor = left ? get(am, lda, i, j) : get(am, lda, j, i);
                x -= factor * (left ? get(bm, ldb, j, o) : get(bm, ldb, o, j));
              }
              if (diagonal == 0) {
                x /= get(am, lda, i, i);
              }
              set(bm, ldb, left ? i : o, left ? o : i, x);
            }
          }
        });
  }

  @Override
  public int cublasDdgmm(
      long handle, int side, int m, int n, long a, int lda, long x, long c, int ldc) {
    return blas(
        handle,
        () -> {
          var am = at(a);
          var xm = at(x);
          var cm = at(c);
          for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
              double factor = xm.getAtIndex(JAVA_DOUBLE, side == 0 ? i : j);
              set(cm, ldc, i, j, factor * get(am, lda, i, j));
            }
          }
        });
  }

  @Override
  public int cusolverDnCreate(long[] handle) {
    return make(handle, "cusolver");
  }

  @Override
  public int cusolverDnDestroy(long handle) {
    return destroy(handle, "cusolver");
  }

  @Override
  public int cusolverDnSetStream(long handle, long stream) {
    return use(handle, "cusolver");
  }

  @Override
  public int cusolverGetVersion(int[] version) {
    version[0] = 11701;
    return 0;
  }

  @Override
  public int cusolverDnDgetrfBufferSize(long handle, int n, long a, int[] doubles) {
    doubles[0] = n;
    return use(handle, "cusolver");
  }

  @Override
  public int cusolverDnDgetrf(long handle, int n, long a, long work, long pivots, long info) {
    if (sticky != 0) {
      return 6;
    }
    var m = at(a);
    at(work).asSlice(0, (long) n * Double.BYTES).fill((byte) 1);
    int bad = 0;
    for (int k = 0; k < n; k++) {
      int p = k;
      for (int i = k + 1; pivots != 0 && i < n; i++) {
        if (Math.abs(get(m, n, i, k)) > Math.abs(get(m, n, p, k))) {
          p = i;
        }
      }
      if (pivots != 0) {
        at(pivots).setAtIndex(JAVA_INT, k, p + 1);
      }
      for (int j = 0; p != k && j < n; j++) {
        double mine = get(m, n, k, j);
        set(m, n, k, j, get(m, n, p, j));
        set(m, n, p, j, mine);
      }
      double pivot = get(m, n, k, k);
      if (pivot == 0) {
        bad = bad == 0 ? k + 1 : bad;
        continue;
      }
      for (int i = k + 1; i < n; i++) {
        set(m, n, i, k, get(m, n, i, k) / pivot);
      }
      for (int j = k + 1; j < n; j++) {
        double factor = get(m, n, k, j);
        for (int i = k + 1; i < n; i++) {
          set(m, n, i, j, get(m, n, i, j) - get(m, n, i, k) * factor);
        }
      }
    }
    at(info).set(JAVA_INT, 0, bad);
    return 0;
  }

  @Override
  public int cusolverDnDgetrs(long handle, int n, int k, long lu, long pivots, long b, long info) {
    if (sticky != 0) {
      return 6;
    }
    var bm = at(b);
    for (int i = 0; i < n; i++) {
      int p = at(pivots).getAtIndex(JAVA_INT, i) - 1;
      for (int j = 0; p != i && j < k; j++) {
        double mine = get(bm, n, i, j);
        set(bm, n, i, j, get(bm, n, p, j));
        set(bm, n, p, j, mine);
      }
    }
    long blas =
        handles.entrySet().stream()
            .filter(e -> e.getValue().equals("cublas"))
            .findFirst()
            .orElseThrow()
            .getKey();
    cublasDtrsm(blas, 0, 0, 1, n, k, 1, lu, n, b, n);
    cublasDtrsm(blas, 0, 1, 0, n, k, 1, lu, n, b, n);
    at(info).set(JAVA_INT, 0, 0);
    return 0;
  }
}
