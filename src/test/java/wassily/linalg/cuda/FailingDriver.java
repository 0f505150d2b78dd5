package wassily.linalg.cuda;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A driver that counts its calls and fails one of them. */
final class FailingDriver {
  /** They give back even when they say they failed, as CUDA does. */
  private static final Set<String> GIVING_BACK =
      Set.of(
          "cuMemFree",
          "cuMemFreeHost",
          "cuStreamDestroy",
          "cuEventDestroy",
          "cuModuleUnload",
          "nvrtcDestroyProgram",
          "cublasDestroy",
          "cusolverDnDestroy",
          "cuDevicePrimaryCtxRelease");

  private final CudaDriver driver;
  private final List<String> calls = new ArrayList<>();
  private int failAt = -1;
  private int code;
  private String failed = "";

  FailingDriver(CudaDriver real) {
    driver =
        (CudaDriver)
            Proxy.newProxyInstance(
                CudaDriver.class.getClassLoader(),
                new Class<?>[] {CudaDriver.class},
                (_, method, arguments) -> {
                  String name = method.getName();
                  boolean fails;
                  synchronized (calls) {
                    fails = calls.size() == failAt;
                    calls.add(name);
                    if (fails) {
                      failed = name;
                    }
                  }
                  if (fails && !GIVING_BACK.contains(name)) {
                    return code;
                  }
                  try {
                    Object status = method.invoke(real, arguments);
                    return fails ? code : status;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  CudaDriver driver() {
    return driver;
  }

  /** The next calls are counted from 0; call k returns a code instead of being made. */
  void failCall(int k, int with) {
    synchronized (calls) {
      calls.clear();
      failAt = k;
      code = with;
      failed = "";
    }
  }

  /** The calls since the last {@link #failCall}. */
  List<String> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /** The call that failed, empty when none did. */
  String failed() {
    return failed;
  }
}
