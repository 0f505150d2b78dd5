package wassily.scenario;

import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;

/** In which orders of rows responses are computed. */
final class ResponseLayouts {
  private ResponseLayouts() {}

  /** Layouts of the responses by consumer; those that have the same groups share one. */
  static Map<ResponsePath, RowLayout> of(SweepModel model, RowLayout plain) {
    var known = new HashMap<IntBuffer, RowLayout>();
    var found = new HashMap<ResponsePath, RowLayout>();
    for (ResponsePath path : model.paths()) {
      if (path.side() == ResponsePath.Side.CONSUMER || path.side() == ResponsePath.Side.PRODUCT) {
        found.put(
            path,
            path.origins() == 1
                ? plain
                : known.computeIfAbsent(
                    IntBuffer.wrap(path.origin()),
                    _ -> RowLayout.of(model.emitting().groups(path.origin()), path.origins())));
      }
    }
    return found;
  }

  /** How many orders of rows there are beside the table's own. */
  static long others(SweepModel model) {
    return model.paths().stream()
        .filter(p -> p.side() == ResponsePath.Side.CONSUMER && p.origins() > 1)
        .filter(p -> !model.consumersFirst(p))
        .map(p -> IntBuffer.wrap(p.origin()))
        .distinct()
        .count();
  }

  /** How many orders of rows there are for final products. */
  static long products(SweepModel model) {
    return model.paths().stream()
        .filter(p -> p.side() == ResponsePath.Side.PRODUCT)
        .map(p -> IntBuffer.wrap(p.origin()))
        .distinct()
        .count();
  }
}
