package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import wassily.io.FileHash;
import wassily.io.hdf5.TableFile;
import wassily.io.run.RunDirectory;
import wassily.io.run.SweepSources;
import wassily.linalg.Backend;
import wassily.linalg.BackendInfo;
import wassily.linalg.Backends;
import wassily.scenario.Plan;
import wassily.scenario.ScenarioRunner;
import wassily.scenario.SweepPlanner;
import wassily.scenario.SweepSpec;
import wassily.table.MrioTable;

/** A sweep with its table and a backend, closed in reverse. */
final class SweepSession implements AutoCloseable {
  private final SweepParts parts;
  private final SweepSpec spec;
  private final SweepSources sources;
  private final MrioTable table;
  private final Backend backend;
  private final SweepPlanner.Inputs inputs;

  private SweepSession(
      SweepParts parts,
      SweepSpec spec,
      SweepSources sources,
      MrioTable table,
      Backend backend,
      SweepPlanner.Inputs inputs) {
    this.parts = parts;
    this.spec = spec;
    this.sources = sources;
    this.table = table;
    this.backend = backend;
    this.inputs = inputs;
  }

  /** Opens a sweep that is to be planned. */
  static SweepSession open(SweepParts parts, Path sweep, BackendArgs args, Talk talk)
      throws IOException {
    Path base = sweep.toAbsolutePath().getParent();
    args.requireName();
    return open(
        parts,
        sweep,
        base,
        () -> parts.backend(args.backend, args.options()),
        args,
        null,
        null,
        talk);
  }

  /** Opens the sweep of a run again: the copy of its file, and the kind of device it asks for. */
  static SweepSession open(SweepParts parts, RunDirectory run, BackendArgs args, Talk talk)
      throws IOException {
    return open(parts, run, run.stored().table(), args, talk);
  }

  /** Opens the sweep of a run again with a copy of its table. */
  static SweepSession open(
      SweepParts parts, RunDirectory run, Path table, BackendArgs args, Talk talk)
      throws IOException {
    Plan.Device planned = run.stored().plan().device();
    return open(
        parts,
        run.sweepCopy(),
        run.stored().sweep().getParent(),
        () ->
            parts.backend(
                args.given() ? args.backend : planned.backend(),
                args.optionsOfPlan(planned.threads())),
        args,
        table,
        run.stored().plan().tableSha256(),
        talk);
  }

  @FunctionalInterface
  private interface Opening {
    Backends.Chosen open();
  }

  private static SweepSession open(
      SweepParts parts,
      Path sweep,
      Path base,
      Opening opening,
      BackendArgs args,
      Path copy,
      String tableHash,
      Talk talk)
      throws IOException {
    SweepSpec spec = parts.read(sweep, base);
    var sources = SweepSources.of(sweep, spec);
    String hash =
        tableHash != null
            ? tableHash
            : talk.timed("hashing the table", () -> FileHash.sha256(spec.table()));
    MrioTable table = TableFile.open(copy == null ? spec.table() : copy, args.threads());
    try {
      Backends.Chosen chosen = opening.open();
      BackendArgs.say(chosen, talk);
      var inputs =
          new SweepPlanner.Inputs(
              spec, sources.sha256(), table, hash, chosen.backend(), parts.csv(), talk);
      return new SweepSession(parts, spec, sources, table, chosen.backend(), inputs);
    } catch (RuntimeException | Error e) {
      table.close();
      throw e;
    }
  }

  Path table() {
    return spec.table();
  }

  SweepSources sources() {
    return sources;
  }

  Plan plan(int shards, boolean allowLarge) throws IOException {
    return parts.planner().plan(inputs, shards, allowLarge);
  }

  /** What computes a plan here; too little memory for a batch is seen before the table is read. */
  RunDirectory.Computer computer(Plan plan) {
    BackendInfo info = backend.info();
    // How the table is factorized is the plan's matter and the same everywhere.
    var device =
        new Plan.Device(
            info.name(),
            info.device(),
            info.library(),
            info.threads(),
            plan.device().factorization());
    return new RunDirectory.Computer() {
      @Override
      public Plan.Device device() {
        return device;
      }

      @Override
      public ScenarioRunner open() throws IOException {
        backend.requireMemory(plan.bytes(), "a batch of %,d scenarios".formatted(plan.batchSize()));
        return parts.planner().open(inputs, plan);
      }
    };
  }

  @Override
  public void close() {
    try {
      backend.close();
    } finally {
      table.close();
    }
  }
}
