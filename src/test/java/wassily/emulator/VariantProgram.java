package wassily.emulator;

import static wassily.emulator.CudaSession.allocate;
import static wassily.emulator.CudaSession.download;
import static wassily.emulator.CudaSession.ok;
import static wassily.emulator.CudaSession.upload;

import java.nio.file.Path;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;
import jcuda.nvrtc.JNvrtc;

/**
 * A process that uses all four libraries once: memory, a product, a factorization and a kernel.
 * Prints the versions and results, and leaves all it made behind.
 */
final class VariantProgram {
  private VariantProgram() {}

  /** Arguments: the CUDA version, and the folder to load from if the linker is not to find it. */
  public static void main(String[] args) {
    if (args.length > 1) {
      new Emulator(Integer.parseInt(args[0]), Path.of(args[1])).loadHere();
    }
    CudaSession.start();
    var blas = new cublasHandle();
    ok(JCublas2.cublasCreate(blas));
    var two = Pointer.to(new double[] {2});
    var a = upload(3, 4);
    // 2·(3, 4)·(3, 4)ᵀ + 2·0
    var product = upload(0);
    ok(JCublas2.cublasDgemm(blas, 1, 0, 1, 1, 2, two, a, 2, a, 2, two, product, 1));

    var solver = new cusolverDnHandle();
    ok(JCusolverDn.cusolverDnCreate(solver));
    var matrix = upload(4, 2, 2, 4);
    var doubles = new int[1];
    ok(JCusolverDn.cusolverDnDgetrf_bufferSize(solver, 2, 2, matrix, 2, doubles));
    ok(
        JCusolverDn.cusolverDnDgetrf(
            solver, 2, 2, matrix, 2, allocate(8L * doubles[0]), new Pointer(), allocate(4)));

    String source =
        "extern \"C\" __global__ void add(double* x, double y) { x[threadIdx.x] += y; }";
    ok(Kernels.launch(Kernels.function("add", source), 1, 2, 0, Pointer.to(a), Kernels.value(1.5)));

    var driver = new int[1];
    var cublas = new int[1];
    var major = new int[1];
    ok(JCudaDriver.cuDriverGetVersion(driver));
    ok(JCublas2.cublasGetVersion(blas, cublas));
    ok(JNvrtc.nvrtcVersion(major, new int[1]));
    System.out.println(driver[0] / 1000 + " " + cublas[0] / 10000 + " " + major[0]);
    System.out.println(
        download(product, 1)[0] + " " + download(matrix, 4)[3] + " " + download(a, 2)[1]);
  }
}
