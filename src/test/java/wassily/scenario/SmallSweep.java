package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.cuda.CudaTestBackends;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;

/** Sweeps that are small enough for the plain formula: what they are written with, and run by. */
final class SmallSweep {
  static final Where HERE = new Where("test", 1);

  private SmallSweep() {}

  /** 6 regions × 5 sectors, 3 categories: n = 30, m = 18; one region-sector is idle. */
  static MrioTable table() {
    MrioTable table = Scenarios.generated(new GeneratorOptions(6, 5, 3, 4, true, 2, 0.1, 2020));
    assertTrue(Arrays.stream(table.x()).anyMatch(x -> x == 0), "a region-sector that is idle");
    return table;
  }

  static Amount variable(String name) {
    return new Amount.Variable(name);
  }

  static ResolvedLever lever(String name, ResolvedAction action) {
    return new ResolvedLever(name, Amount.ONE, action, HERE);
  }

  static ResolvedLever when(String variable, String name, ResolvedAction action) {
    return new ResolvedLever(name, variable(variable), action, HERE);
  }

  static int[] rows(int... rows) {
    return rows;
  }

  static int[] all(MrioTable table) {
    return IntStream.range(0, table.axes().n()).toArray();
  }

  static Response response(Response.Quantity quantity, boolean change, String... by) {
    return new Response(quantity, List.of(by), change, HERE);
  }

  /** A sweep of a table of six regions: by "region", or by "half" of the world. */
  static SweepModel model(
      MrioTable table, List<ResolvedLever> levers, Design design, List<Response> responses)
      throws IOException {
    var account = table.satellites().getFirst();
    var paths = new ArrayList<ResponsePath>();
    for (Response r : responses) {
      paths.add(ResponsePath.of(r, table, account, (by, _) -> grouping(table, by)));
    }
    return SweepModel.of(table, account, levers, design, paths);
  }

  private static RegionGrouping grouping(MrioTable table, String by) {
    int regions = table.axes().regions().size();
    return switch (by) {
      case "region" ->
          new RegionGrouping(
              by, table.axes().regions().texts(), IntStream.range(0, regions).toArray());
      case "world" -> new RegionGrouping(by, List.of("world"), new int[regions]);
      default -> new RegionGrouping(by, List.of("east", "west"), rows(0, 1, 1, 0, 1, 0));
    };
  }

  /** Two threads of OpenBLAS for "cpu", else the emulated card. */
  static Backend open(String name) {
    return name.equals("cpu") ? Scenarios.cpu() : CudaTestBackends.emulated("AUTO");
  }

  /** One shard that keeps everything. */
  static Plan plan(SweepModel model, int batchSize, DrawPath path) {
    var shapes = new ArrayList<>(model.paths().stream().map(ResponsePath::shape).toList());
    if (path != DrawPath.NONE) {
      shapes.add(DrawnFigures.shape());
    }
    return new Plan(
        "test",
        "",
        "",
        model.design(),
        model.distinctOf(),
        model.distinct(),
        batchSize,
        1,
        model.account().stressors(),
        shapes,
        new SweepSpec.Keep(true, List.of()),
        List.of(),
        new Plan.Device("", "", "", 2, ""),
        List.of(),
        0,
        path);
  }

  static SweepRunner runner(SweepModel model, Backend backend, int batchSize) throws IOException {
    return runner(model, backend, batchSize, DrawPath.NONE);
  }

  static SweepRunner runner(SweepModel model, Backend backend, int batchSize, DrawPath path)
      throws IOException {
    return new SweepRunner(
        model,
        plan(model, batchSize, path),
        LeontiefSystem.factorize(model.table(), backend, Progress.NONE),
        backend,
        Progress.NONE);
  }
}
