package wassily.linalg.cuda;

/**
 * Every call that this backend makes to CUDA, under CUDA's own names; each returns CUDA's status,
 * untouched.
 *
 * <p>The one seam to native code: calls are counted and made to fail here. Addresses, of the host
 * and of the device, and all handles are {@code long}s; results are written into one-element
 * arrays. What the arguments mean stands in NVIDIA's manuals.
 */
interface CudaDriver {
  int cuInit();

  int cuDriverGetVersion(int[] version);

  int cuDeviceGetCount(int[] count);

  int cuDeviceGetName(String[] name, int device);

  int cuDeviceTotalMem(long[] bytes, int device);

  int cuDeviceGetAttribute(int[] value, int attribute, int device);

  int cuDevicePrimaryCtxRetain(long[] context, int device);

  int cuDevicePrimaryCtxRelease(int device);

  int cuCtxSetCurrent(long context);

  int cuCtxSynchronize();

  int cuMemGetInfo(long[] free, long[] total);

  int cuMemAlloc(long[] address, long bytes);

  int cuMemFree(long address);

  int cuMemHostAlloc(long[] address, long bytes);

  int cuMemFreeHost(long address);

  int cuMemcpyHtoDAsync(long to, long from, long bytes, long stream);

  int cuMemcpyDtoHAsync(long to, long from, long bytes, long stream);

  int cuMemcpyDtoDAsync(long to, long from, long bytes, long stream);

  int cuMemsetD8Async(long to, byte value, long bytes, long stream);

  int cuStreamCreate(long[] stream);

  int cuStreamDestroy(long stream);

  int cuStreamSynchronize(long stream);

  int cuEventCreate(long[] event);

  int cuEventDestroy(long event);

  int cuEventRecord(long event, long stream);

  int cuEventSynchronize(long event);

  int cuModuleLoadData(long[] module, byte[] image);

  int cuModuleUnload(long module);

  int cuModuleGetFunction(long[] function, long module, String name);

  /** One-dimensional grid; {@code arguments} is the host address of the addresses of arguments. */
  int cuLaunchKernel(long function, int blocks, int threads, long stream, long arguments);

  int nvrtcVersion(int[] major, int[] minor);

  int nvrtcGetSupportedArchs(int[][] architectures);

  int nvrtcCreateProgram(long[] program, String source, String name);

  int nvrtcDestroyProgram(long program);

  int nvrtcCompileProgram(long program, String[] options);

  int nvrtcGetProgramLog(long program, String[] log);

  int nvrtcGetCUBIN(long program, byte[][] image);

  int nvrtcGetPTX(long program, String[] text);

  int cublasCreate(long[] handle);

  int cublasDestroy(long handle);

  int cublasSetStream(long handle, long stream);

  int cublasGetVersion(long handle, int[] version);

  /** Without transposes. */
  default int cublasDgemm(
      long handle,
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
    return cublasDgemm(handle, 0, 0, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }

  /** {@code alpha} and {@code beta} are values here; {@code opA} 0 for A, 1 for its transpose. */
  int cublasDgemm(
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
      int ldc);

  /** Without transposes. */
  int cublasDgemmStridedBatched(
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
      int count);

  /** Without transpose. */
  int cublasDtrsm(
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
      int ldb);

  int cublasDdgmm(long handle, int side, int m, int n, long a, int lda, long x, long c, int ldc);

  int cusolverDnCreate(long[] handle);

  int cusolverDnDestroy(long handle);

  int cusolverDnSetStream(long handle, long stream);

  int cusolverGetVersion(int[] version);

  int cusolverDnDgetrfBufferSize(long handle, int n, long a, int[] doubles);

  /** {@code pivots} 0: without pivoting. */
  int cusolverDnDgetrf(long handle, int n, long a, long work, long pivots, long info);

  /** Without transpose. */
  int cusolverDnDgetrs(long handle, int n, int k, long lu, long pivots, long b, long info);
}
