package wassily.emulator;

import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;
import static jcuda.nvrtc.JNvrtc.nvrtcDestroyProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcGetLoweredName;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.emulator.CudaSession.allocate;
import static wassily.emulator.CudaSession.download;
import static wassily.emulator.CudaSession.downloadInts;
import static wassily.emulator.CudaSession.ok;
import static wassily.emulator.CudaSession.upload;
import static wassily.emulator.Kernels.compile;
import static wassily.emulator.Kernels.cubin;
import static wassily.emulator.Kernels.function;
import static wassily.emulator.Kernels.launch;
import static wassily.emulator.Kernels.ptx;
import static wassily.emulator.Kernels.value;

import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KernelTest {
  private static final int ILLEGAL_ADDRESS = 700;

  private static final String SCALE =
      """
      extern "C" __global__ void scale(double* __restrict__ x, const double factor, long n) {
        long i = blockIdx.x * (long) blockDim.x + threadIdx.x;
        if (i < n) x[i] *= factor;
      }
      """;

  /** A sum by halving strides: each step needs the other threads' results of the step before. */
  private static final String SUM =
      """
      // A comment with __global__ void notAKernel(double x) and extern "C".
      extern "C" __global__ void __launch_bounds__(256) sum(const double* x, int n, double* total) {
        __shared__ double partial[256];
        int t = threadIdx.x, i = blockIdx.x * blockDim.x + t;
        partial[t] = i < n ? x[i] : 0;
        __syncthreads();
        for (int s = blockDim.x / 2; s > 0; s /= 2) {
          if (t < s) partial[t] += partial[t + s];
          BARRIER
        }
        if (t == 0) atomicAdd(total, partial[0]);
      }
      """;

  private EmulatorControl emulator;

  @BeforeEach
  void open() {
    emulator = CudaSession.open();
  }

  private void complainedOf(String what) {
    var messages = emulator.messages();
    assertTrue(!messages.isEmpty() && messages.getLast().contains(what), messages::toString);
  }

  @Test
  void launches() {
    var x = upload(1, 2, 3, 4, 5);
    ok(launch(function("scale", SCALE), 2, 4, 0, Pointer.to(x), value(10.0), value(4L)));
    ok(cuCtxSynchronize());
    assertArrayEquals(new double[] {10, 20, 30, 40, 5}, download(x, 5));
  }

  @Test
  void reducesOverBlocks() {
    var values = new double[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    var total = upload(0);
    var sum = function("sum", SUM.replace("BARRIER", "__syncthreads();"));
    ok(launch(sum, 4, 256, 0, Pointer.to(upload(values)), value(1000), Pointer.to(total)));
    ok(cuCtxSynchronize());
    // Integers: exact in any order.
    assertEquals(500_500, download(total, 1)[0]);
  }

  @Test
  void aMissingBarrierGivesAWrongSum() {
    var values = new double[1024];
    java.util.Arrays.fill(values, 1);
    var total = upload(0);
    var sum = function("sum", SUM.replace("BARRIER", ""));
    ok(launch(sum, 4, 256, 0, Pointer.to(upload(values)), value(1024), Pointer.to(total)));
    ok(cuCtxSynchronize());
    assertTrue(download(total, 1)[0] != 1024);
  }

  @Test
  void dynamicSharedMemory() {
    String source =
        """
        extern "C" __global__ void reverse(int* x, int n) {
          extern __shared__ int copy[];
          copy[threadIdx.x] = x[threadIdx.x];
          __syncthreads();
          x[threadIdx.x] = copy[n - 1 - threadIdx.x];
        }
        """;
    var x = allocate(16);
    ok(jcuda.driver.JCudaDriver.cuMemcpyHtoD(x, Pointer.to(new int[] {1, 2, 3, 4}), 16));
    var reverse = function("reverse", source);
    ok(launch(reverse, 1, 4, 16, Pointer.to(x), value(4)));
    assertArrayEquals(new int[] {4, 3, 2, 1}, downloadInts(x, 4));
    ok(launch(reverse, 1, 4, 12, Pointer.to(x), value(4)));
    assertEquals(ILLEGAL_ADDRESS, cuCtxSynchronize());
    complainedOf("of 12 bytes of dynamic shared memory");
  }

  @Test
  void everyAccessIsChecked() {
    var x = upload(1, 2, 3, 4, 5);
    // One element too many: the launch is accepted, the error comes with the next call and stays.
    ok(launch(function("scale", SCALE), 2, 4, 0, Pointer.to(x), value(10.0), value(6L)));
    assertEquals(ILLEGAL_ADDRESS, cuCtxSynchronize());
    complainedOf("kernel scale, block (1,0,0), thread (1,0,0): read of 8 bytes outside memory");
    assertEquals(ILLEGAL_ADDRESS, jcuda.driver.JCudaDriver.cuMemFree(x));
    assertEquals(ILLEGAL_ADDRESS, emulator.stickyError());
  }

  @Test
  void freedMemoryIsNotForKernels() {
    var x = upload(1, 2);
    var scale = function("scale", SCALE);
    ok(jcuda.driver.JCudaDriver.cuMemFree(x));
    ok(launch(scale, 1, 2, 0, Pointer.to(x), value(1.0), value(2L)));
    assertEquals(ILLEGAL_ADDRESS, cuCtxSynchronize());
    complainedOf("was freed before");
  }

  @Test
  void barriersAreForAllThreads() {
    String source =
        """
        extern "C" __global__ void half() {
          if (threadIdx.x < 2) return;
          __syncthreads();
        }
        """;
    ok(launch(function("half", source), 1, 4, 0));
    assertEquals(719, cuCtxSynchronize());
    complainedOf("2 threads wait at __syncthreads, 2 have ended");
  }

  @Test
  void compileErrorsAreInTheLog() {
    var compiled =
        compile("extern \"C\" __global__ void k(double* x) {\n  *x = undefinedName;\n}\n");
    assertEquals(6, compiled.status());
    assertTrue(compiled.log().contains("test.cu:2"), compiled.log());
    assertTrue(compiled.log().contains("undefinedName"), compiled.log());
    assertEquals(5, compile(SCALE, "--no-such-option").status());
    assertEquals(5, compile(SCALE, "--gpu-architecture=sm_20").status());
    // What NVRTC has not and kernels must not use.
    assertEquals(6, compile("#include <vector>\n" + SCALE).status());
    assertEquals(
        6,
        compile("extern \"C\" __global__ void k(int* x) { *x = __shfl_down_sync(~0u, *x, 1); }")
            .status());
    assertEquals(
        6, compile("extern \"C\" __global__ void k(double* x) { atomicMax(x, 1.0); }").status());
  }

  @Test
  void onlyNamesWithCLinkageAreFoundByName() {
    var compiled =
        compile(
            "__global__ void hidden() {}\nextern \"C\" { __global__ void seen(); }\n__global__ void seen() {}");
    var module = new CUmodule();
    ok(cuModuleLoadData(module, ptx(compiled)));
    ok(cuModuleGetFunction(new CUfunction(), module, "seen"));
    assertEquals(500, cuModuleGetFunction(new CUfunction(), module, "hidden"));
    ok(cuModuleUnload(module));
    assertEquals(400, cuModuleGetFunction(new CUfunction(), module, "seen"));
  }

  @Test
  void templatesByNameExpression() {
    String source = "template <class T> __global__ void twice(T* x) { x[threadIdx.x] *= 2; }\n";
    var compiled = compile(source, new String[] {"twice<double>"}, "--gpu-architecture=sm_90");
    var name = new String[1];
    assertEquals(0, compiled.status(), compiled.log());
    ok(nvrtcGetLoweredName(compiled.program(), "twice<double>", name));
    var module = new CUmodule();
    ok(cuModuleLoadData(module, cubin(compiled)));
    var twice = new CUfunction();
    ok(cuModuleGetFunction(twice, module, name[0]));
    var x = upload(1, 2, 3);
    ok(launch(twice, 1, 3, 0, Pointer.to(x)));
    assertArrayEquals(new double[] {2, 4, 6}, download(x, 3));
    ok(nvrtcDestroyProgram(compiled.program()));
    ok(cuModuleUnload(module));
    assertTrue(emulator.leaks().stream().allMatch(l -> l.startsWith("device memory")));
  }

  @Test
  void codeForOtherDevicesIsRefused() {
    emulator.set("CAPABILITY", "8.0");
    var module = new CUmodule();
    assertEquals(
        209, cuModuleLoadData(module, ptx(compile(SCALE, "--gpu-architecture=compute_90"))));
    ok(cuModuleLoadData(module, ptx(compile(SCALE, "--gpu-architecture=compute_70"))));
    assertEquals(209, cuModuleLoadData(module, cubin(compile(SCALE, "--gpu-architecture=sm_75"))));
    ok(cuModuleLoadData(module, cubin(compile(SCALE, "--gpu-architecture=sm_80"))));
    // A driver older than the compiler takes its machine code, not its PTX.
    emulator.set("DRIVER", 12_020);
    assertEquals(
        222, cuModuleLoadData(module, ptx(compile(SCALE, "--gpu-architecture=compute_80"))));
    ok(cuModuleLoadData(module, cubin(compile(SCALE, "--gpu-architecture=sm_80"))));
    assertEquals(200, cuModuleLoadData(module, "not a module"));
  }

  @Test
  void impossibleLaunchesAreRefused() {
    var scale = function("scale", SCALE);
    var x = Pointer.to(upload(1));
    assertEquals(1, launch(scale, 0, 4, 0, x, value(1.0), value(0L)));
    assertEquals(1, launch(scale, 1, 1025, 0, x, value(1.0), value(0L)));
    assertEquals(1, launch(scale, 1, 1, 1 << 20, x, value(1.0), value(0L)));
    assertEquals(400, launch(new CUfunction(), 1, 1, 0));
  }

  @Test
  void assertionsAndTrapsEndTheContext() {
    String source = "extern \"C\" __global__ void k(int n) { assert(threadIdx.x < n); }";
    ok(launch(function("k", source), 1, 3, 0, value(2)));
    assertEquals(710, cuCtxSynchronize());
    complainedOf("assert(threadIdx.x < n)");
  }
}
