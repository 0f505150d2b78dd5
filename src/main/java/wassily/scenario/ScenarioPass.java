package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;

/**
 * Walks over the scenarios of a response that a result kept: its first axis is {@code scenario}.
 */
final class ScenarioPass {
  static final String SCENARIO = "scenario";

  /** Values read at a time: 8 MiB. */
  private static final long PANEL = 1L << 20;

  private final ResultArray response;
  private final int scenarios;
  private final int cells;

  /**
   * @param response scenarios × at least one more axis
   */
  ScenarioPass(ResultArray response) {
    this.response = response;
    scenarios = response.axes().getFirst().labels().size();
    cells = axes().stream().mapToInt(a -> a.labels().size()).reduce(1, Math::multiplyExact);
  }

  /** Whether an array has scenarios. */
  static boolean isOf(ResultArray array) {
    return array.axes().size() > 1 && array.axes().getFirst().name().equals(SCENARIO);
  }

  /** How many scenarios there are. */
  int scenarios() {
    return scenarios;
  }

  /** How many numbers each has. */
  int cells() {
    return cells;
  }

  /** The axes of one scenario. */
  List<ResultAxis> axes() {
    return response.axes().subList(1, response.axes().size());
  }

  /** Takes one scenario after another. */
  @FunctionalInterface
  interface Taker {
    /**
     * @param scenario its number
     * @param row its numbers; overwritten by the next
     */
    void take(int scenario, double[] row);
  }

  /** Shows all scenarios, in order. */
  void each(Taker taker) throws IOException {
    long columns = response.values().shape().columns();
    long rowsOfOne = cells / columns;
    int height = Math.clamp(PANEL / cells, 1, scenarios);
    var row = new double[cells];
    try (var arena = Arena.ofConfined()) {
      var buffer = HostMatrix.allocate(arena, height * rowsOfOne, columns);
      for (int first = 0; first < scenarios; first += height) {
        int count = Math.min(height, scenarios - first);
        var panel = buffer.panel(0, count * rowsOfOne);
        response.values().read(first * rowsOfOne, panel);
        var byScenario = panel.reshape(count, cells);
        for (int s = 0; s < count; s++) {
          byScenario.getRow(s, row);
          taker.take(first + s, row);
        }
      }
    }
  }

  /** Some cells, each with its values in all scenarios. */
  double[][] columns(int from, int count) throws IOException {
    var values = new double[count][scenarios];
    each(
        (scenario, row) -> {
          for (int c = 0; c < count; c++) {
            values[c][scenario] = row[from + c];
          }
        });
    return values;
  }

  /** Scenarios that have no number at all: those that failed. */
  boolean[] failed() throws IOException {
    var failed = new boolean[scenarios];
    each((scenario, row) -> failed[scenario] = Arrays.stream(row).allMatch(Double::isNaN));
    return failed;
  }
}
