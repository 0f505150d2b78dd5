package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.scenario.DesignSpec.Distribution;
import wassily.table.BadDataException;

class DesignBuilderTest {
  private static final Where LINE = new Where("sweep.yaml", 9);

  /** A lever for each variable that takes any number of 0 or more. */
  private static SweepSpec spec(DesignSpec design, String... variables) {
    var levers =
        Stream.of(variables)
            .map(
                v ->
                    lever(
                        "lever-" + v,
                        new Action.IntensityScale(all(), new Amount.Variable(v), false)))
            .toList();
    return spec(design, levers);
  }

  private static SweepSpec spec(DesignSpec design, List<Lever> levers) {
    return new SweepSpec(
        "test",
        Path.of("t.h5"),
        Optional.empty(),
        List.of(),
        List.of(),
        levers,
        design,
        List.of(),
        new SweepSpec.Keep(true, List.of()),
        0,
        LINE);
  }

  private static Cells all() {
    return new Cells(Choice.all(LINE), Choice.all(LINE));
  }

  private static Lever lever(String name, Action action) {
    return new Lever(name, Amount.ONE, action, new Where("sweep.yaml", 4));
  }

  private static DesignSpec.Grid grid(int... sizes) {
    var values = new LinkedHashMap<String, List<Double>>();
    for (int size : sizes) {
      values.put("v" + values.size(), Collections.nCopies(size, 0.5));
    }
    return new DesignSpec.Grid(values, LINE);
  }

  private static CsvTable.Reader noFile() {
    return (file, _) -> {
      throw new AssertionError("reads " + file);
    };
  }

  private static Design build(SweepSpec spec) throws IOException {
    return new DesignBuilder(noFile(), false).build(spec);
  }

  private static String refusal(SweepSpec spec) {
    return assertThrows(BadDataException.class, () -> build(spec)).getMessage();
  }

  @Test
  void lastVariableOfAGridIsFastest() throws IOException {
    var values = new LinkedHashMap<String, List<Double>>();
    values.put("a", List.of(1.0, 2.0));
    values.put("b", List.of(5.0, Double.NaN, 7.0));
    Design design = build(spec(new DesignSpec.Grid(values, LINE), "a", "b"));
    assertEquals(List.of("a", "b"), design.variables());
    assertEquals(
        "[[1.0, 5.0], [1.0, NaN], [1.0, 7.0], [2.0, 5.0], [2.0, NaN], [2.0, 7.0]]",
        Arrays.deepToString(design.rows()));
  }

  @Test
  void withoutVariablesThereIsOneScenario() throws IOException {
    Design design = build(spec(grid()));
    assertEquals(1, design.scenarios());
    assertEquals(0, design.rows()[0].length);
  }

  @Test
  void largeDesignsAreRefusedBeforeTheyAreMade() {
    assertEquals(
        "sweep.yaml:9: the design has 1,000,000,000 rows (48.0 GB), more than 1,000,000; make it smaller, or confirm that you mean it",
        refusal(spec(grid(1000, 1000, 1000), "v0", "v1", "v2")));
    // 1000⁸ does not fit into a long.
    String beyond =
        refusal(
            spec(
                grid(1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000),
                "v0",
                "v1",
                "v2",
                "v3",
                "v4",
                "v5",
                "v6",
                "v7"));
    assertTrue(beyond.contains("more than 10¹⁸ rows"), beyond);
    var sample = sample(DesignSpec.Method.RANDOM, 1_000_001, 1, new Distribution.Uniform(0, 1));
    assertTrue(refusal(spec(sample, "v0")).contains("1,000,001 rows"));
  }

  @Test
  void whatIsMeantIsMadeIfItFits() throws IOException {
    var sample = sample(DesignSpec.Method.RANDOM, 1_000_001, 1, new Distribution.Uniform(0, 1));
    var large = new DesignBuilder(noFile(), true);
    assertEquals(1_000_001, large.build(spec(sample, "v0")).scenarios());
    String message =
        assertThrows(
                BadDataException.class,
                () -> large.build(spec(grid(1_000_000, 1_000_000, 1_000_000), "v0", "v1", "v2")))
            .getMessage();
    assertTrue(message.contains("does not fit into Java's heap"), message);
  }

  private static DesignSpec.Sample sample(
      DesignSpec.Method method, long rows, long seed, Distribution... distributions) {
    var variables = new LinkedHashMap<String, Distribution>();
    for (var d : distributions) {
      variables.put("v" + variables.size(), d);
    }
    return new DesignSpec.Sample(method, rows, seed, variables, LINE);
  }

  @ParameterizedTest
  @EnumSource(DesignSpec.Method.class)
  void aSeedDecidesAll(DesignSpec.Method method) throws IOException {
    var u = new Distribution.Uniform(0, 1);
    double[][] one = build(spec(sample(method, 100, 7, u, u), "v0", "v1")).rows();
    double[][] again = build(spec(sample(method, 100, 7, u, u), "v0", "v1")).rows();
    double[][] other = build(spec(sample(method, 100, 8, u, u), "v0", "v1")).rows();
    double[][] more = build(spec(sample(method, 100, 7, u, u, u), "v0", "v1", "v2")).rows();
    assertTrue(Arrays.deepEquals(one, again));
    for (int i = 0; i < 100; i++) {
      assertNotEquals(one[i][0], other[i][0]);
      assertNotEquals(one[i][0], one[i][1]);
      assertArrayEquals(one[i], Arrays.copyOf(more[i], 2));
    }
  }

  @Test
  void saltelli() throws IOException {
    var variables = new LinkedHashMap<String, Distribution>();
    variables.put("v0", new Distribution.Uniform(0, 10));
    variables.put("v1", new Distribution.LogNormal(1, 0.2));
    var spec = new DesignSpec.Saltelli(50, 7, variables, LINE);
    assertEquals(200, DesignBuilder.rows(spec, 0));
    Design design = build(spec(spec, "v0", "v1"));
    assertEquals(new SaltelliDesign(50, 2), SaltelliDesign.of(design.variables(), design.rows()));
    double[][][] halves = SaltelliDesign.halves(50, 2, 7);
    double[][] points = SaltelliDesign.mixed(halves[0], halves[1], 0);
    for (int i = 0; i < 200; i++) {
      assertEquals(Quantiles.of(variables.get("v0"), points[i][0]), design.rows()[i][0]);
      assertEquals(Quantiles.of(variables.get("v1"), points[i][1]), design.rows()[i][1]);
    }
    var large = new DesignSpec.Saltelli(300_000, 7, variables, LINE);
    assertTrue(refusal(spec(large, "v0", "v1")).contains("1,200,000 rows"));
    var endless = new DesignSpec.Saltelli(Long.MAX_VALUE, 7, variables, LINE);
    assertTrue(refusal(spec(endless, "v0", "v1")).contains("more than 10¹⁸ rows"));
    var none = new DesignSpec.Saltelli(8, 7, new LinkedHashMap<>(), LINE);
    assertEquals(
        "sweep.yaml:9: saltelli has 0 variables, expected 1 to 10,600", refusal(spec(none)));
    variables.put("v1", new Distribution.Normal(0, 1));
    var negative = refusal(spec(new DesignSpec.Saltelli(50, 7, variables, LINE), "v0", "v1"));
    assertTrue(negative.endsWith("lever lever-v1 needs a factor of 0 or more"), negative);
  }

  private static CsvTable.Reader csv(String... lines) {
    return (_, _) -> {
      var rows = new ArrayList<CsvTable.Row>();
      for (int i = 1; i < lines.length; i++) {
        rows.add(new CsvTable.Row(new Where("runs.csv", i + 1), List.of(lines[i].split(",", -1))));
      }
      return new CsvTable("runs.csv", List.of(lines[0].split(",")), rows);
    };
  }

  private static Design list(List<Lever> levers, String... lines) throws IOException {
    var design = new DesignSpec.Rows(Path.of("runs.csv"), LINE);
    return new DesignBuilder(csv(lines), false).build(spec(design, levers));
  }

  private static List<Lever> techAndShare() {
    return List.of(
        lever(
            "plants",
            new Action.IntensityBenchmark(
                all(), new Action.Benchmark.NationalAverage(), new Amount.Variable("tech"), false)),
        lever(
            "building",
            new Action.DemandShift(
                Choice.all(LINE),
                Choice.all(LINE),
                Choice.all(LINE),
                new Amount.Variable("share"),
                Action.Remainder.CUT,
                false)));
  }

  @Test
  void lists() throws IOException {
    Design design = list(techAndShare(), "share,tech", "0.5,off", ",1", "1e-1,OFF");
    assertEquals(List.of("share", "tech"), design.variables());
    assertEquals("[[0.5, NaN], [NaN, 1.0], [0.1, NaN]]", Arrays.deepToString(design.rows()));
  }

  private static String listRefusal(String... lines) {
    return assertThrows(BadDataException.class, () -> list(techAndShare(), lines)).getMessage();
  }

  @Test
  void badLists() {
    for (String cell : List.of("NaN", "inf", "1e999", "0,5".replace(',', ';'), "0x1p3", "1d")) {
      assertEquals(
          "runs.csv:3: tech is \"%s\", expected a finite number, or off to leave its levers out"
              .formatted(cell),
          listRefusal("tech,share", "0,0", cell + ",0"));
    }
    assertEquals(
        "runs.csv:1: no lever uses the column \"tehc\"; did you mean tech?",
        listRefusal("tehc,share", "0,0"));
    assertEquals(
        "runs.csv:1: no column \"share\", which lever building uses (sweep.yaml:4); there are: tech",
        listRefusal("tech", "0"));
    assertEquals(
        "sweep.yaml:9: the design has no rows, expected at least one scenario",
        listRefusal("tech,share"));
    assertEquals(
        "runs.csv:3: share is 1.2 in scenario 1 and out of range in 1 more; lever building needs a share of 0 to 1",
        listRefusal("tech,share", "0,0", "0,1.2", "0,off", "0,-1"));
  }

  @Test
  void valuesThatALeverCannotTake() {
    var normal = sample(DesignSpec.Method.SOBOL, 64, 1, new Distribution.Normal(0, 1));
    String message = refusal(spec(normal, "v0"));
    assertTrue(
        message.startsWith("sweep.yaml:9: v0 is -")
            && message.endsWith("lever lever-v0 needs a factor of 0 or more"),
        message);
  }
}
