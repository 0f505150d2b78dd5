package wassily.linalg.cuda;

import wassily.linalg.Backend;

/** Opens CUDA backends for the contract tests, which stand in the package of the interfaces. */
public final class CudaTestBackends {
  static final KernelImages IMAGES = new KernelImages();

  private CudaTestBackends() {}

  /**
   * On a card that is thought of, with room for the contract's matrices.
   *
   * @param pivoting AUTO, ALWAYS or NEVER
   * @return an open backend
   */
  public static Backend host(String pivoting) {
    return new CudaBackend(
        new HostCuda(1L << 30),
        0,
        2,
        new CudaBackend.Settings(Pivoting.valueOf(pivoting), true, new KernelImages()));
  }
}
