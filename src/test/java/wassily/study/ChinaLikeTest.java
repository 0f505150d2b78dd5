package wassily.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.Finding;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.RegionPattern;
import wassily.table.TableChecks;
import wassily.table.TableGenerator;

/** The China-like table has the shape that the papers report, on 156 regions × 8 sectors. */
class ChinaLikeTest {
  /**
   * Half of the 313: bounds on shares and correlations below are wide enough for any seed tried.
   */
  private static final int REGIONS = 156;

  private static final int SECTORS = 8;

  private static MrioTable table(long seed) {
    return new TableGenerator(2, Progress.NONE)
        .generate(
            new GeneratorOptions(
                REGIONS, SECTORS, seed, 5, true, 1, 0.01, 2012, RegionPattern.CHINA_LIKE));
  }

  /** One region's numbers of a table. */
  private record City(double demand, double perHead, double intensity, double services) {}

  private static List<City> cities(MrioTable t) {
    TableAxes axes = t.axes();
    var f = t.satellites().getFirst().f();
    return IntStream.range(0, axes.regions().size())
        .mapToObj(
            r -> {
              double demand = 0;
              for (int i = 0; i < axes.n(); i++) {
                for (int c = 0; c < axes.categories().size(); c++) {
                  demand += t.y().get(i, axes.column(r, c));
                }
              }
              double emitted = 0;
              double added = 0;
              double services = 0;
              for (int p = 0; p < SECTORS; p++) {
                int row = axes.row(r, p);
                double v = 0;
                for (int k = 0; k < 4; k++) {
                  v += t.v().get(k, row);
                }
                emitted += f.get(0, row);
                added += v;
                String group = axes.sectors().get(p).groups().get("group");
                services += group.equals("high-tech and services") ? v : 0;
              }
              double people = t.population().orElseThrow()[r];
              return new City(demand, demand / people, emitted / added, services / added);
            })
        .toList();
  }

  /** Spearman's rank correlation. */
  private static double correlation(List<City> cities, Value a, Value b) {
    double[] x = ranks(cities, a);
    double[] y = ranks(cities, b);
    double n = x.length;
    double d = 0;
    for (int i = 0; i < x.length; i++) {
      d += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return 1 - 6 * d / (n * (n * n - 1));
  }

  private interface Value {
    double of(City city);
  }

  private static double[] ranks(List<City> cities, Value value) {
    var ranks = new double[cities.size()];
    int[] order =
        IntStream.range(0, ranks.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> value.of(cities.get(i))))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int k = 0; k < order.length; k++) {
      ranks[order[k]] = k;
    }
    return ranks;
  }

  @Test
  void richCitiesAreLargeCleanAndLiveOnServices() {
    for (long seed : new long[] {1, 2, 3}) {
      try (var t = table(seed)) {
        var cities = cities(t);
        // 0.2 is 2.5 standard deviations (1/√155) from no correlation.
        double[] found = {
          correlation(cities, City::demand, City::perHead),
          -correlation(cities, City::perHead, City::intensity),
          correlation(cities, City::perHead, City::services),
          -correlation(cities, City::services, City::intensity)
        };
        for (double c : found) {
          assertTrue(c > 0.2, "seed %d: %s".formatted(seed, Arrays.toString(found)));
        }
      }
    }
  }

  @Test
  void sizesHaveAHeavyTailAndProvincesStandAmongCities() {
    for (long seed : new long[] {1, 2, 3}) {
      try (var t = table(seed)) {
        double[] demand = cities(t).stream().mapToDouble(City::demand).sorted().toArray();
        double all = Arrays.stream(demand).sum();
        double top = Arrays.stream(demand).skip(REGIONS - REGIONS / 10).sum();
        // A tenth of the regions: 40 % of the footprint in the paper, 10 % were all equal.
        assertTrue(top > 0.3 * all && top < 0.65 * all, "seed %d: %.2f".formatted(seed, top / all));
        double median = demand[REGIONS / 2];
        assertTrue(demand[REGIONS - 1] > 8 * median, "seed " + seed);
        var levels = t.axes().regions().labels().stream().map(r -> r.groups().get("level"));
        assertEquals(2, levels.filter("province"::equals).count(), "4 of 313");
        long types =
            t.axes().regions().labels().stream()
                .map(r -> r.groups().get("type"))
                .distinct()
                .count();
        assertEquals(5, types);
      }
    }
  }

  @Test
  void allChecksPass() throws IOException {
    try (var t = table(4)) {
      var report = new TableChecks(2, Progress.NONE).check(t);
      var bad =
          report.findings().stream().filter(f -> f.severity() != Finding.Severity.NOTE).toList();
      assertEquals(List.of(), bad);
    }
  }

  @Test
  void theSameSeedMakesTheSameTable() throws IOException {
    try (var a = table(5);
        var b =
            new TableGenerator(1, Progress.NONE)
                .generate(
                    new GeneratorOptions(
                        REGIONS, SECTORS, 5, 5, true, 1, 0.01, 2012, RegionPattern.CHINA_LIKE));
        var other = table(6)) {
      assertEquals(a.axes(), b.axes());
      assertArrayEquals(a.x(), b.x());
      assertTrue(!Arrays.equals(a.x(), other.x()), "another seed, another table");
      try (var arena = Arena.ofConfined()) {
        var one = HostMatrix.allocate(arena, 8, a.axes().n());
        var two = HostMatrix.allocate(arena, 8, a.axes().n());
        a.z().read(100, one);
        b.z().read(100, two);
        for (int i = 0; i < 8; i++) {
          assertArrayEquals(one.row(i), two.row(i));
        }
      }
      assertTrue(a.info().source().startsWith("wassily generate --preset china-like --regions"));
    }
  }
}
