package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.table.BadDataException;

class ResponseStatisticsTest {
  private static final ResultAxis STRESSOR = new ResultAxis("stressor", List.of("CO2"));
  private static final ResultAxis REGION = new ResultAxis("region", List.of("a", "b"));

  private static ResultArray scenarios(double[]... rows) {
    var axis =
        new ResultAxis(
            "scenario", IntStream.range(0, rows.length).mapToObj(Integer::toString).toList());
    return new ResultArray("D", "kt", "D", List.of(axis, STRESSOR, REGION), HostMatrix.of(rows));
  }

  /** Of a result without a design. */
  private static ResponseStatistics statistics(ResultArray response, double confidence)
      throws IOException {
    return ResponseStatistics.of(set(response), response, confidence);
  }

  private static ResultSet set(ResultArray... arrays) {
    return new ResultSet("test", List.of(arrays), new Certificate(List.of()), Map.of());
  }

  private static ResultArray design(List<String> variables, double[]... rows) {
    return new ResultArray(
        "design",
        "",
        "values",
        List.of(
            new ResultAxis(
                "scenario", IntStream.range(0, rows.length).mapToObj(Integer::toString).toList()),
            new ResultAxis("variable", variables)),
        HostMatrix.of(rows));
  }

  private static double[][] read(ResultArray a) throws IOException {
    var shape = a.values().shape();
    var m = HostMatrix.allocate(Arena.ofAuto(), shape.rows(), shape.columns());
    a.values().read(0, m);
    return IntStream.range(0, (int) m.rows()).mapToObj(m::row).toArray(double[][]::new);
  }

  /** 1 … 5: mean 3, variance 2.5, type-7 quantiles at 0.1 and 0.9 are 1.4 and 4.6. */
  @Test
  void ofScenarios() throws IOException {
    var nan = new double[] {Double.NaN, Double.NaN};
    var found =
        statistics(
            scenarios(
                new double[] {5, -10},
                new double[] {1, -10},
                nan,
                new double[] {2, -10},
                new double[] {4, -10},
                new double[] {3, -10}),
            0.8);
    assertEquals(5, found.scenarios());
    assertEquals(1, found.failed());
    assertEquals(
        List.of("statistic", "stressor", "region"),
        found.array().axes().stream().map(ResultAxis::name).toList());
    double[][] by = read(found.array());
    double sd = Math.sqrt(2.5);
    double[] expected = {3, sd, sd / 3, sd / Math.sqrt(5), 1.4, 4.6};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], by[i][0], 8 * Math.ulp(expected[i]), "figure " + i);
    }
    assertEquals(
        List.of(-10.0, 0.0, 0.0, 0.0, -10.0, -10.0), Arrays.stream(by).map(row -> row[1]).toList());
    assertTrue(found.array().description().contains("central 80 %"));
  }

  @Test
  void ofASummary() throws IOException {
    var axis = new ResultAxis("statistic", List.of("mean", "sd", "min", "max", "q0.025", "q0.975"));
    var values =
        HostMatrix.of(
            new double[] {10, 20},
            new double[] {1, 5},
            new double[] {7, 8},
            new double[] {13, 31},
            new double[] {8, 11},
            new double[] {12, 29});
    var summary = new ResultArray("D", "kt", "D", List.of(axis, STRESSOR, REGION), values);
    double[][] by = read(statistics(summary, 0.95).array());
    assertEquals(List.of(10.0, 1.0, 0.1), List.of(by[0][0], by[1][0], by[2][0]));
    assertTrue(Double.isNaN(by[3][0]));
    assertEquals(List.of(11.0, 29.0), List.of(by[4][1], by[5][1]));
    String other =
        assertThrows(BadDataException.class, () -> statistics(summary, 0.8)).getMessage();
    assertTrue(other.contains("without q0.1") && other.contains("q0.025"), other);
  }

  @Test
  void whatHasNoScenarios() {
    var array =
        new ResultArray("T", "kt", "T", List.of(STRESSOR, REGION), HostMatrix.of(new double[2]));
    String message =
        assertThrows(BadDataException.class, () -> statistics(array, 0.95)).getMessage();
    assertTrue(message.startsWith("T has no scenarios"), message);
  }

  /** Two scenarios under three draws: 1 2 3 and 10 20 60; never pooled. */
  @Test
  void ofEachScenarioOverItsDraws() throws IOException {
    ResultArray design =
        design(
            List.of("draw", "f"),
            new double[] {0, 1},
            new double[] {0, 0.5},
            new double[] {1, 1},
            new double[] {1, 0.5},
            new double[] {2, 1},
            new double[] {2, 0.5});
    ResultArray values =
        scenarios(
            new double[] {1, 0},
            new double[] {10, 0},
            new double[] {2, 0},
            new double[] {20, 0},
            new double[] {3, 0},
            new double[] {60, 0});
    var found = ResponseStatistics.of(set(values, design), values, 0.5);
    assertEquals(2, found.cases());
    assertEquals(6, found.scenarios());
    assertEquals(
        List.of("statistic", "case", "stressor", "region"),
        found.array().axes().stream().map(ResultAxis::name).toList());
    assertEquals(List.of("0: f=1.0", "1: f=0.5"), found.array().axes().get(1).labels());
    double[][] by = read(found.array()); // statistic × case, region
    double[] first = {2, 1, 0.5, 1 / Math.sqrt(3), 1.5, 2.5};
    double sd = Math.sqrt((20 * 20 + 10 * 10 + 30 * 30) / 2.0);
    double[] second = {30, sd, sd / 30, sd / Math.sqrt(3), 15, 40};
    for (int i = 0; i < first.length; i++) {
      assertEquals(first[i], by[2 * i][0], 8 * Math.ulp(first[i]), "figure " + i);
      assertEquals(second[i], by[2 * i + 1][0], 8 * Math.ulp(second[i]), "figure " + i);
    }
  }

  /** Where levers are told apart, statistics are of A and B: the first and the last of three. */
  @Test
  void ofIndependentDrawsOnly() throws IOException {
    ResultArray design =
        design(
            List.of("draw:flows"),
            new double[] {0},
            new double[] {1},
            new double[] {1},
            new double[] {2},
            new double[] {3},
            new double[] {3});
    ResultArray values =
        scenarios(
            new double[] {1, 0},
            new double[] {2, 0},
            new double[] {2, 0},
            new double[] {3, 0},
            new double[] {6, 0},
            new double[] {6, 0});
    var found = ResponseStatistics.of(set(values, design), values, 0.5);
    assertEquals(1, found.cases());
    assertEquals(4, found.scenarios());
    assertEquals(3, read(found.array())[0][0], "the mean of 1, 2, 3, 6");
  }

  /** 1 … 8 by hand: figures of the first 4 and of all. */
  @Test
  void convergence() throws IOException {
    var rows = new double[8][];
    for (int i = 0; i < 8; i++) {
      rows[i] = new double[] {i + 1, 5};
    }
    ResultArray values = scenarios(rows);
    var found = ResponseConvergence.of(set(values), values, 0.5);
    assertEquals(List.of("4", "8"), found.array().axes().getFirst().labels());
    double[][] by = read(found.array()); // count, figure × region
    double z = 0.6744897501960817;
    double sd = Math.sqrt(6);
    double fourth =
        2
            * (3.5 * 3.5 * 3.5 * 3.5
                + 2.5 * 2.5 * 2.5 * 2.5
                + 1.5 * 1.5 * 1.5 * 1.5
                + 0.5 * 0.5 * 0.5 * 0.5)
            / 8;
    double ofSd = z * Math.sqrt((fourth - 36 * 5 / 7.0) / 8) / (2 * sd);
    double ofMean = z * sd / Math.sqrt(8);
    // Ranks 1 and 4 hold a quartile of 8 with 50 %: F(0) = 0.100 and F(3) = 0.886 of Bin(8, ¼).
    double[] expected = {
      4.5, 4.5 - ofMean, 4.5 + ofMean, sd, sd - ofSd, sd + ofSd, 2.75, 1, 4, 6.25, 5, 8
    };
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], by[12 + i][0], 1e-14 * 8, "figure " + i);
      double constant = i < 3 || i > 5 ? 5 : 0;
      assertEquals(constant, by[12 + i][1], "a constant, figure " + i);
    }
    assertEquals(2.5, by[0][0]);
    double[] narrow = IntStream.range(0, 12).mapToDouble(i -> by[i][0]).toArray();
    assertEquals(1.75, narrow[6]);
    // Of 4: F(0) = 0.316 ≥ ¼, so no value is below the lower quartile with enough certainty.
    assertTrue(Double.isNaN(narrow[7]), "open");
  }

  /** Intervals hold what they are for as often as they say. */
  @Test
  void intervalsCover() throws IOException {
    int samples = 2000;
    int draws = 400;
    var random = new java.util.Random(5);
    var values = HostMatrix.allocate(Arena.ofAuto(), draws, samples);
    for (int i = 0; i < draws; i++) {
      values.setRow(i, random.doubles(samples).toArray());
    }
    var labels = IntStream.range(0, samples).mapToObj(Integer::toString).toList();
    var array =
        new ResultArray(
            "D",
            "kt",
            "D",
            List.of(
                new ResultAxis(
                    "scenario", IntStream.range(0, draws).mapToObj(Integer::toString).toList()),
                new ResultAxis("region", labels)),
            values);
    double[][] by = read(ResponseConvergence.of(set(array), array, 0.95).array());
    double[] truth = {0.5, Math.sqrt(1 / 12.0), 0.025, 0.975};
    for (int f = 0; f < truth.length; f++) {
      double[] low = by[3 * 12 + 3 * f + 1];
      double[] high = by[3 * 12 + 3 * f + 2];
      double exact = truth[f];
      double share =
          IntStream.range(0, samples).filter(c -> low[c] <= exact && exact <= high[c]).count()
              / (double) samples;
      // 4 standard errors of a share of 0.95 among 2,000 are 0.02. Normal intervals of 400 draws
      // lose less than 0.01; ranks are whole numbers, so theirs hold up to 0.02 more.
      assertTrue(share > 0.92 && share < 0.99, "figure %d: %s".formatted(f, share));
    }
  }
}
