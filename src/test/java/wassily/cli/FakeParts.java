package wassily.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import wassily.io.run.FakeSweep;
import wassily.io.run.SweepSources;
import wassily.scenario.CsvTable;
import wassily.scenario.DesignSpec;
import wassily.scenario.Plan;
import wassily.scenario.ScenarioRunner;
import wassily.scenario.SweepPlanner;
import wassily.scenario.SweepSpec;
import wassily.scenario.Where;

/** Sweep files of one line, {@code ROWS BATCH all|summary}, computed by {@link FakeSweep}. */
final class FakeParts implements SweepParts {
  private final IntConsumer beforeBatch;

  FakeParts(IntConsumer beforeBatch) {
    this.beforeBatch = beforeBatch;
  }

  /** Writes a sweep file beside a table called table.h5. */
  static Path sweep(Path folder, int rows, int batch, String keep) throws IOException {
    return Files.writeString(folder.resolve("sweep.yaml"), "%d %d %s".formatted(rows, batch, keep));
  }

  @Override
  public SweepSpec read(Path file, Path base) throws IOException {
    String text = Files.readString(file);
    var where = new Where(file.toString(), 1);
    return new SweepSpec(
        text,
        base.resolve("table.h5"),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        new DesignSpec.Grid(new LinkedHashMap<>(), where),
        List.of(),
        new SweepSpec.Keep(text.endsWith("all"), List.of(0.5)),
        2,
        where);
  }

  @Override
  public CsvTable.Reader csv() {
    return (file, where) -> {
      throw new IOException("no CSV is read here");
    };
  }

  @Override
  public SweepPlanner planner() {
    return new SweepPlanner() {
      @Override
      public Plan plan(Inputs in, int shards, boolean allowLarge) throws IOException {
        String[] words = in.spec().title().split(" ");
        return FakeSweep.plan(
            in.spec().table(),
            new SweepSources(java.util.Map.of(Path.of(in.spec().where().file()), hash(in))),
            FakeSweep.design(Integer.parseInt(words[0])),
            Integer.parseInt(words[1]),
            shards,
            in.spec().keep());
      }

      @Override
      public ScenarioRunner open(Inputs in, Plan plan) {
        return new FakeSweep(plan, beforeBatch);
      }
    };
  }

  /** The hash of the one source, so that {@code SweepSources.sha256} of it is the spec's. */
  private static String hash(SweepPlanner.Inputs in) {
    try {
      return wassily.io.FileHash.sha256(Path.of(in.spec().where().file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
