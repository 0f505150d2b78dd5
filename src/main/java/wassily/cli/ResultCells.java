package wassily.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;

/** Looks numbers of a result up by the array's name and a label on each axis. */
final class ResultCells {
  private final ResultSet result;

  ResultCells(ResultSet result) {
    this.result = result;
  }

  /** Whether the result has an array. */
  boolean has(String array) {
    return result.arrays().stream().anyMatch(a -> a.name().equals(array));
  }

  /** The labels of an axis. */
  List<String> labels(String array, int axis) {
    return result.array(array).axes().get(axis).labels();
  }

  /** The unit of an array, or of a figure along its last axis. */
  String unit(String array, String... figure) {
    ResultArray a = result.array(array);
    if (figure.length == 0) {
      return a.unit();
    }
    ResultAxis last = a.axes().getLast();
    return last.coordinates().get("unit").get(last.labels().indexOf(figure[0]));
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException when the array or a label is not there
   */
  double at(String array, String... labels) {
    try {
      return result.array(array).at(List.of(labels));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All numbers of an array of two axes. */
  double[][] rows(String array) {
    ResultArray a = result.array(array);
    var rows = new double[a.axes().getFirst().labels().size()][];
    try (var arena = Arena.ofConfined()) {
      var one = HostMatrix.allocate(arena, 1, a.axes().getLast().labels().size());
      for (int i = 0; i < rows.length; i++) {
        a.values().read(i, one);
        rows[i] = one.row(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
