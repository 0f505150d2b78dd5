package wassily.study;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;

/** Collects the labelled arrays of a study's result. */
final class StudyArrays {
  private final List<ResultArray> arrays = new ArrayList<>();

  /** A column of figures with its own unit. */
  record Figure(String name, String unit, double[] values) {}

  /** What was collected, in order. */
  List<ResultArray> all() {
    return List.copyOf(arrays);
  }

  /** Numbers along one axis. */
  void line(String name, String unit, String description, ResultAxis axis, double[] values) {
    arrays.add(
        new ResultArray(name, unit, description, List.of(axis), HostMatrix.of(values.clone())));
  }

  /** Numbers along two axes. */
  void table(
      String name,
      String unit,
      String description,
      ResultAxis rows,
      ResultAxis columns,
      double[][] values) {
    block(name, unit, description, List.of(rows, columns), values);
  }

  /** Numbers along any axes: a row for each position of all but the last. */
  void block(
      String name, String unit, String description, List<ResultAxis> axes, double[][] values) {
    int width = axes.getLast().labels().size();
    var matrix = HostMatrix.allocate(Arena.ofAuto(), values.length, width);
    for (int i = 0; i < values.length; i++) {
      matrix.setRow(i, values[i]);
    }
    arrays.add(new ResultArray(name, unit, description, axes, matrix));
  }

  /** Figures of different units for each label; the units stand along the axis of figures. */
  void figures(String name, String description, ResultAxis rows, List<Figure> figures) {
    var axis =
        new ResultAxis(
            name + "_figure",
            figures.stream().map(Figure::name).toList(),
            Map.of("unit", figures.stream().map(Figure::unit).toList()));
    var values = new double[rows.labels().size()][figures.size()];
    for (int i = 0; i < values.length; i++) {
      for (int f = 0; f < figures.size(); f++) {
        values[i][f] = figures.get(f).values()[i];
      }
    }
    table(name, "", description, rows, axis, values);
  }
}
