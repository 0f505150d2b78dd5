package wassily.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;

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

  /** The number at one label of each axis. */
  double at(String array, String... labels) {
    Optional<ResultArray> found = find(array);
    return found.isPresent() && has(found.get().axes(), labels)
        ? number(found.get(), labels)
        : Double.NaN;
  }

  private static boolean has(List<ResultAxis> axes, String... labels) {
    return IntStream.range(0, labels.length)
        .allMatch(i -> axes.get(i).labels().contains(labels[i]));
  }

  private static double number(ResultArray array, String... labels) {
    try {
      return array.at(List.of(labels));
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
