package wassily.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import wassily.bench.WorkloadReport.Estimate;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.linalg.Backend;
import wassily.linalg.timing.KernelTimes.Proof;
import wassily.linalg.timing.Spread;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.TableGenerator;

/** A published piece of work of known size, on a generated table of its shape. */
public abstract sealed class Workload permits EnsembleWorkload, RamaSceneWorkload, CityWorkload {
  /** Steps in the order in which they first ended. */
  private final Map<String, Step> steps = new LinkedHashMap<>();

  final List<Estimate> estimates = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final List<Proof> proofs = new ArrayList<>();

  Workload() {}

  private record Step(List<Double> seconds, double work, Optional<Ceiling.Kind> unit) {}

  /**
   * How it is run.
   *
   * @param regions fewer regions than in the publication, to try it out
   * @param sample how many draws or repetitions are timed, ≥ 1
   * @param total for how many the time is estimated
   * @param threads of reading and computing
   * @param seed of the table and the draws
   * @param folder where the table is written and removed again
   */
  public record Setting(
      OptionalInt regions, int sample, int total, int threads, long seed, Path folder) {
    /** Refuses samples of nothing. */
    public Setting {
      if (sample < 1 || total < sample || threads < 1) {
        throw new IllegalArgumentException(
            "%d of %d draws on %d threads".formatted(sample, total, threads));
      }
    }
  }

  /**
   * Whose work it is.
   *
   * @return a line
   */
  public abstract String title();

  /**
   * The table of the publication.
   *
   * @return its regions and sectors
   */
  public abstract TableShape published();

  /**
   * How many draws or repetitions are timed where nobody says.
   *
   * @return at least 1
   */
  public abstract int usualSample();

  /**
   * How many the publication has.
   *
   * @return at least {@link #usualSample()}
   */
  public abstract int publishedCount();

  abstract void run(MrioTable table, Backend backend, Setting setting, Progress progress)
      throws IOException;

  /**
   * Runs it once: a workload is used up by that.
   *
   * @param backend where to compute; stays the caller's
   * @param setting how
   * @param machine the surroundings, for the report
   * @param progress told how far it is
   * @return the times
   * @throws IOException when the table cannot be written or read
   * @throws wassily.linalg.BackendException.OutOfMemory when it does not fit
   */
  public final WorkloadReport run(
      Backend backend, Setting setting, Map<String, String> machine, Progress progress)
      throws IOException {
    var shape =
        new TableShape(setting.regions().orElse(published().regions()), published().sectors());
    String what = "%s, n = %,d".formatted(title(), shape.n());
    backend.requireOrder(shape.n(), what);
    backend.requireMemory(2L * 8 * shape.n() * shape.n(), what);
    Path file = setting.folder().resolve("workload-%d.h5".formatted(shape.n()));
    Optional<Taken> taken;
    try {
      try (var task = progress.begin("generating the table", 0);
          var table =
              new TableGenerator(setting.threads(), Progress.NONE)
                  .generate(
                      new GeneratorOptions(shape.regions(), shape.sectors(), setting.seed()))) {
        TableFile.write(table, file, new WriteOptions(true, 0, setting.threads()), Progress.NONE);
        task.advance(1);
      }
      try (MrioTable table = TableFile.open(file, setting.threads())) {
        Optional<ProcessorUse> used = ProcessorUse.now();
        run(table, backend, setting, progress);
        taken = ProcessorUse.since(used);
      }
    } finally {
      Files.deleteIfExists(file);
    }
    if (!shape.equals(published())) {
      notes.add(
          "n = %,d instead of %,d: a trial, from which nothing follows for the published size"
              .formatted(shape.n(), published().n()));
    }
    return new WorkloadReport(
        title(),
        shape,
        published(),
        machine,
        backend.info(),
        phases(),
        estimates,
        notes,
        proofs,
        taken);
  }

  private List<PhaseTimes> phases() {
    var list = new ArrayList<PhaseTimes>();
    steps.forEach(
        (name, s) -> list.add(new PhaseTimes(name, new Spread(s.seconds), s.work, s.unit)));
    return list;
  }

  /** Times a step whose rate is told: operations or bytes. */
  final <T, E extends Exception> T timed(
      String name, double work, Ceiling.Kind unit, PhaseClock.Work<T, E> step) throws E {
    long start = System.nanoTime();
    T made = step.run();
    keep(name, (System.nanoTime() - start) * 1e-9, work, Optional.ofNullable(unit));
    return made;
  }

  final void keep(String name, double seconds, double work, Optional<Ceiling.Kind> unit) {
    steps.computeIfAbsent(name, _ -> new Step(new ArrayList<>(), work, unit)).seconds.add(seconds);
  }

  final double median(String name) {
    return new Spread(steps.get(name).seconds).median();
  }
}
