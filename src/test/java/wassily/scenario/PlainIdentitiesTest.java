package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.scenario.Scenarios.all;
import static wassily.scenario.Scenarios.assertClose;
import static wassily.scenario.Scenarios.fixed;
import static wassily.scenario.Scenarios.lever;
import static wassily.scenario.Scenarios.response;
import static wassily.scenario.Scenarios.value;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import wassily.account.Footprint;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.scenario.Action.Remainder;
import wassily.scenario.ResolvedResponse.Dimension;
import wassily.scenario.ResolvedResponse.Dimension.Kind;
import wassily.scenario.Response.Quantity;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.testdata.RealTables;

/** What holds on every table, whatever its numbers. */
class PlainIdentitiesTest {
  /** Makes or imports a table. */
  private interface Maker {
    MrioTable make() throws IOException;
  }

  /**
   * Two routes to the same sums: M₀ = d̂ − Z against I − A, each with a forward error of
   * cond₁(I−A)·n·eps at most: 24 ≤ n ≤ 1435 and cond₁ ≤ 10 on these tables give 3e-12 at worst; in
   * practice the errors of so many products cancel. Relative to the largest number of a response.
   */
  private static final double TWO_ROUTES = 1e-12;

  /** Sums of at most 10⁴ numbers that are the same on paper: n·eps with room for 10 of them. */
  private static final double SUMS = 1e-11;

  @TestFactory
  Stream<DynamicTest> withoutLeversItIsTheFootprint() {
    return Stream.of(
            new Object[] {"generated", (Maker) PlainIdentitiesTest::generated},
            new Object[] {"leiden", (Maker) RealTables::leiden},
            new Object[] {"WIOD 2009 CO2", (Maker) RealTables::wiod2009Co2})
        .map(
            c ->
                DynamicTest.dynamicTest(
                    (String) c[0],
                    () -> {
                      try (MrioTable table = ((Maker) c[1]).make()) {
                        isTheFootprint(table);
                      }
                    }));
  }

  private static MrioTable generated() {
    return Scenarios.generated(new GeneratorOptions(9, 8, 3));
  }

  private static void isTheFootprint(MrioTable table) throws Exception {
    SatelliteAccount account = table.satellites().getFirst();
    TableAxes axes = table.axes();
    Dimension region = all(Kind.REGION, table);
    Dimension consumer = Dimension.consumers(axes);
    List<ResolvedResponse> responses =
        List.of(
            response(Quantity.D_CBA, region, all(Kind.CATEGORY, table)),
            response(Quantity.D_PBA, region),
            response(Quantity.D_CBA, consumer, all(Kind.PRODUCT, table)),
            response(Quantity.D_CBA, consumer, all(Kind.PRODUCING_SECTOR, table)),
            response(Quantity.FLOWS, region, consumer));
    try (Backend backend = Scenarios.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      Footprint f = FootprintRun.of(system, account, Progress.NONE).footprint();
      List<double[]> found =
          new PlainScenario(table, account, List.of(), responses, backend)
              .values(ScenarioValues.NONE);
      int k = account.stressors().size();
      int regions = axes.regions().size();
      int sectors = axes.sectors().size();
      close(k, regions, axes.categories().size(), f::cba, found.get(0));
      close(k, regions, 1, (s, r, unused) -> f.pba(s, r), found.get(1));
      close(k, axes.consumers(), sectors, f::cbaByProduct, found.get(2));
      close(k, axes.consumers(), sectors, f::cbaByProducer, found.get(3));
      close(k, regions, axes.consumers(), f::flow, found.get(4));
    }
  }

  private interface Cell {
    double at(int k, int a, int b);
  }

  /** Each stressor by itself: their units differ. */
  private static void close(int k, int first, int second, Cell cell, double[] found) {
    for (int s = 0; s < k; s++) {
      var expected = new double[first * second];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = cell.at(s, i / second, i % second);
      }
      assertClose(
          expected,
          Arrays.copyOfRange(found, s * expected.length, (s + 1) * expected.length),
          TWO_ROUTES);
    }
  }

  /** Some of everything, in an order in which one builds on the other. */
  private static ResolvedAction[] everything(MrioTable table) {
    TableAxes axes = table.axes();
    int[] rows = IntStream.range(0, axes.n()).filter(i -> i % 3 == 0).toArray();
    var all = new ArrayList<ResolvedAction>();
    all.add(new ResolvedAction.IntensityScale(rows, fixed(0.7), true));
    all.add(
        new ResolvedAction.InputSubstitution(
            new int[] {0, 2}, new int[] {1, 3}, rows, fixed(0.4), Amount.ONE));
    all.add(
        new ResolvedAction.TradeShift(
            new int[] {1, 4},
            new int[] {0, 1},
            new int[] {2, 5},
            IntStream.range(0, axes.n()).toArray(),
            new int[] {0, axes.m() - 1},
            fixed(0.3)));
    all.add(new ResolvedAction.CoefficientScale(rows, rows, fixed(0.9), true));
    all.add(
        new ResolvedAction.DemandScale(new int[] {1, 5, axes.m() - 1}, rows, fixed(1.5), false));
    all.add(
        new ResolvedAction.DemandShift(
            new int[] {2, 3},
            new int[] {2},
            new int[] {0},
            fixed(0.1),
            Remainder.REALLOCATE,
            false));
    all.add(new ResolvedAction.ConsumerBenchmark(rows, intensities(table), fixed(0.8)));
    return all.toArray(ResolvedAction[]::new);
  }

  private static double[][] intensities(MrioTable table) {
    SatelliteAccount account = table.satellites().getFirst();
    var s = new double[account.stressors().size()][];
    for (int k = 0; k < s.length; k++) {
      s[k] = account.f().row(k);
      for (int i = 0; i < s[k].length; i++) {
        s[k][i] = table.x()[i] == 0 ? Double.POSITIVE_INFINITY : s[k][i] / table.x()[i];
      }
    }
    return s;
  }

  @Test
  void productionIsConsumption() throws Exception {
    try (MrioTable table = generated()) {
      TableAxes axes = table.axes();
      int k = table.satellites().getFirst().stressors().size();
      ResolvedAction[] levers = everything(table);
      double[] made = value(table, response(Quantity.TOTAL), levers);
      double[] used = value(table, response(Quantity.D_CBA, Dimension.consumers(axes)), levers);
      double[] without = value(table, response(Quantity.TOTAL));
      for (int s = 0; s < k; s++) {
        // F where there is no output is in nobody's footprint; generated tables have none there.
        double sum = Arrays.stream(used, s * axes.consumers(), (s + 1) * axes.consumers()).sum();
        assertEquals(made[s], sum, SUMS * made[s]);
        assertTrue(Math.abs(made[s] - without[s]) > 1e-3 * without[s], "the levers did nothing");
      }
    }
  }

  @Test
  void substitutionAtOneForOneKeepsColumnSumsAndTradeKeepsProducts() throws Exception {
    try (MrioTable table = generated();
        var arena = Arena.ofShared()) {
      TableAxes axes = table.axes();
      int n = axes.n();
      int sectors = axes.sectors().size();
      for (ResolvedAction action : everything(table)) {
        if (!(action instanceof ResolvedAction.OfCoefficients change)
            || action instanceof ResolvedAction.CoefficientScale) {
          continue;
        }
        var before = new PlainState(table, table.satellites().getFirst(), Optional.of(arena));
        var after = new PlainState(table, table.satellites().getFirst(), Optional.of(arena));
        new PlainCoefficients(table, after).apply(lever(action), change, ScenarioValues.NONE);
        boolean trade = action instanceof ResolvedAction.TradeShift;
        boolean moved = false;
        for (int j = 0; j < n; j++) {
          // Per product where the lever keeps these, else the column as one.
          var sums = new double[2][trade ? sectors : 1];
          for (int i = 0; i < n; i++) {
            sums[0][i % sums[0].length] += before.a(i, j);
            sums[1][i % sums[0].length] += after.a(i, j);
            moved |= before.a(i, j) != after.a(i, j);
          }
          for (int p = 0; p < sums[0].length; p++) {
            assertEquals(sums[0][p], sums[1][p], n * Math.ulp(1.0) * sums[0][p]);
          }
        }
        assertTrue(moved, action::toString);
        if (trade) {
          for (int j : new int[] {0, axes.m() - 1}) {
            for (int p = 0; p < sectors; p++) {
              double[] was = product(before.y, j, p, sectors);
              double[] is = product(after.y, j, p, sectors);
              assertEquals(
                  Arrays.stream(was).sum(),
                  Arrays.stream(is).sum(),
                  n * Math.ulp(1.0) * Arrays.stream(was).map(Math::abs).sum());
              assertEquals(p != 1 && p != 4, Arrays.equals(was, is), "product " + p);
            }
          }
        }
      }
    }
  }

  private static double[] product(double[][] y, int column, int product, int sectors) {
    return IntStream.range(0, y.length / sectors)
        .mapToDouble(r -> y[r * sectors + product][column])
        .toArray();
  }

  @Test
  void reallocationKeepsDemandAndCutsEndAtTheShare() throws Exception {
    try (MrioTable table = generated()) {
      TableAxes axes = table.axes();
      for (Remainder remainder : Remainder.values()) {
        var before = new PlainState(table, table.satellites().getFirst(), Optional.empty());
        var after = new PlainState(table, table.satellites().getFirst(), Optional.empty());
        double share = 0.1;
        int[] regions = IntStream.range(0, axes.regions().size()).toArray();
        var action =
            new ResolvedAction.DemandShift(
                regions, new int[] {2}, new int[] {0, 1}, fixed(share), remainder, false);
        new PlainDemand(after).apply(lever(action), action, ScenarioValues.NONE);
        double[] was = before.columnTotals();
        double[] is = after.columnTotals();
        for (int r : regions) {
          double demand = sumOf(axes, is, r);
          assertTrue(was[axes.column(r, 2)] / sumOf(axes, was, r) > share, "nothing to shift");
          assertEquals(share, is[axes.column(r, 2)] / demand, SUMS);
          if (remainder == Remainder.REALLOCATE) {
            assertEquals(sumOf(axes, was, r), demand, SUMS * demand);
          } else {
            assertEquals(was[axes.column(r, 0)], is[axes.column(r, 0)]);
          }
        }
      }
    }
  }

  private static double sumOf(TableAxes axes, double[] columns, int region) {
    return IntStream.range(0, axes.categories().size())
        .mapToDouble(c -> columns[axes.column(region, c)])
        .sum();
  }

  /** Method, section 4.3: what the consumers' technology would have saved. */
  @Test
  void consumersTechnologySavesTheImbalance() throws Exception {
    try (MrioTable table = generated()) {
      TableAxes axes = table.axes();
      int[] rows = IntStream.range(0, axes.n()).toArray();
      double[][] s = intensities(table);
      double[] flows =
          value(
              table,
              response(
                  Quantity.FLOWS,
                  all(Kind.REGION, table),
                  all(Kind.PRODUCING_SECTOR, table),
                  all(Kind.REGION, table)));
      double[] before = value(table, response(Quantity.TOTAL));
      double[] after =
          value(
              table,
              response(Quantity.TOTAL),
              new ResolvedAction.ConsumerBenchmark(rows, s, Amount.ONE));
      int regions = axes.regions().size();
      for (int k = 0; k < s.length; k++) {
        double saved = 0;
        for (int i = 0; i < axes.n(); i++) {
          for (int c = 0; c < regions; c++) {
            double own = s[k][axes.row(c, i % axes.sectors().size())];
            double flow = flows[(k * axes.n() + i) * regions + c];
            saved += s[k][i] > own && flow != 0 ? (s[k][i] - own) / s[k][i] * flow : 0;
          }
        }
        assertTrue(saved > 1e-3 * before[k], "nothing to save");
        assertEquals(saved, before[k] - after[k], SUMS * before[k]);
      }
    }
  }

  /** At one unit of money for one, value added of all regions stays final demand. */
  @Test
  void residualValueAddedKeepsTheIdentity() throws Exception {
    MrioTable table = Scenarios.hand();
    var scale =
        new ResolvedAction.CoefficientScale(new int[] {1, 3}, new int[] {0, 2}, fixed(0.3), true);
    double[] va = value(table, response(Quantity.VALUE_ADDED), scale);
    // Σy = 30, in 4 products each: 16·4·eps.
    assertEquals(30, va[0], 30 * 16 * 4 * Math.ulp(1.0));
  }

  /** Where the product is not wanted by producing sector, M of a changed A serves. */
  @Test
  void productsSumToTheFootprint() throws Exception {
    try (MrioTable table = generated()) {
      TableAxes axes = table.axes();
      ResolvedAction[] levers = everything(table);
      double[] byProduct =
          value(
              table,
              response(Quantity.D_CBA, Dimension.consumers(axes), all(Kind.PRODUCT, table)),
              levers);
      double[] byProducer =
          value(
              table,
              response(
                  Quantity.D_CBA, Dimension.consumers(axes), all(Kind.PRODUCING_SECTOR, table)),
              levers);
      int sectors = axes.sectors().size();
      for (int at = 0; at < byProduct.length; at += sectors) {
        double product = Arrays.stream(byProduct, at, at + sectors).sum();
        double producer = Arrays.stream(byProducer, at, at + sectors).sum();
        assertEquals(producer, product, SUMS * Math.abs(producer));
      }
    }
  }

  /** A and Y of the table itself are never written to. */
  @Test
  void theTableStaysAsItIs() throws Exception {
    try (MrioTable table = generated()) {
      double[] before = value(table, response(Quantity.TOTAL));
      double[] y = table.y().row(0);
      value(table, response(Quantity.TOTAL), everything(table));
      assertClose(before, value(table, response(Quantity.TOTAL)), 0);
      assertClose(y, table.y().row(0), 0);
      var row = HostMatrix.of(new double[table.axes().n()]);
      table.z().read(0, row);
      assertTrue(Arrays.stream(row.row(0)).allMatch(Double::isFinite));
    }
  }
}
