package wassily.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;

/** Looks figures of a study up by array and labels; NaN where there is none. */
final class StudyCells {
  private final List<ResultArray> arrays;

  StudyCells(List<ResultArray> arrays) {
    this.arrays = arrays;
  }

  private Optional<ResultArray> find(String name) {
    return arrays.stream().filter(a -> a.name().equals(name)).findFirst();
  }

  String unit(String array) {
    return find(array).map(ResultArray::unit).orElse("");
  }

  /** A number of an array of one or two axes. */
  double at(String array, String... labels) {
    Optional<ResultArray> found = find(array);
    if (found.isEmpty()) {
      return Double.NaN;
    }
    var axes = found.get().axes();
    int row = labels.length == 1 ? 0 : axes.getFirst().labels().indexOf(labels[0]);
    int column = axes.getLast().labels().indexOf(labels[labels.length - 1]);
    return row < 0 || column < 0 ? Double.NaN : cell(found.get(), row, column);
  }

  private static double cell(ResultArray array, int row, int column) {
    try (var arena = Arena.ofConfined()) {
      var one = HostMatrix.allocate(arena, 1, array.axes().getLast().labels().size());
      array.values().read(row, one);
      return one.get(0, column);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The share of fixed capital formation in the footprint, or of capital formation as a whole. */
  double capital(String array) {
    return find(array).stream()
        .flatMap(a -> a.axes().getFirst().labels().stream())
        .filter(c -> c.toLowerCase(Locale.ROOT).contains("capital formation"))
        .min(Comparator.comparing(c -> !c.toLowerCase(Locale.ROOT).contains("fixed")))
        .map(c -> at(array, c, "D_cba_share"))
        .orElse(Double.NaN);
  }
}
