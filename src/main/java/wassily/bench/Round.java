package wassily.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.account.FootprintArrays;
import wassily.account.LeontiefSystem;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;
import wassily.linalg.timing.KernelTimes.Proof;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.scenario.DeviceSweepPlanner;
import wassily.scenario.Plan;
import wassily.scenario.ScenarioRunner;
import wassily.table.MrioTable;

/**
 * One analysis from file to file, timed phase by phase: the same calls that the commands make.
 *
 * <p>On a card Z is read twice: once into the host's memory and from there to the card, so that
 * both can be told apart, and once as the commands do, both at the same time.
 */
final class Round {
  /** A phase of one round. */
  record Measured(double seconds, double work, Optional<Ceiling.Kind> ceiling) {}

  private final Backend backend;
  private final Path file;
  private final BenchOptions options;
  private final PhaseClock clock = new PhaseClock();
  private final Map<String, Measured> phases = new LinkedHashMap<>();
  private final List<Proof> proofs = new ArrayList<>();
  private int columns;
  private String method = "";

  Round(Backend backend, Path file, BenchOptions options) {
    this.backend = backend;
    this.file = file;
    this.options = options;
  }

  Map<String, Measured> phases() {
    return phases;
  }

  List<Proof> proofs() {
    return proofs;
  }

  int columns() {
    return columns;
  }

  String method() {
    return method;
  }

  /**
   * Runs it.
   *
   * @param proved whether the results are checked, outside the clock
   */
  void run(boolean proved) throws IOException {
    try (MrioTable table = clock.timed("open", () -> TableFile.open(file, options.threads()))) {
      keep("open", clock.of("open").seconds(), 0, null);
      columns = table.axes().m();
      double n = table.axes().n();
      boolean card = !backend.memory().host();
      if (card) {
        apart(table);
      }
      try (var system = LeontiefSystem.factorize(table, backend, clock)) {
        keep(
            card ? "read to the card" : "read",
            clock.of("reading").seconds(),
            8 * n * n,
            card ? Ceiling.Kind.PINNED_COPY : Ceiling.Kind.HOST_COPY);
        keep("LU", clock.of("factorizing").seconds(), 2 / 3.0 * n * n * n, Ceiling.Kind.PRODUCT);
        method = system.method();
        solve(system, n);
        sweep(system, proved);
      }
    }
  }

  private void keep(String name, double seconds, double work, Ceiling.Kind ceiling) {
    phases.put(name, new Measured(seconds, work, Optional.ofNullable(ceiling)));
  }

  /** Reading and the way to the card, one after the other. */
  private void apart(MrioTable table) throws IOException {
    double bytes = table.z().shape().bytes();
    try (var arena = Arena.ofShared()) {
      HostMatrix z =
          clock.timed(
              "to host",
              () -> {
                var m = HostMatrix.allocate(arena, table.axes().n(), table.axes().n());
                read(table, m);
                return m;
              });
      keep("read", clock.of("to host").seconds(), bytes, Ceiling.Kind.HOST_COPY);
      clock.timed("to device", () -> backend.upload(z)).close();
      keep("host to device", clock.of("to device").seconds(), bytes, Ceiling.Kind.PINNED_COPY);
    }
  }

  private void read(MrioTable table, HostMatrix into) throws IOException {
    Workers.forBlocks(
        options.threads(),
        into.rows(),
        table.z().preferredRows(),
        (from, end) -> table.z().read(from, into.panel(from, end - from)));
  }

  /** W = L·Y, and its way to a file. */
  private void solve(LeontiefSystem system, double n) throws IOException {
    MrioTable table = system.table();
    try (var arena = Arena.ofShared()) {
      var w = HostMatrix.allocate(arena, table.axes().n(), columns);
      table.y().read(0, w);
      clock.timed(
          "solve",
          () -> {
            system.leontief(w);
            return w;
          });
      keep("solve", clock.of("solve").seconds(), 2 * n * n * columns, Ceiling.Kind.PRODUCT);
      var set =
          new ResultSet(
              "outputs by final demand",
              List.of(
                  new ResultArray(
                      "W",
                      table.info().unit(),
                      "L·Y",
                      List.of(
                          FootprintArrays.rowAxis("row", table.axes()),
                          new ResultAxis(
                              "column",
                              IntStream.range(0, columns).mapToObj(Integer::toString).toList())),
                      w)),
              new Certificate(List.of()),
              Map.of());
      Path result = options.folder().resolve("bench-result.h5");
      try {
        clock.timed(
            "write",
            () -> {
              ResultFile.write(
                  set, result, new WriteOptions(true, 0, options.threads()), Progress.NONE);
              return result;
            });
      } finally {
        Files.deleteIfExists(result);
      }
      keep("write", clock.of("write").seconds(), w.shape().bytes(), Ceiling.Kind.DISK_WRITE);
    }
  }

  /** Scenarios of S and Y, as the command sweep computes them; its files are not in it. */
  private void sweep(LeontiefSystem system, boolean proved) throws IOException {
    Measured write = phases.remove("write"); // comes last for people
    try (var planner = new DeviceSweepPlanner(system)) {
      var inputs =
          ScaledScenarios.of(system.table(), backend, options.scenarios(), options.seed(), clock);
      Plan plan = planner.plan(inputs, 1, true);
      try (ScenarioRunner runner = planner.open(inputs, plan)) {
        PhaseClock.Took before = clock.of("multiplying");
        double summed = clock.of("summing").seconds();
        clock.timed(
            "sweep",
            () -> {
              for (int batch = 0; batch < plan.batches(); batch++) {
                try (var arena = Arena.ofShared()) {
                  runner.run(batch, arena);
                }
              }
              return plan;
            });
        PhaseClock.Took products = clock.of("multiplying").minus(before);
        keep("sweep", clock.of("sweep").seconds(), 0, null);
        keep("sweep: products", products.seconds(), products.units(), Ceiling.Kind.PRODUCT);
        keep("sweep: reduce", clock.of("summing").seconds() - summed, 0, null);
        if (proved) {
          runner.certificate().checks().stream()
              .filter(c -> !Double.isNaN(c.bound()))
              .forEach(c -> proofs.add(new Proof(c.name(), c.value(), c.bound())));
        }
      }
    }
    phases.put("write", write);
  }
}
