package wassily.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcusolver.JCusolver;
import jcuda.jcusolver.JCusolverDn;
import jcuda.nvrtc.JNvrtc;

/** Device 0 with a current context, through JCuda's real classes and JNI libraries. */
final class CudaSession {
  private CudaSession() {}

  /** JCuda unpacks its libraries into a folder of this build, not into the shared temporary one. */
  static void loadJCuda(Path folder) {
    String before = System.getProperty("java.io.tmpdir");
    try {
      Files.createDirectories(folder);
      System.setProperty("java.io.tmpdir", folder.toString());
      for (Class<?> type :
          new Class<?>[] {JCudaDriver.class, JCublas2.class, JCusolverDn.class, JNvrtc.class}) {
        Class.forName(type.getName());
      }
      // These two load their libraries at the first call only.
      JCublas2.initialize();
      JCusolver.initialize();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  /** The emulator as new, JCuda loaded, nothing called yet. */
  static EmulatorControl fresh() {
    var control = Emulator.loaded();
    loadJCuda(Emulator.of(12).folder().resolveSibling("jcuda-12"));
    return control;
  }

  /** The emulator as new, its context current on this thread. */
  static EmulatorControl open() {
    var control = fresh();
    start();
    return control;
  }

  static CUcontext start() {
    ok(JCudaDriver.cuInit(0));
    var device = new CUdevice();
    ok(JCudaDriver.cuDeviceGet(device, 0));
    var context = new CUcontext();
    ok(JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    ok(JCudaDriver.cuCtxSetCurrent(context));
    return context;
  }

  static void ok(int status) {
    assertEquals(0, status);
  }

  static CUdeviceptr allocate(long bytes) {
    var pointer = new CUdeviceptr();
    ok(JCudaDriver.cuMemAlloc(pointer, bytes));
    return pointer;
  }

  static CUdeviceptr upload(double... values) {
    var pointer = allocate((long) values.length * Sizeof.DOUBLE);
    ok(JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Sizeof.DOUBLE));
    return pointer;
  }

  static double[] download(CUdeviceptr from, int count) {
    var values = new double[count];
    ok(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), from, (long) count * Sizeof.DOUBLE));
    return values;
  }

  static int[] downloadInts(CUdeviceptr from, int count) {
    var values = new int[count];
    ok(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), from, (long) count * Sizeof.INT));
    return values;
  }
}
