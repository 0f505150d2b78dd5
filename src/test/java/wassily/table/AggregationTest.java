package wassily.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;

class AggregationTest {
  static Concordance map(List<String> labels, Function<String, String> to) {
    return new Concordance(
        "map.csv", labels.stream().map(l -> new Concordance.Pair(l, to.apply(l))).toList());
  }

  private static Aggregation provincesAndGroups(MrioTable table) {
    var axes = table.axes();
    return new Aggregation(
        Optional.of(
            map(
                axes.regions().texts(),
                r ->
                    axes.regions()
                        .get(axes.regions().find(r).orElseThrow())
                        .groups()
                        .get("province"))),
        Optional.of(
            map(
                axes.sectors().texts(),
                s ->
                    axes.sectors()
                        .get(axes.sectors().find(s).orElseThrow())
                        .groups()
                        .get("group"))),
        Optional.of(
            map(
                axes.categories().texts(),
                c -> c.contains("consumption") ? "Consumption" : "Capital formation")));
  }

  @Test
  void everyCellIsTheSumOfItsMembers() throws IOException {
    try (var table = TableGeneratorTest.generate(15, 14, 3);
        var small = provincesAndGroups(table).of(table, 2, Progress.NONE)) {
      var big = table.axes();
      var axes = small.axes();
      HostMatrix z = TableGeneratorTest.all(table.z(), 50);
      var expectedZ = new double[axes.n()][axes.n()];
      var expectedY = new double[axes.n()][axes.m()];
      int[] row = IntStream.range(0, big.n()).map(i -> newRow(table, small, i)).toArray();
      int[] column = IntStream.range(0, big.m()).map(j -> newColumn(table, small, j)).toArray();
      for (int i = 0; i < big.n(); i++) {
        for (int j = 0; j < big.n(); j++) {
          expectedZ[row[i]][row[j]] += z.get(i, j);
        }
        for (int j = 0; j < big.m(); j++) {
          expectedY[row[i]][column[j]] += table.y().get(i, j);
        }
      }
      // A cell is a sum of at most n terms ≥ 0 in another order (Y: inventories are a few percent).
      double relative = 2.0 * big.n() * Math.ulp(1.0);
      var found = (HostMatrix) small.z();
      for (int i = 0; i < axes.n(); i++) {
        for (int j = 0; j < axes.n(); j++) {
          assertEquals(expectedZ[i][j], found.get(i, j), relative * expectedZ[i][j]);
        }
        for (int j = 0; j < axes.m(); j++) {
          assertEquals(
              expectedY[i][j],
              small.y().get(i, j),
              relative * (Math.abs(expectedY[i][j]) + table.axes().n()));
        }
      }
    }
  }

  private static int newRow(MrioTable from, MrioTable to, int i) {
    var axes = from.axes();
    var region = axes.regions().get(i / axes.sectors().size());
    var sector = axes.sectors().get(i % axes.sectors().size());
    return to.axes()
        .row(
            to.axes().regions().find(region.groups().get("province")).orElseThrow(),
            to.axes().sectors().find(sector.groups().get("group")).orElseThrow());
  }

  private static int newColumn(MrioTable from, MrioTable to, int j) {
    int regional = from.axes().regionalColumns();
    if (j >= regional) {
      return to.axes().regionalColumns() + j - regional;
    }
    int categories = from.axes().categories().size();
    var region = from.axes().regions().get(j / categories);
    String name = from.axes().categories().get(j % categories).name();
    return to.axes()
        .column(
            to.axes().regions().find(region.groups().get("province")).orElseThrow(),
            name.contains("consumption") ? 0 : 1);
  }

  @Test
  void aggregateThenSumIsSumThenAggregate() throws IOException {
    try (var table = TableGeneratorTest.generate(25, 12, 4);
        var small = provincesAndGroups(table).of(table, 2, Progress.NONE)) {
      var checks = new TableChecks(2, Progress.NONE);
      TableTotals before = checks.check(table).totals();
      CheckReport report = checks.check(small);
      TableTotals after = report.totals();
      double relative = 2.0 * table.axes().n() * Math.ulp(1.0);
      assertEquals(before.output(), after.output(), relative * before.output());
      assertEquals(before.intermediate(), after.intermediate(), relative * before.output());
      assertEquals(before.finalDemand(), after.finalDemand(), relative * before.output());
      assertEquals(before.exogenousDemand(), after.exogenousDemand(), relative * before.output());
      assertEquals(before.valueAdded(), after.valueAdded(), relative * before.output());
      for (int k = 0; k < before.stressors().size(); k++) {
        var b = before.stressors().get(k);
        var a = after.stressors().get(k);
        assertEquals(b.production(), a.production(), relative * b.production(), b.stressor());
        assertEquals(b.direct(), a.direct(), relative * b.direct(), b.stressor());
        assertTrue(b.direct() > 0 && b.production() > 0);
      }
      assertEquals(
          Arrays.stream(table.population().orElseThrow()).sum(),
          Arrays.stream(small.population().orElseThrow()).sum());
      assertTrue(report.findings().stream().noneMatch(f -> f.code().endsWith("balance")));
      // Regions of one province keep it as a group; their codes differ.
      assertEquals(
          Map.of("province", small.axes().regions().get(0).name()),
          small.axes().regions().get(0).groups());
    }
  }

  @Test
  void resultDoesNotDependOnThreads() throws IOException {
    try (var table = TableGeneratorTest.generate(20, 12, 5);
        var one = provincesAndGroups(table).of(table, 1, Progress.NONE);
        var five = provincesAndGroups(table).of(table, 5, Progress.NONE)) {
      assertArrayEquals(
          TableGeneratorTest.bytes((HostMatrix) one.z()),
          TableGeneratorTest.bytes((HostMatrix) five.z()));
      assertArrayEquals(one.x(), five.x());
      assertArrayEquals(TableGeneratorTest.bytes(one.y()), TableGeneratorTest.bytes(five.y()));
    }
  }

  @Test
  void withoutConcordancesTheTableIsItself() throws IOException {
    try (var table = TableGeneratorTest.generate(4, 12, 6);
        var same =
            new Aggregation(Optional.empty(), Optional.empty(), Optional.empty())
                .of(table, 2, Progress.NONE)) {
      assertEquals(table.axes(), same.axes());
      assertArrayEquals(
          TableGeneratorTest.bytes(TableGeneratorTest.all(table.z(), 48)),
          TableGeneratorTest.bytes((HostMatrix) same.z()));
      assertEquals(table.info().source(), same.info().source());
    }
  }

  @Test
  void everyLabelMustBeMappedExactlyOnce() throws IOException {
    try (var table = TableGeneratorTest.generate(2, 3, 6)) {
      List<String> sectors = table.axes().sectors().texts();
      var pairs = new ArrayList<>(map(sectors, s -> "all").pairs());
      assertMessage(
          table,
          pairs.subList(0, 2),
          "concordance map.csv does not map 1 of 3 labels (sector): \"Construction\"; add them");
      pairs.add(new Concordance.Pair("Steel", "all"));
      assertMessage(
          table,
          pairs,
          "concordance map.csv maps \"Steel\", which is no sector of the table; its first is \"%s\""
              .formatted(sectors.getFirst()));
      pairs.set(3, new Concordance.Pair(sectors.get(1), "other"));
      assertMessage(
          table,
          pairs,
          "concordance map.csv maps sector \"%s\" twice, in pairs 2 and 4; keep one"
              .formatted(sectors.get(1)));
      var clash =
          new Aggregation(
              Optional.of(map(table.axes().regions().texts(), r -> "Foreign export")),
              Optional.empty(),
              Optional.empty());
      var e = assertThrows(BadDataException.class, () -> clash.of(table, 1, Progress.NONE));
      assertTrue(e.getMessage().contains("\"Foreign export\" is a region and"), e.getMessage());
    }
  }

  private static void assertMessage(MrioTable table, List<Concordance.Pair> pairs, String message) {
    var aggregation =
        new Aggregation(
            Optional.empty(), Optional.of(new Concordance("map.csv", pairs)), Optional.empty());
    var e = assertThrows(BadDataException.class, () -> aggregation.of(table, 1, Progress.NONE));
    assertEquals(message, e.getMessage());
  }
}
