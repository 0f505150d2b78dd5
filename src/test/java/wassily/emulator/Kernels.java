package wassily.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static wassily.emulator.CudaSession.ok;

import java.util.Arrays;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;

/** Kernels compiled by the emulated NVRTC through JCuda. */
final class Kernels {
  private Kernels() {}

  /** What a compilation left: its status, its log and, if it went well, a program. */
  record Compiled(int status, String log, nvrtcProgram program) {}

  static Compiled compile(String source, String... options) {
    return compile(source, new String[0], options);
  }

  static Compiled compile(String source, String[] expressions, String... options) {
    var program = new nvrtcProgram();
    ok(JNvrtc.nvrtcCreateProgram(program, source, "test.cu", 0, null, null));
    for (String expression : expressions) {
      ok(JNvrtc.nvrtcAddNameExpression(program, expression));
    }
    int status = JNvrtc.nvrtcCompileProgram(program, options.length, options);
    var log = new String[1];
    ok(JNvrtc.nvrtcGetProgramLog(program, log));
    return new Compiled(status, log[0], program);
  }

  static String ptx(Compiled compiled) {
    assertEquals(0, compiled.status, compiled.log);
    var ptx = new String[1];
    ok(JNvrtc.nvrtcGetPTX(compiled.program, ptx));
    return ptx[0];
  }

  static byte[] cubin(Compiled compiled) {
    assertEquals(0, compiled.status, compiled.log);
    var size = new long[1];
    ok(JNvrtc.nvrtcGetCUBINSize(compiled.program, size));
    var bytes = new byte[(int) size[0]];
    ok(JNvrtc.nvrtcGetCUBIN(compiled.program, bytes));
    return bytes;
  }

  static CUfunction function(String name, String source, String... options) {
    var module = new CUmodule();
    ok(JCudaDriver.cuModuleLoadData(module, ptx(compile(source, options))));
    var function = new CUfunction();
    ok(JCudaDriver.cuModuleGetFunction(function, module, name));
    return function;
  }

  static int launch(
      CUfunction function, int blocks, int threads, int shared, NativePointerObject... arguments) {
    return JCudaDriver.cuLaunchKernel(
        function, blocks, 1, 1, threads, 1, 1, shared, null, Pointer.to(arguments), null);
  }

  static Pointer value(int value) {
    return Pointer.to(new int[] {value});
  }

  static Pointer value(long value) {
    return Pointer.to(new long[] {value});
  }

  static Pointer value(double value) {
    return Pointer.to(new double[] {value});
  }

  static String lines(String... lines) {
    return String.join("\n", Arrays.asList(lines)) + "\n";
  }
}
