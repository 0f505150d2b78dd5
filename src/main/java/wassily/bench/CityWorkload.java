package wassily.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import wassily.account.EmbodiedFlows;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
import wassily.account.StressorSelection;
import wassily.bench.WorkloadReport.Estimate;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.linalg.timing.KernelTimes.Proof;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * What the user of a table of 313 Chinese cities × 42 sectors does: flows of embodied emissions
 * between all cities, and the product {@code diag(S)·L·diag(Y)} for consumers, summed by city.
 *
 * <p>Scripts form L and loop over 313 × 313 blocks; {@code bench/peers/city_loops.py} is that in
 * NumPy. Here flows come from one solve for all consumers; the products are made too, on the
 * device, for the same sums.
 */
public final class CityWorkload extends Workload {
  private static final int LARGEST = 100;

  /** Makes the workload. */
  public CityWorkload() {}

  @Override
  public String title() {
    return "flows between Chinese cities";
  }

  @Override
  public TableShape published() {
    return new TableShape(313, 42);
  }

  @Override
  public int usualSample() {
    return 3;
  }

  @Override
  public int publishedCount() {
    return 313;
  }

  @Override
  void run(MrioTable table, Backend backend, Setting setting, Progress progress)
      throws IOException {
    double n = table.axes().n();
    int regions = table.axes().regions().size();
    SatelliteAccount co2 = first(table);
    var clock = new PhaseClock();
    try (var system = LeontiefSystem.factorize(table, backend, clock)) {
      keep("read Z", clock.of("reading").seconds(), 8 * n * n, Optional.of(Ceiling.Kind.HOST_COPY));
      keep(
          "LU",
          clock.of("factorizing").seconds(),
          2 / 3.0 * n * n * n,
          Optional.of(Ceiling.Kind.PRODUCT));
      FootprintRun run =
          timed(
              "all %d × %d flows, accounts, certificate".formatted(regions, regions),
              0,
              null,
              () -> FootprintRun.of(system, co2, clock));
      for (Certificate.Check c : run.certificate().checks()) {
        if (!Double.isNaN(c.bound())) {
          proofs.add(new Proof(c.name(), c.value(), c.bound()));
        }
      }
      timed(
          "the %d largest of n × n flows, diag(F)·L·diag(y)".formatted(LARGEST),
          0,
          null,
          () -> EmbodiedFlows.of(system, co2.f().row(0)).largest(LARGEST, clock));
      products(table, system, backend, run, co2, setting, progress);
    }
    estimates.add(
        new Estimate(
            "diag(S)·L·diag(y) of all %,d consumers".formatted(regions),
            median("L on the device")
                + regions * median("diag(S)·L·diag(y) of a consumer, summed by city"),
            "L and %,d × the median of %d; not measured".formatted(regions, setting.sample())));
    notes.add("the flows need neither L nor the products: one solve for all consumers gives them");
  }

  private static SatelliteAccount first(MrioTable table) {
    String name = table.satellites().getFirst().stressors().get(0).name();
    return StressorSelection.select(table, List.of(name));
  }

  /** The way of the scripts, for some consumers: L, scaled by S and by what a consumer buys. */
  private void products(
      MrioTable table,
      LeontiefSystem system,
      Backend backend,
      FootprintRun run,
      SatelliteAccount co2,
      Setting setting,
      Progress progress)
      throws IOException {
    int n = table.axes().n();
    int regions = table.axes().regions().size();
    double[] s = co2.f().row(0);
    for (int j = 0; j < n; j++) {
      s[j] = table.x()[j] == 0 ? 0 : s[j] / table.x()[j];
    }
    AxisGroups byRegion = AxisGroups.consecutive(regions, table.axes().sectors().size());
    try (DeviceMatrix l =
            timed(
                "L on the device",
                4 / 3.0 * n * (double) n * n,
                Ceiling.Kind.PRODUCT,
                system::inverse);
        var task = progress.begin("consumers", setting.sample());
        var arena = Arena.ofShared()) {
      backend.scaleRows(s, l);
      double worst = 0;
      double largest = 0;
      for (int c = 0; c < Math.min(setting.sample(), regions); c++) {
        double[] y = demand(table, c);
        var sums =
            timed(
                "diag(S)·L·diag(y) of a consumer, summed by city",
                0,
                null,
                () -> summed(backend, l, y, byRegion, arena));
        for (int r = 0; r < regions; r++) {
          double flow = 0;
          for (double cell : sums.row(r)) {
            flow += cell;
          }
          worst = Math.max(worst, Math.abs(flow - run.footprint().flow(0, r, c)));
          largest = Math.max(largest, Math.abs(flow));
        }
        task.advance(1);
      }
      // Both carry the error of a solve, n·eps·cond₁; generated tables have cond₁(I−A) < 100.
      proofs.add(new Proof("flows of both ways", worst / largest, 2 * n * Math.ulp(1.0) * 100));
    }
  }

  private static double[] demand(MrioTable table, int consumer) {
    var y = new double[table.axes().n()];
    int categories = table.axes().categories().size();
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < categories; k++) {
        y[i] += table.y().get(i, table.axes().column(consumer, k));
      }
    }
    return y;
  }

  private static HostMatrix summed(
      Backend backend, DeviceMatrix scaled, double[] y, AxisGroups byRegion, Arena arena) {
    try (DeviceMatrix product = backend.zeros(scaled.shape());
        DeviceMatrix sums = backend.zeros(new Shape(byRegion.count(), byRegion.count()))) {
      backend.repeatRows(scaled, product);
      backend.scaleColumns(y, product);
      backend.aggregate(product, byRegion, byRegion, sums);
      var host = HostMatrix.allocate(arena, byRegion.count(), byRegion.count());
      sums.download(host);
      return host;
    }
  }
}
