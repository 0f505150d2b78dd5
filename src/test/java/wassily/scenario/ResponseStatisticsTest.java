package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
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
        ResponseStatistics.of(
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
    double[][] by = read(ResponseStatistics.of(summary, 0.95).array());
    assertEquals(List.of(10.0, 1.0, 0.1), List.of(by[0][0], by[1][0], by[2][0]));
    assertTrue(Double.isNaN(by[3][0]));
    assertEquals(List.of(11.0, 29.0), List.of(by[4][1], by[5][1]));
    String other =
        assertThrows(BadDataException.class, () -> ResponseStatistics.of(summary, 0.8))
            .getMessage();
    assertTrue(other.contains("without q0.1") && other.contains("q0.025"), other);
  }

  @Test
  void whatHasNoScenarios() {
    var array =
        new ResultArray("T", "kt", "T", List.of(STRESSOR, REGION), HostMatrix.of(new double[2]));
    String message =
        assertThrows(BadDataException.class, () -> ResponseStatistics.of(array, 0.95)).getMessage();
    assertTrue(message.startsWith("T has no scenarios"), message);
  }
}
