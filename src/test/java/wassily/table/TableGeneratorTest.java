package wassily.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;

class TableGeneratorTest {
  static MrioTable generate(int regions, int sectors, long seed) {
    return generate(new GeneratorOptions(regions, sectors, seed), 2);
  }

  static MrioTable generate(GeneratorOptions options, int threads) {
    return new TableGenerator(threads, Progress.NONE).generate(options);
  }

  /** All of Z, in panels of a given height. */
  static HostMatrix all(MatrixSource z, int height) throws IOException {
    long n = z.shape().rows();
    var all = HostMatrix.allocate(Arena.ofAuto(), n, z.shape().columns());
    for (long first = 0; first < n; first += height) {
      z.read(first, all.panel(first, Math.min(height, n - first)));
    }
    return all;
  }

  static List<GeneratorOptions> tables() {
    return List.of(
        new GeneratorOptions(1, 1, 1),
        new GeneratorOptions(1, 12, 2),
        new GeneratorOptions(2, 3, 3),
        new GeneratorOptions(12, 1, 4),
        new GeneratorOptions(7, 42, 5),
        new GeneratorOptions(40, 12, 6),
        new GeneratorOptions(3, 100, 7),
        new GeneratorOptions(9, 20, 8, 1, false, 1, 0.2, 2012),
        new GeneratorOptions(9, 20, 9, 2, true, 2, 0, 2012),
        new GeneratorOptions(9, 20, 10, 3, false, 6, 0.05, 2012),
        new GeneratorOptions(9, 20, 11, 5, true, 6, 0.1, 2012));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void rowsAndColumnsBalance(GeneratorOptions options) throws IOException {
    try (var table = generate(options, 2)) {
      HostMatrix z = all(table.z(), 64);
      int n = table.axes().n();
      for (int i = 0; i < n; i++) {
        double row = 0;
        double magnitude = 0;
        for (double v : z.row(i)) {
          row += v;
        }
        for (double v : table.y().row(i)) {
          row += v;
          magnitude += Math.abs(v);
        }
        double column = 0;
        for (double v : z.column(i)) {
          column += v;
        }
        for (double v : table.v().column(i)) {
          column += v;
        }
        // Plain summation of n + m terms on either side: 2·(n + m)·2⁻⁵³ of the terms' magnitude.
        double tolerance =
            (n + table.axes().m() + 16) * Math.ulp(1.0) * (table.x()[i] + 2 * magnitude);
        assertEquals(table.x()[i], row, tolerance, "row " + table.axes().rowLabel(i));
        assertEquals(table.x()[i], column, tolerance, "column " + table.axes().rowLabel(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void tableIsEconomicallyValid(GeneratorOptions options) throws IOException {
    try (var table = generate(options, 2)) {
      HostMatrix z = all(table.z(), 64);
      var axes = table.axes();
      int n = axes.n();
      int idle = 0;
      for (int j = 0; j < n; j++) {
        String label = axes.rowLabel(j);
        double[] column = z.column(j);
        assertTrue(Arrays.stream(column).allMatch(v -> v >= 0), label);
        assertTrue(Arrays.stream(table.v().column(j)).allMatch(v -> v >= 0), label);
        assertTrue(Arrays.stream(table.y().row(j)).sum() >= 0, label);
        if (table.x()[j] == 0) {
          idle++;
          Predicate<double[]> empty = a -> Arrays.stream(a).allMatch(v -> v == 0);
          assertTrue(empty.test(column) && empty.test(z.row(j)), label);
          assertTrue(empty.test(table.y().row(j)) && empty.test(table.v().column(j)), label);
          assertTrue(empty.test(table.satellites().getFirst().f().column(j)), label);
        } else {
          assertTrue(table.x()[j] > 0, label);
          assertTrue(table.satellites().getFirst().f().column(j)[0] > 0, label);
          double sum = Arrays.stream(column).sum() / table.x()[j];
          assertTrue(sum > 0.05 && sum <= Technology.LARGEST_SUM + n * Math.ulp(1.0), label + sum);
        }
      }
      assertEquals(options.regions() == 1 ? 0 : (int) Math.ceil(options.idleShare() * n), idle);
      assertTrue(Arrays.stream(table.population().orElseThrow()).allMatch(p -> p >= 1));
      assertEquals(options.sectors(), axes.sectors().size());
      assertEquals(options.categories(), axes.categories().size());
      assertEquals(options.foreignExport() ? 1 : 0, axes.exogenous().size());
      assertEquals(options.stressors(), table.satellites().getFirst().stressors().size());
    }
  }

  @Test
  void spectralRadiusIsBelowOne() throws IOException {
    try (var table = generate(6, 12, 99)) {
      HostMatrix z = all(table.z(), 10);
      int n = table.axes().n();
      double[] u = new double[n];
      Arrays.fill(u, 1);
      double growth = Double.NaN;
      for (int k = 0; k < 200; k++) {
        var next = new double[n];
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            next[i] += table.x()[j] == 0 ? 0 : z.get(i, j) / table.x()[j] * u[j];
          }
        }
        growth = Arrays.stream(next).sum() / Arrays.stream(u).sum();
        double scale = 1 / Arrays.stream(next).sum();
        u = Arrays.stream(next).map(v -> v * scale).toArray();
      }
      assertTrue(growth > 0.3 && growth < 0.8, "rho(A) = " + growth);
    }
  }

  @Test
  void looksLikeARealTable() throws IOException {
    try (var table = generate(60, 42, 7)) {
      var axes = table.axes();
      HostMatrix z = all(table.z(), 500);
      double total = 0;
      double own = 0;
      long zeros = 0;
      for (int i = 0; i < axes.n(); i++) {
        double[] row = z.row(i);
        for (int j = 0; j < row.length; j++) {
          total += row[j];
          own += i / 42 == j / 42 ? row[j] : 0;
          zeros += row[j] == 0 ? 1 : 0;
        }
      }
      assertTrue(own / total > 0.5 && own / total < 0.9, "own-region share " + own / total);
      double zeroShare = zeros / Math.pow(axes.n(), 2);
      assertTrue(zeroShare > 0.2 && zeroShare < 0.5, "zeros " + zeroShare);
      int inventory = axes.categories().find("Inventory changes").orElseThrow();
      long negative =
          IntStream.range(0, 60)
              .mapToLong(
                  r ->
                      Arrays.stream(table.y().column(axes.column(r, inventory)))
                          .filter(v -> v < 0)
                          .count())
              .sum();
      assertTrue(negative > 100 && negative < 60 * 42, "negative inventories " + negative);
      // Intensities of one sector differ between regions by a factor of ten and more.
      var f = table.satellites().getFirst().f();
      int steel = axes.sectors().find("Iron and steel and other metals").orElseThrow();
      double[] intensity =
          IntStream.range(0, 60)
              .map(r -> axes.row(r, steel))
              .filter(i -> table.x()[i] > 0)
              .mapToDouble(i -> f.get(0, i) / table.x()[i])
              .sorted()
              .toArray();
      assertTrue(intensity[intensity.length - 1] > 10 * intensity[0]);
      // Sizes are uneven: the largest tenth makes more than a quarter of output.
      double[] output = new double[60];
      for (int i = 0; i < axes.n(); i++) {
        output[i / 42] += table.x()[i];
      }
      Arrays.sort(output);
      double top = Arrays.stream(output, 54, 60).sum() / Arrays.stream(output).sum();
      assertTrue(top > 0.25 && top < 0.8, "share of the six largest " + top);
      double[] people = table.population().orElseThrow();
      assertTrue(Arrays.stream(people).allMatch(p -> p > 1e4 && p < 1e9));
      long provinces =
          axes.regions().labels().stream().map(r -> r.groups().get("province")).distinct().count();
      assertTrue(provinces > 5 && provinces < 30, "provinces " + provinces);
    }
  }

  @Test
  void keySectorsExistFromTwelveSectorsOn() {
    for (int sectors : List.of(12, 20, 42)) {
      var names = GeneratedSectors.of(sectors).axis().texts();
      for (String key :
          List.of(
              "Electricity", "Iron and steel", "Petroleum", "Coal", "Non-metallic", "Chemical")) {
        assertTrue(names.stream().anyMatch(n -> n.startsWith(key)), key + " in " + names);
      }
    }
    assertEquals(134, GeneratedSectors.of(134).axis().size());
  }

  @Test
  void namesAreDistinctBeyondTheSupply() {
    var towns = new NameMaker(NameMaker.TOWNS, new RandomSource(5));
    long distinct = IntStream.range(0, 45_000).mapToObj(towns::name).distinct().count();
    assertEquals(45_000, distinct);
  }

  @Test
  void bytesDependOnTheSeedOnly() throws IOException {
    var options = new GeneratorOptions(11, 15, 77, 5, true, 3, 0.05, 2020);
    try (var one = generate(options, 1)) {
      byte[] z = bytes(all(one.z(), 165));
      for (int threads : List.of(2, 5)) {
        try (var other = generate(options, threads)) {
          assertEquals(one.axes(), other.axes());
          assertEquals(one.info(), other.info());
          assertTrue(Arrays.equals(z, bytes(all(other.z(), 7 * threads))));
          assertTrue(Arrays.equals(bytes(one.y()), bytes(other.y())));
          assertTrue(Arrays.equals(bytes(one.v()), bytes(other.v())));
          assertTrue(Arrays.equals(one.x(), other.x()));
          assertTrue(Arrays.equals(one.population().get(), other.population().get()));
          var f = one.satellites().getFirst();
          var g = other.satellites().getFirst();
          assertTrue(Arrays.equals(bytes(f.f()), bytes(g.f())));
          assertTrue(Arrays.equals(bytes(f.fY()), bytes(g.fY())));
        }
      }
      // Rows read one by one, from the last to the first.
      var backwards = HostMatrix.allocate(Arena.ofAuto(), 165, 165);
      for (int i = 164; i >= 0; i--) {
        one.z().read(i, backwards.panel(i, 1));
      }
      assertTrue(Arrays.equals(z, bytes(backwards)));
    }
  }

  @Test
  void labelsDoNotDependOnTheLanguage() {
    var before = Locale.getDefault();
    try (var english = generate(3, 12, 1)) {
      // This locale writes numbers with digits of its own.
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      try (var arabic = generate(3, 12, 1)) {
        assertEquals(english.axes(), arabic.axes());
        assertEquals(english.info(), arabic.info());
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void sourceIsTheCommandThatMakesTheTable() {
    try (var table = generate(new GeneratorOptions(2, 3, -5, 5, false, 2, 0.1, 2012), 1)) {
      assertEquals(
          "wassily generate --regions 2 --sectors 3 --seed -5 --categories 5 --no-export --stressors 2 --idle 0.1 --year 2012",
          table.info().source());
    }
  }

  @Test
  void anotherSeedIsAnotherTable() throws IOException {
    try (var a = generate(5, 8, 1);
        var b = generate(5, 8, 2)) {
      assertNotEquals(a.axes().regions(), b.axes().regions());
      assertEquals(a.axes().sectors(), b.axes().sectors());
      assertFalse(Arrays.equals(bytes(all(a.z(), 40)), bytes(all(b.z(), 40))));
      assertFalse(Arrays.equals(a.x(), b.x()));
    }
  }

  @Test
  void smallestTablesCanBeIdleToo() {
    for (int regions = 2; regions <= 4; regions++) {
      for (int sectors = 1; sectors <= 13; sectors++) {
        var options = new GeneratorOptions(regions, sectors, 1, 4, true, 1, 0.2, 2020);
        try (var table = generate(options, 1)) {
          long idle = Arrays.stream(table.x()).filter(x -> x == 0).count();
          assertEquals((long) Math.ceil(0.2 * (regions * sectors)), idle);
        }
      }
    }
  }

  @Test
  void refusesImpossibleOptions() {
    var e = assertThrows(IllegalArgumentException.class, () -> new GeneratorOptions(0, 42, 1));
    assertEquals("regions is 0, expected ≥ 1", e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new GeneratorOptions(3, 3, 1, 6, true, 1, 0, 2020));
    assertThrows(
        IllegalArgumentException.class,
        () -> new GeneratorOptions(3, 3, 1, 4, true, 1, Double.NaN, 2020));
    assertThrows(IllegalArgumentException.class, () -> new GeneratorOptions(1_000_000, 1000, 1));
  }

  static byte[] bytes(HostMatrix m) {
    return m.segment().toArray(ValueLayout.JAVA_BYTE);
  }
}
