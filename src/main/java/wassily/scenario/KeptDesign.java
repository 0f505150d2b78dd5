package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultSet;

/** The design of a sweep as its result holds it. */
final class KeptDesign {
  /** The array's name. */
  static final String NAME = "design";

  private KeptDesign() {}

  /** Empty for a result that is of no sweep, or of one without variables. */
  static Optional<Design> of(ResultSet sweep) throws IOException {
    Optional<ResultArray> found =
        sweep.arrays().stream()
            .filter(a -> a.name().equals(NAME) && a.axes().size() == 2)
            .findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ResultArray values = found.get();
    int scenarios = Math.toIntExact(values.values().shape().rows());
    try (var arena = Arena.ofConfined()) {
      var all = HostMatrix.allocate(arena, scenarios, values.values().shape().columns());
      values.values().read(0, all);
      double[][] rows = IntStream.range(0, scenarios).mapToObj(all::row).toArray(double[][]::new);
      return Optional.of(new Design(values.axes().getLast().labels(), rows));
    }
  }
}
