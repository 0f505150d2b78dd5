package wassily.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;

/** Options that say where the numbers are crunched. */
final class BackendArgs {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "auto|cpu|cuda",
      defaultValue = "auto",
      description =
          "Where to compute: auto takes a GPU when there is one and says why not otherwise; cuda and"
              + " cpu are never replaced. Default: ${DEFAULT-VALUE}")
  String backend;

  @Mixin ThreadArgs threads = new ThreadArgs();

  @Option(
      names = "--blas",
      paramLabel = "LIBRARY",
      description = "A BLAS/LAPACK library (MKL, BLIS, NVPL …) instead of the bundled OpenBLAS")
  Path blas;

  @Option(
      names = "--cuda-path",
      paramLabel = "FOLDER",
      description =
          "A CUDA 12 or 13 toolkit, or a folder with its libraries, instead of the one that is found")
  Path cudaPath;

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Which card, counted from 0 among those that CUDA shows. Default: ${DEFAULT-VALUE}")
  int device;

  int threads() {
    return threads.count();
  }

  /** Whether the user named a backend. */
  boolean given() {
    return !backend.equals("auto");
  }

  BackendOptions options() {
    return options(threads());
  }

  /** The options with the threads of a plan, where the user did not say otherwise. */
  BackendOptions optionsOfPlan(int planned) {
    return options(threads.given() ? threads() : planned);
  }

  private BackendOptions options(int count) {
    if (device < 0) {
      throw new ParameterException(
          spec.commandLine(), "--device " + device + ": cards are counted from 0");
    }
    return new BackendOptions(
        count, Optional.ofNullable(blas), Optional.ofNullable(cudaPath), device);
  }

  /** Refuses a name that no backend has, as a wrong command line. */
  void requireName() {
    if (!Backends.NAMES.contains(backend)) {
      throw new ParameterException(
          spec.commandLine(),
          "--backend %s: choose one of %s".formatted(backend, String.join(", ", Backends.NAMES)));
    }
  }

  /** Opens it and says why it is not a better one. */
  Backend open(Talk talk) {
    Backends.Chosen chosen = choose();
    say(chosen, talk);
    return chosen.backend();
  }

  static void say(Backends.Chosen chosen, Talk talk) {
    chosen.fallback().ifPresent(why -> talk.say("using the CPU: " + why));
  }

  Backends.Chosen choose() {
    requireName();
    return Backends.open(backend, options());
  }
}
