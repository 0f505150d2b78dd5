package wassily.linalg.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcusolver.JCusolver;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.runtime.cudaStream_t;

/**
 * CUDA through JCuda 12.6; the only class that calls it. Its native libraries must be loaded before
 * ({@link JCudaNatives}).
 *
 * <p>JCuda's handle classes have no public numbers, so handles are numbered here.
 *
 * <p>Long, because it holds one method for each of CUDA's functions that are used, each hardly more
 * than the call; cutting it by library would only part what shares the handles.
 */
final class JCudaDriver12 implements CudaDriver {
  private static final int OPERATION_N = 0;

  /** Handles by their number; the number 0 is CUDA's null. */
  private final Map<Long, Object> handles = new HashMap<>();

  private long lastHandle;

  private final MemorySegment scalars = Arena.ofAuto().allocate(2 * Double.BYTES, Double.BYTES);

  private long keep(Object handle) {
    handles.put(++lastHandle, handle);
    return lastHandle;
  }

  /** Keeps a handle that a call has made. */
  private int made(int status, long[] out, Object handle) {
    if (status == 0) {
      out[0] = keep(handle);
    }
    return status;
  }

  private <T> T handle(long number, Class<T> type) {
    Object found = handles.get(number);
    if (!type.isInstance(found)) {
      throw new IllegalStateException("handle %d is %s, not %s".formatted(number, found, type));
    }
    return type.cast(found);
  }

  /** A handle that a call is about to destroy; it is gone whatever the call says. */
  private <T> T last(long number, Class<T> type) {
    T found = handle(number, type);
    handles.remove(number);
    return found;
  }

  private CUstream stream(long number) {
    return handle(number, CUstream.class);
  }

  /** Both scalars stay in host memory, as cuBLAS expects by default. */
  private Pointer scalar(int index, double value) {
    scalars.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
    return new NativeAddress(scalars.address() + index * (long) Double.BYTES);
  }

  private static CUdevice device(int index, int[] status) {
    var device = new CUdevice();
    status[0] = JCudaDriver.cuDeviceGet(device, index);
    return device;
  }

  @Override
  public int cuInit() {
    return JCudaDriver.cuInit(0);
  }

  @Override
  public int cuDriverGetVersion(int[] version) {
    return JCudaDriver.cuDriverGetVersion(version);
  }

  @Override
  public int cuDeviceGetCount(int[] count) {
    return JCudaDriver.cuDeviceGetCount(count);
  }

  @Override
  public int cuDeviceGetName(String[] name, int index) {
    var status = new int[1];
    CUdevice device = device(index, status);
    var bytes = new byte[256];
    if (status[0] == 0) {
      status[0] = JCudaDriver.cuDeviceGetName(bytes, bytes.length, device);
      name[0] = new String(bytes).replaceAll("\0.*", "").strip();
    }
    return status[0];
  }

  @Override
  public int cuDeviceTotalMem(long[] bytes, int index) {
    var status = new int[1];
    CUdevice device = device(index, status);
    return status[0] != 0 ? status[0] : JCudaDriver.cuDeviceTotalMem(bytes, device);
  }

  @Override
  public int cuDeviceGetAttribute(int[] value, int attribute, int index) {
    var status = new int[1];
    CUdevice device = device(index, status);
    return status[0] != 0 ? status[0] : JCudaDriver.cuDeviceGetAttribute(value, attribute, device);
  }

  @Override
  public int cuDevicePrimaryCtxRetain(long[] context, int index) {
    var status = new int[1];
    CUdevice device = device(index, status);
    var made = new CUcontext();
    return status[0] != 0
        ? status[0]
        : made(JCudaDriver.cuDevicePrimaryCtxRetain(made, device), context, made);
  }

  @Override
  public int cuDevicePrimaryCtxRelease(int index) {
    var status = new int[1];
    CUdevice device = device(index, status);
    return status[0] != 0 ? status[0] : JCudaDriver.cuDevicePrimaryCtxRelease(device);
  }

  @Override
  public int cuCtxSetCurrent(long context) {
    return JCudaDriver.cuCtxSetCurrent(handle(context, CUcontext.class));
  }

  @Override
  public int cuCtxSynchronize() {
    return JCudaDriver.cuCtxSynchronize();
  }

  @Override
  public int cuMemGetInfo(long[] free, long[] total) {
    return JCudaDriver.cuMemGetInfo(free, total);
  }

  @Override
  public int cuMemAlloc(long[] address, long bytes) {
    var made = new DeviceAddress();
    int status = JCudaDriver.cuMemAlloc(made, bytes);
    address[0] = made.address();
    return status;
  }

  @Override
  public int cuMemFree(long address) {
    return JCudaDriver.cuMemFree(new DeviceAddress(address));
  }

  @Override
  public int cuMemHostAlloc(long[] address, long bytes) {
    var made = new NativeAddress();
    int status = JCudaDriver.cuMemHostAlloc(made, bytes, 0);
    address[0] = made.address();
    return status;
  }

  @Override
  public int cuMemFreeHost(long address) {
    return JCudaDriver.cuMemFreeHost(new NativeAddress(address));
  }

  @Override
  public int cuMemcpyHtoDAsync(long to, long from, long bytes, long stream) {
    return JCudaDriver.cuMemcpyHtoDAsync(
        new DeviceAddress(to), new NativeAddress(from), bytes, stream(stream));
  }

  @Override
  public int cuMemcpyDtoHAsync(long to, long from, long bytes, long stream) {
    return JCudaDriver.cuMemcpyDtoHAsync(
        new NativeAddress(to), new DeviceAddress(from), bytes, stream(stream));
  }

  @Override
  public int cuMemcpyDtoDAsync(long to, long from, long bytes, long stream) {
    return JCudaDriver.cuMemcpyDtoDAsync(
        new DeviceAddress(to), new DeviceAddress(from), bytes, stream(stream));
  }

  @Override
  public int cuMemsetD8Async(long to, byte value, long bytes, long stream) {
    return JCudaDriver.cuMemsetD8Async(new DeviceAddress(to), value, bytes, stream(stream));
  }

  @Override
  public int cuStreamCreate(long[] stream) {
    var made = new CUstream();
    // 1: does not wait for the default stream, which nothing here uses.
    return made(JCudaDriver.cuStreamCreate(made, 1), stream, made);
  }

  @Override
  public int cuStreamDestroy(long stream) {
    return JCudaDriver.cuStreamDestroy(last(stream, CUstream.class));
  }

  @Override
  public int cuStreamSynchronize(long stream) {
    return JCudaDriver.cuStreamSynchronize(stream(stream));
  }

  @Override
  public int cuEventCreate(long[] event) {
    var made = new CUevent();
    // 2: without times, which makes waiting cheaper.
    return made(JCudaDriver.cuEventCreate(made, 2), event, made);
  }

  @Override
  public int cuEventDestroy(long event) {
    return JCudaDriver.cuEventDestroy(last(event, CUevent.class));
  }

  @Override
  public int cuEventRecord(long event, long stream) {
    return JCudaDriver.cuEventRecord(handle(event, CUevent.class), stream(stream));
  }

  @Override
  public int cuEventSynchronize(long event) {
    return JCudaDriver.cuEventSynchronize(handle(event, CUevent.class));
  }

  @Override
  public int cuModuleLoadData(long[] module, byte[] image) {
    var made = new CUmodule();
    return made(JCudaDriver.cuModuleLoadData(made, image), module, made);
  }

  @Override
  public int cuModuleUnload(long module) {
    return JCudaDriver.cuModuleUnload(last(module, CUmodule.class));
  }

  @Override
  public int cuModuleGetFunction(long[] function, long module, String name) {
    var made = new CUfunction();
    return made(
        JCudaDriver.cuModuleGetFunction(made, handle(module, CUmodule.class), name),
        function,
        made);
  }

  @Override
  public int cuLaunchKernel(long function, int blocks, int threads, long stream, long arguments) {
    return JCudaDriver.cuLaunchKernel(
        handle(function, CUfunction.class),
        blocks,
        1,
        1,
        threads,
        1,
        1,
        0,
        stream(stream),
        new NativeAddress(arguments),
        null);
  }

  @Override
  public int nvrtcVersion(int[] major, int[] minor) {
    return JNvrtc.nvrtcVersion(major, minor);
  }

  @Override
  public int nvrtcGetSupportedArchs(int[][] architectures) {
    var count = new int[1];
    int status = JNvrtc.nvrtcGetNumSupportedArchs(count);
    if (status != 0) {
      return status;
    }
    architectures[0] = new int[count[0]];
    return JNvrtc.nvrtcGetSupportedArchs(architectures[0]);
  }

  @Override
  public int nvrtcCreateProgram(long[] program, String source, String name) {
    var made = new nvrtcProgram();
    return made(JNvrtc.nvrtcCreateProgram(made, source, name, 0, null, null), program, made);
  }

  @Override
  public int nvrtcDestroyProgram(long program) {
    return JNvrtc.nvrtcDestroyProgram(last(program, nvrtcProgram.class));
  }

  @Override
  public int nvrtcCompileProgram(long program, String[] options) {
    return JNvrtc.nvrtcCompileProgram(handle(program, nvrtcProgram.class), options.length, options);
  }

  @Override
  public int nvrtcGetProgramLog(long program, String[] log) {
    return JNvrtc.nvrtcGetProgramLog(handle(program, nvrtcProgram.class), log);
  }

  @Override
  public int nvrtcGetCUBIN(long program, byte[][] image) {
    var size = new long[1];
    var p = handle(program, nvrtcProgram.class);
    int status = JNvrtc.nvrtcGetCUBINSize(p, size);
    if (status != 0) {
      return status;
    }
    image[0] = new byte[Math.toIntExact(size[0])];
    return JNvrtc.nvrtcGetCUBIN(p, image[0]);
  }

  @Override
  public int nvrtcGetPTX(long program, String[] text) {
    return JNvrtc.nvrtcGetPTX(handle(program, nvrtcProgram.class), text);
  }

  @Override
  public int cublasCreate(long[] handle) {
    var made = new cublasHandle();
    return made(JCublas2.cublasCreate(made), handle, made);
  }

  @Override
  public int cublasDestroy(long handle) {
    return JCublas2.cublasDestroy(last(handle, cublasHandle.class));
  }

  @Override
  public int cublasSetStream(long handle, long stream) {
    return JCublas2.cublasSetStream(blas(handle), new cudaStream_t(stream(stream)));
  }

  @Override
  public int cublasGetVersion(long handle, int[] version) {
    return JCublas2.cublasGetVersion(blas(handle), version);
  }

  private cublasHandle blas(long handle) {
    return handle(handle, cublasHandle.class);
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
    return JCublas2.cublasDgemm(
        blas(handle),
        opA,
        opB,
        m,
        n,
        k,
        scalar(0, alpha),
        new NativeAddress(a),
        lda,
        new NativeAddress(b),
        ldb,
        scalar(1, beta),
        new NativeAddress(c),
        ldc);
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
    return JCublas2.cublasDgemmStridedBatched(
        blas(handle),
        OPERATION_N,
        OPERATION_N,
        m,
        n,
        k,
        scalar(0, alpha),
        new NativeAddress(a),
        lda,
        strideA,
        new NativeAddress(b),
        ldb,
        strideB,
        scalar(1, beta),
        new NativeAddress(c),
        ldc,
        strideC,
        count);
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
    return JCublas2.cublasDtrsm(
        blas(handle),
        side,
        triangle,
        OPERATION_N,
        diagonal,
        m,
        n,
        scalar(0, alpha),
        new NativeAddress(a),
        lda,
        new NativeAddress(b),
        ldb);
  }

  @Override
  public int cublasDdgmm(
      long handle, int side, int m, int n, long a, int lda, long x, long c, int ldc) {
    return JCublas2.cublasDdgmm(
        blas(handle),
        side,
        m,
        n,
        new NativeAddress(a),
        lda,
        new NativeAddress(x),
        1,
        new NativeAddress(c),
        ldc);
  }

  @Override
  public int cusolverDnCreate(long[] handle) {
    var made = new cusolverDnHandle();
    return made(JCusolverDn.cusolverDnCreate(made), handle, made);
  }

  @Override
  public int cusolverDnDestroy(long handle) {
    return JCusolverDn.cusolverDnDestroy(last(handle, cusolverDnHandle.class));
  }

  @Override
  public int cusolverDnSetStream(long handle, long stream) {
    return JCusolverDn.cusolverDnSetStream(solver(handle), new cudaStream_t(stream(stream)));
  }

  @Override
  public int cusolverGetVersion(int[] version) {
    return JCusolver.cusolverGetVersion(version);
  }

  private cusolverDnHandle solver(long handle) {
    return handle(handle, cusolverDnHandle.class);
  }

  @Override
  public int cusolverDnDgetrfBufferSize(long handle, int n, long a, int[] doubles) {
    return JCusolverDn.cusolverDnDgetrf_bufferSize(
        solver(handle), n, n, new NativeAddress(a), n, doubles);
  }

  @Override
  public int cusolverDnDgetrf(long handle, int n, long a, long work, long pivots, long info) {
    // JCuda refuses Java's null where CUDA allows it; an address of 0 passes.
    return JCusolverDn.cusolverDnDgetrf(
        solver(handle),
        n,
        n,
        new NativeAddress(a),
        n,
        new NativeAddress(work),
        new NativeAddress(pivots),
        new NativeAddress(info));
  }

  @Override
  public int cusolverDnDgetrs(long handle, int n, int k, long lu, long pivots, long b, long info) {
    return JCusolverDn.cusolverDnDgetrs(
        solver(handle),
        OPERATION_N,
        n,
        k,
        new NativeAddress(lu),
        n,
        new NativeAddress(pivots),
        new NativeAddress(b),
        n,
        new NativeAddress(info));
  }
}
