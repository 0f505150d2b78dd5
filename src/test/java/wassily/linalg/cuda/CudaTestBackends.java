package wassily.linalg.cuda;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import wassily.emulator.Emulator;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Pivoting;

/** Opens CUDA backends for the contract tests, which stand in the package of the interfaces. */
public final class CudaTestBackends {
  /** Which CUDA this JVM emulates, 12 or 13. */
  private static final String VERSION = "wassily.cuda";

  /** "required" turns a missing card from a skip into a failure. */
  private static final String GPU = "wassily.gpu";

  /** Shared, because the emulator compiles each kernel with g++. */
  private static final KernelImages IMAGES = new KernelImages();

  private CudaTestBackends() {}

  private static CudaBackend.Settings settings(String pivoting, KernelImages images) {
    return new CudaBackend.Settings(Pivoting.valueOf(pivoting), true, images);
  }

  /**
   * On a card that is thought of, with room for the contract's matrices.
   *
   * @param pivoting AUTO, ALWAYS or NEVER
   * @return an open backend
   */
  public static Backend host(String pivoting) {
    return new CudaBackend(new HostCuda(1L << 30), 0, 2, settings(pivoting, new KernelImages()));
  }

  /** On any driver, with one thread: its calls come in one order, to be counted and failed. */
  static CudaBackend over(CudaDriver driver) {
    return new CudaBackend(driver, 0, 1, settings(Pivoting.AUTO.name(), new KernelImages()));
  }

  /**
   * On a card of so many bytes that is thought of, some of which are free when asked for and then
   * taken by libraries.
   *
   * @param bytes all there are
   * @param taken by libraries
   * @return an open backend that interchanges rows
   */
  public static Backend hostWithout(long bytes, long taken) {
    var card = new HostCuda(bytes);
    card.reserve(taken);
    return new CudaBackend(card, 0, 2, settings(Pivoting.ALWAYS.name(), new KernelImages()));
  }

  /**
   * JCuda on the emulated driver, found as an installation is found. Built when first asked for.
   */
  static CudaDriver emulatedDriver() {
    Path folder = Emulator.of(Integer.getInteger(VERSION, 12)).folder();
    var setup = emulatedSetup(folder);
    return setup
        .find(new BackendOptions(2, Optional.empty(), Optional.of(folder), 0))
        .orElseGet(() -> Assertions.fail(setup.findings().toString()));
  }

  static CudaSetup emulatedSetup(Path folder) {
    Map<String, String> environment = System.getenv();
    return new CudaSetup(
        environment,
        new CudaLibraries(environment, Path.of("/"), java.util.List::of),
        new JCudaNatives(environment, Optional.empty()),
        () -> {
          System.load(folder.resolve("libcuda.so.1").toString());
          return Optional.of("emulated");
        },
        JCudaDriver12::new);
  }

  /**
   * JCuda's real libraries on the emulated driver.
   *
   * @param pivoting AUTO, ALWAYS or NEVER
   * @return an open backend
   */
  public static Backend emulated(String pivoting) {
    return new CudaBackend(emulatedDriver(), 0, 2, settings(pivoting, IMAGES));
  }

  /** A real card; skips the test where there is none, unless that is forbidden. */
  static CudaDriver cardDriver() {
    var setup = CudaSetup.ofThisProcess();
    Optional<CudaDriver> cuda = setup.find(BackendOptions.defaults());
    if (!"required".equals(System.getProperty(GPU))) {
      Assumptions.assumeTrue(cuda.isPresent(), () -> setup.findings().getLast().text());
    }
    return cuda.orElseGet(() -> Assertions.fail(setup.findings().getLast().text()));
  }

  /**
   * A real card.
   *
   * @param pivoting AUTO, ALWAYS or NEVER
   * @return an open backend
   */
  public static Backend card(String pivoting) {
    return new CudaBackend(
        cardDriver(), 0, Runtime.getRuntime().availableProcessors(), settings(pivoting, IMAGES));
  }
}
