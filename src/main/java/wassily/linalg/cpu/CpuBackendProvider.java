package wassily.linalg.cpu;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendOptions;
import wassily.linalg.BackendProvider;
import wassily.linalg.HostMatrix;

/** Opens the CPU backend, on the bundled OpenBLAS or on the library of {@code --blas}. */
public final class CpuBackendProvider implements BackendProvider {
  /** For ServiceLoader. */
  public CpuBackendProvider() {}

  @Override
  public String name() {
    return "cpu";
  }

  /**
   * Looks without unpacking the bundled library; a library given by {@code --blas} is loaded, since
   * nothing less tells whether it can be used.
   */
  @Override
  public Availability probe(BackendOptions options) {
    if (options.blas().isPresent()) {
      try {
        return ready(BlasLibrary.load(options.blas().get()).name(), options);
      } catch (BackendException.Absent e) {
        return new Availability.Missing(e.getMessage());
      }
    }
    var carrier = OpenBlasCarrier.ofThisProcess();
    return carrier
        .missing()
        .<Availability>map(Availability.Missing::new)
        .orElseGet(() -> ready("OpenBLAS " + carrier.version(), options));
  }

  private static Availability ready(String library, BackendOptions options) {
    return new Availability.Ready(
        "%s, %s, %d threads".formatted(Processor.name(), library, options.threads()));
  }

  @Override
  public Backend open(BackendOptions options) {
    BlasLibrary library =
        options
            .blas()
            .map((Path file) -> BlasLibrary.load(file))
            .orElseGet(() -> OpenBlasCarrier.ofThisProcess().load());
    readyForLargeMatrices();
    return new CpuBackend(library, options.threads(), PivotChoice.measured(options.pivoting()));
  }

  /**
   * The first mapped matrix of a process costs 0.07 s in which Java generates the calls to the
   * operating system: here beside the opening of the table, not while it is read.
   */
  private static void readyForLargeMatrices() {
    try (var arena = Arena.ofConfined()) {
      HostMatrix.allocate(arena, 512, 512);
    }
  }
}
