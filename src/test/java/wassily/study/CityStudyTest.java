package wassily.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
import wassily.account.ValueAdded;
import wassily.label.Axis;
import wassily.label.TableAxes;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.scenario.Choice;
import wassily.scenario.DeviceSweepPlanner;
import wassily.scenario.Where;
import wassily.table.BadDataException;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableGenerator;

/** The whole study on generated tables: identities, and regions in another order. */
class CityStudyTest {
  private static final int REGIONS = 12;
  private static final Where WHERE = new Where("study.yaml", 0);

  /**
   * 16·n·eps backward error of the solves, n = 144, times cond₁(I−A) below 40 as on all generated
   * tables; relative to the largest number of an array.
   */
  private static final double CLOSE = 40 * 16 * 144 * Math.ulp(1.0);

  private static MrioTable generated() throws IOException {
    MrioTable t =
        new TableGenerator(2, Progress.NONE)
            .generate(new GeneratorOptions(REGIONS, 12, 3, 4, true, 2, 0.01, 2020));
    return permuted(t, IntStream.range(0, REGIONS).toArray());
  }

  /** Region order[r] of a table becomes region r. */
  private static MrioTable permuted(MrioTable t, int[] order) throws IOException {
    TableAxes axes = t.axes();
    int n = axes.n();
    int s = axes.sectors().size();
    int c = axes.categories().size();
    int[] rows = IntStream.range(0, n).map(i -> order[i / s] * s + i % s).toArray();
    int[] columns =
        IntStream.range(0, axes.m())
            .map(j -> j < axes.regionalColumns() ? order[j / c] * c + j % c : j)
            .toArray();
    var z = HostMatrix.allocate(Arena.ofAuto(), n, n);
    t.z().read(0, z);
    double[] people = t.population().orElseThrow();
    return new MrioTable(
        t.info(),
        new TableAxes(
            Axis.of("region", Arrays.stream(order).mapToObj(r -> axes.regions().get(r)).toList()),
            axes.sectors(),
            axes.categories(),
            axes.exogenous()),
        moved(z, rows, rows),
        moved(t.y(), rows, columns),
        Arrays.stream(rows).mapToDouble(i -> t.x()[i]).toArray(),
        t.primaryInputs(),
        moved(t.v(), IntStream.range(0, t.primaryInputs().size()).toArray(), rows),
        Optional.of(Arrays.stream(order).mapToDouble(r -> people[r]).toArray()),
        t.satellites().stream().map(a -> moved(a, rows, columns)).toList(),
        t.owner());
  }

  private static SatelliteAccount moved(SatelliteAccount a, int[] rows, int[] columns) {
    int[] all = IntStream.range(0, a.stressors().size()).toArray();
    int[] regional = Arrays.copyOf(columns, Math.toIntExact(a.fY().columns()));
    return new SatelliteAccount(
        a.name(), a.stressors(), moved(a.f(), all, rows), moved(a.fY(), all, regional));
  }

  private static HostMatrix moved(HostMatrix m, int[] rows, int[] columns) {
    var to = HostMatrix.allocate(Arena.ofAuto(), rows.length, columns.length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        to.set(i, j, m.get(rows[i], columns[j]));
      }
    }
    return to;
  }

  private static CityOptions options(Optional<Choice> excluded) {
    var o = CityDefaults.options(WHERE);
    var s = o.subject();
    return new CityOptions(
        new CityOptions.Subject(
            s.stressor(),
            s.valueAddedIsResidual(),
            excluded.isPresent()
                ? new CityOptions.Excluded.These(excluded.get())
                : new CityOptions.Excluded.Nobody(),
            s.population(),
            s.affluence(),
            s.currency(),
            s.classes(),
            s.references(),
            s.referenceUnit()),
        o.structure(),
        // Few super-emitters, so that their types differ.
        new CityOptions.Emitters(0.1, false, Optional.empty()),
        o.mitigation(),
        o.lifts(),
        o.allocation(),
        new CityOptions.EffortMap(List.of(0.0, 1.0), List.of(0.1, 1.0), List.of(0.1)),
        WHERE);
  }

  private static CityStudy.Result run(MrioTable table, CityOptions options) throws IOException {
    return run(table, options, _ -> new DeviceSweepPlanner());
  }

  private static CityStudy.Result run(
      MrioTable table, CityOptions options, Function<LeontiefSystem, DeviceSweepPlanner> plans)
      throws IOException {
    try (var backend = Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
        var planner = plans.apply(system)) {
      SatelliteAccount air = table.satellites().getFirst();
      var first =
          new SatelliteAccount(
              air.name(),
              Axis.of("stressor", List.of(air.stressors().get(0))),
              HostMatrix.of(air.f().row(0)),
              HostMatrix.of(air.fY().row(0)));
      var account = CityAccounts.account(first, ValueAdded.rows(table), table.axes());
      var footprints = FootprintRun.of(system, account, Progress.NONE);
      return CityStudy.run(
          new CityStudy.Inputs(
              system,
              footprints,
              table.population().orElseThrow(),
              options,
              planner,
              backend,
              (file, _) -> {
                throw new IOException(file.toString());
              },
              Progress.NONE));
    }
  }

  private static ResultArray array(CityStudy.Result result, String name) {
    return result.arrays().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static double[] values(CityStudy.Result result, String name) throws IOException {
    ResultArray a = array(result, name);
    var m =
        HostMatrix.allocate(
            Arena.ofAuto(), a.values().shape().rows(), a.values().shape().columns());
    a.values().read(0, m);
    return IntStream.range(0, (int) m.rows())
        .boxed()
        .flatMapToDouble(i -> Arrays.stream(m.row(i)))
        .toArray();
  }

  private static void assertClose(double[] expected, double[] found, String what) {
    assertEquals(expected.length, found.length, what);
    double largest =
        Arrays.stream(expected).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      boolean same =
          Double.isNaN(expected[i])
              ? Double.isNaN(found[i])
              : Math.abs(expected[i] - found[i]) <= CLOSE * largest;
      assertTrue(same, "%s[%d]: %s and %s".formatted(what, i, expected[i], found[i]));
    }
  }

  /** The sweep on the accounts' factors gives the same bits as on factors of its own. */
  @Test
  void lentFactorsAreTheSame() throws IOException {
    try (var table = generated();
        var other = generated()) {
      var own = run(table, options(Optional.empty()));
      var lent = run(table, options(Optional.empty()), DeviceSweepPlanner::new);
      for (ResultArray a : own.arrays()) {
        assertArrayEquals(values(own, a.name()), values(lent, a.name()), a.name());
      }
      try (var backend = Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend();
          var system = LeontiefSystem.factorize(other, backend, Progress.NONE)) {
        var e =
            assertThrows(
                IllegalArgumentException.class,
                () -> run(table, options(Optional.empty()), _ -> new DeviceSweepPlanner(system)));
        assertTrue(e.getMessage().contains("is not the factorized one"), e.getMessage());
      }
    }
  }

  @Test
  void identitiesHold() throws IOException {
    try (var table = generated()) {
      var result = run(table, options(Optional.empty()));
      // The quotas' identity with the interaction computed on its own is among the checks.
      assertEquals(
          List.of(),
          result.certificate().checks().stream()
              .filter(c -> !c.passed())
              .map(Certificate.Check::name)
              .toList());
      assertTrue(
          result.certificate().checks().stream()
              .anyMatch(c -> c.name().equals("study_interaction_deep")));
      double[] percent = values(result, "flows_percent_by_quintile");
      assertEquals(100, Arrays.stream(percent).sum(), 100 * CLOSE);
      double[] in = values(result, "inequality");
      assertEquals(in[1], in[2] + in[3], CLOSE);
      assertEquals(in[1], in[4] + in[5], CLOSE);
      // No effort, no quota: strength 0 and τ = 1.
      assertEquals(0, values(result, "quota_map")[1], CLOSE * values(result, "total")[0]);
      // Every allocation sums to its quota: joint × lift × method rows of regions.
      double[] given = values(result, "allocation");
      double[] joint = values(result, "joint_quota");
      for (int row = 0; row < given.length / REGIONS; row++) {
        double sum = Arrays.stream(given, row * REGIONS, (row + 1) * REGIONS).sum();
        double quota = joint[row / 10 * 3 + 1];
        assertEquals(quota, sum, CLOSE * quota, "allocation " + row);
      }
    }
  }

  @Test
  void theOrderOfRegionsDoesNotMatter() throws IOException {
    try (var table = generated()) {
      int[] order = {7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 6, 4};
      var one = run(table, options(Optional.empty()));
      var other = run(permuted(table, order), options(Optional.empty()));
      for (String name :
          List.of(
              "total",
              "inequality",
              "structure_centre",
              "profile_by_quintile",
              "flows_by_structure_type",
              "super_emitters",
              "quota",
              "joint_quota",
              "deficit",
              "balance",
              "quota_map")) {
        assertClose(values(one, name), values(other, name), name);
      }
      double[] expected = values(one, "scenario_D_pba");
      double[] found = values(other, "scenario_D_pba");
      var back = new double[found.length];
      for (int i = 0; i < found.length; i++) {
        back[i / REGIONS * REGIONS + order[i % REGIONS]] = found[i];
      }
      assertClose(expected, back, "scenario_D_pba");
    }
  }

  /** Nothing emitted is no share of anything. */
  @Test
  void nothingIsEmitted() throws IOException {
    try (var table = generated()) {
      SatelliteAccount air = table.satellites().getFirst();
      air.f().setRow(0, new double[table.axes().n()]);
      air.fY().setRow(0, new double[table.axes().regionalColumns()]);
      var e = assertThrows(BadDataException.class, () -> run(table, options(Optional.empty())));
      assertTrue(e.getMessage().contains("production of all regions is 0.0"), e.getMessage());
    }
  }

  /** Left out of statistics, in the model: totals of the table stay, those of the study fall. */
  @Test
  void excludedRegionsStayInTheModel() throws IOException {
    try (var table = generated()) {
      String name = table.axes().regions().get(3).name();
      var all = run(table, options(Optional.empty()));
      var some = run(table, options(Optional.of(new Choice(List.of(name), WHERE))));
      double[] whole = values(all, "total");
      double[] part = values(some, "total");
      assertEquals(whole[0], part[0], CLOSE * whole[0]);
      ResultArray city = array(all, "city");
      int cba = city.axes().getLast().labels().indexOf("D_cba");
      int width = city.axes().getLast().labels().size();
      double own = values(all, "city")[3 * width + cba];
      assertEquals(whole[1] - own, part[1], CLOSE * whole[1]);
      // Its flows stand apart: other regions are an origin and a destination of their own.
      assertEquals(
          GroupFlows.OTHERS, array(some, "flows_by_quintile").axes().getFirst().labels().getLast());
    }
  }
}
