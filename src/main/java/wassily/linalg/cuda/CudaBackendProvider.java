package wassily.linalg.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendOptions;
import wassily.linalg.BackendProvider;

/** Opens the CUDA backend on a card of this machine. */
public final class CudaBackendProvider implements BackendProvider {
  /** For ServiceLoader. */
  public CudaBackendProvider() {}

  @Override
  public String name() {
    return "cuda";
  }

  /**
   * Loads driver and libraries, since nothing less tells whether they fit together, but takes no
   * memory of the card.
   */
  @Override
  public Availability probe(BackendOptions options) {
    var setup = CudaSetup.ofThisProcess();
    boolean ready = setup.find(options).isPresent();
    return ready
        ? new Availability.Ready(
            setup.findings().stream().map(Finding::text).collect(Collectors.joining("; ")))
        : new Availability.Missing(setup.findings().getLast().text());
  }

  /** The last step opens the card: one that is there may be held by another process, or full. */
  @Override
  public List<Finding> inspect(BackendOptions options) {
    var setup = CudaSetup.ofThisProcess();
    Optional<CudaDriver> cuda = setup.find(options);
    var findings = new ArrayList<>(setup.findings());
    cuda.ifPresent(driver -> findings.add(opened(driver, options)));
    return findings;
  }

  private static Finding opened(CudaDriver driver, BackendOptions options) {
    try (Backend backend = open(driver, options)) {
      return new Finding(
          "opening",
          true,
          "%s, %,d MB free".formatted(backend.info().library(), backend.memory().bytes() >> 20));
    } catch (BackendException e) {
      return new Finding("opening", false, e.getMessage());
    }
  }

  private static Backend open(CudaDriver driver, BackendOptions options) {
    return new CudaBackend(
        driver,
        options.device(),
        options.threads(),
        CudaBackend.Settings.ofThisProcess(options.pivoting()));
  }

  @Override
  public Backend open(BackendOptions options) {
    var setup = CudaSetup.ofThisProcess();
    Optional<CudaDriver> cuda = setup.find(options);
    return open(
        cuda.orElseThrow(() -> new BackendException.Absent(setup.findings().getLast().text())),
        options);
  }
}
