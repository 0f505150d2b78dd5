package wassily.scenario;

import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;

/** In which orders of rows responses are computed. */
final class ResponseLayouts {
  private ResponseLayouts() {}

  /** Groups of rows, and whether W is without what regions emit for themselves. */
  private record Order(IntBuffer groups, boolean leavesOwnOut) {
    static Order of(SweepModel model, ResponsePath path) {
      return new Order(IntBuffer.wrap(path.origin()), model.leavesOwnOut(path));
    }
  }

  /** Whether a response takes all rows in the table's order. */
  static boolean isPlain(SweepModel model, ResponsePath path) {
    return path.origins() == 1 && !model.leavesOwnOut(path);
  }

  /** Layouts of the responses by consumer; those that have the same groups share one. */
  static Map<ResponsePath, RowLayout> of(SweepModel model, RowLayout plain) {
    var known = new HashMap<Order, RowLayout>();
    var found = new HashMap<ResponsePath, RowLayout>();
    for (ResponsePath path : model.paths()) {
      if (path.side() == ResponsePath.Side.CONSUMER || path.side() == ResponsePath.Side.PRODUCT) {
        found.put(
            path,
            isPlain(model, path)
                ? plain
                : known.computeIfAbsent(
                    Order.of(model, path),
                    _ -> RowLayout.of(model.emitting().groups(path.origin()), path.origins())));
      }
    }
    return found;
  }

  /** How many orders of rows there are beside the table's own. */
  static long others(SweepModel model) {
    return model.paths().stream()
        .filter(p -> p.side() == ResponsePath.Side.CONSUMER && !isPlain(model, p))
        .filter(p -> !model.consumersFirst(p))
        .map(p -> Order.of(model, p))
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
