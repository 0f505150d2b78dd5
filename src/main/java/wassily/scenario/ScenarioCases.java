package wassily.scenario;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;

/**
 * Which scenarios of a response statistics are taken over: all together, or where something is
 * drawn, for each case of the rest of the design its draws.
 *
 * @param drawn whether they are draws
 * @param labels of the cases; empty where there is only one
 * @param rows by case the scenarios, in the order of the draws
 */
record ScenarioCases(boolean drawn, List<String> labels, int[][] rows) {
  static ScenarioCases together(int scenarios) {
    return new ScenarioCases(
        false, List.of(), new int[][] {IntStream.range(0, scenarios).toArray()});
  }

  /** As the design that a result holds says. */
  static ScenarioCases of(ResultSet sweep, ResultArray response) throws IOException {
    int scenarios = response.axes().getFirst().labels().size();
    Optional<Design> design = KeptDesign.of(sweep).filter(d -> d.scenarios() == scenarios);
    Optional<Draws> draws = design.flatMap(Draws::of);
    if (draws.isEmpty()) {
      return together(scenarios);
    }
    Draws d = draws.get();
    int[][] rows =
        IntStream.range(0, d.scenarios())
            .mapToObj(g -> IntStream.of(d.independent()).map(b -> d.row(b, g)).toArray())
            .toArray(int[][]::new);
    return new ScenarioCases(true, d.scenarios() > 1 ? d.labels(design.get()) : List.of(), rows);
  }

  int size() {
    return rows.length;
  }

  /** How many scenarios a case has. */
  int each() {
    return rows[0].length;
  }

  /** The axis of cases, where there are several. */
  List<ResultAxis> axis() {
    return labels.isEmpty() ? List.of() : List.of(new ResultAxis("case", labels));
  }

  /** How often each scenario counts in a case, when those that failed are left out. */
  long[] weights(int number, boolean[] failed) {
    var weights = new long[failed.length];
    Arrays.stream(rows[number]).forEach(s -> weights[s] = failed[s] ? 0 : 1);
    return weights;
  }

  /** How many scenarios of all cases failed. */
  int failed(boolean[] failed) {
    return (int) Arrays.stream(rows).flatMapToInt(Arrays::stream).filter(s -> failed[s]).count();
  }
}
