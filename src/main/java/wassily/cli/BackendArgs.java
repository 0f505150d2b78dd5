package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.Pivoting;

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

  @Option(
      names = "--pivot",
      paramLabel = "auto|always|never",
      defaultValue = "auto",
      description =
          "Whether the LU interchanges rows: auto does so where Z has negative cells, where doing"
              + " without goes wrong, and on the CPU above n = 8,192, where it is faster; it says"
              + " why. Default: ${DEFAULT-VALUE}")
  Pivoting pivot;

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
        count, Optional.ofNullable(blas), Optional.ofNullable(cudaPath), device, pivot);
  }

  /** Refuses a name that no backend has, as a wrong command line. */
  void requireName() {
    if (!Backends.NAMES.contains(backend)) {
      throw new ParameterException(
          spec.commandLine(),
          "--backend %s: choose one of %s".formatted(backend, String.join(", ", Backends.NAMES)));
    }
  }

  /** Work that may be begun again on another backend: prints and writes nothing before its end. */
  @FunctionalInterface
  interface OnBackend<T> {
    T on(Backend backend) throws IOException;
  }

  /** Opens a backend and works on it: {@link #run(Backends.Chosen, Talk, OnBackend)}. */
  <T> T run(Talk talk, OnBackend<T> work) throws IOException {
    return run(choose(), talk, work);
  }

  /**
   * Works on a backend and closes it. Where auto took a card that turns out to be too small, too
   * busy or lost in the middle, says so and works on the CPU from the beginning.
   */
  <T> T run(Backends.Chosen chosen, Talk talk, OnBackend<T> work) throws IOException {
    say(chosen, talk);
    Backend first = chosen.backend();
    boolean last = !backend.equals("auto") || first.info().name().equals("cpu");
    try {
      T value = work.on(first);
      closeAfterWork(first, talk);
      return value;
    } catch (IOException | RuntimeException | Error e) {
      closeAfter(e, first);
      boolean another =
          e instanceof BackendException.OutOfMemory
              || e instanceof BackendException.Poisoned
              || e instanceof BackendException.Absent;
      if (last || !another) {
        throw e;
      }
      talk.say("using the CPU: " + e.getMessage());
    }
    try (Backend cpu = Backends.open("cpu", options()).backend()) {
      return work.on(cpu);
    }
  }

  /** Closes what has done its work; that a device cannot give memory back spoils no result. */
  static void closeAfterWork(AutoCloseable used, Talk talk) {
    try {
      used.close();
    } catch (BackendException e) {
      talk.say("warning: the work is done, but " + e.getMessage());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes what has failed; the failure is what counts. */
  static void closeAfter(Throwable failure, AutoCloseable used) {
    try {
      used.close();
    } catch (Exception second) {
      if (second != failure) {
        failure.addSuppressed(second);
      }
    }
  }

  static void say(Backends.Chosen chosen, Talk talk) {
    chosen.fallback().ifPresent(why -> talk.say("using the CPU: " + why));
  }

  /** Opens it for work that is about this backend, and begins on no other. */
  Backend open(Talk talk) {
    Backends.Chosen chosen = choose();
    say(chosen, talk);
    return chosen.backend();
  }

  Backends.Chosen choose() {
    requireName();
    return Backends.open(backend, options());
  }
}
