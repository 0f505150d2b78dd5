package wassily.report;

import java.util.List;

/** A picture on a page, of values that are already worked out. */
public sealed interface Chart permits Chart.Bars, Chart.Lines {
  /**
   * What stands above it.
   *
   * @return the title
   */
  String title();

  /**
   * Bars beside or upon each other.
   *
   * @param title above the picture
   * @param unit of the values
   * @param categories what the bars stand for
   * @param series a value for each category; NaN draws nothing
   * @param stacked whether the series of a category stand upon each other
   * @param mark a line across at this value, NaN for none
   * @param horizontal whether categories stand below each other: for long names
   */
  record Bars(
      String title,
      String unit,
      List<String> categories,
      List<Series> series,
      boolean stacked,
      double mark,
      boolean horizontal)
      implements Chart {
    /** Copies, and refuses series of another length. */
    public Bars {
      categories = List.copyOf(categories);
      series = List.copyOf(series);
      for (Series s : series) {
        if (s.values().size() != categories.size()) {
          throw new IllegalArgumentException(
              "%s: \"%s\" has %d values for %d categories"
                  .formatted(title, s.name(), s.values().size(), categories.size()));
        }
      }
    }
  }

  /**
   * A value for each category.
   *
   * @param name in the legend
   * @param values in the order of the categories
   */
  record Series(String name, List<Double> values) {
    /** Copies. */
    public Series {
      values = List.copyOf(values);
    }
  }

  /**
   * Points joined by lines, both axes logarithmic: powers are straight.
   *
   * @param title above the picture
   * @param horizontal name of the horizontal axis
   * @param vertical name of the vertical axis
   * @param curves the lines
   */
  record Lines(String title, String horizontal, String vertical, List<Curve> curves)
      implements Chart {
    /** Copies. */
    public Lines {
      curves = List.copyOf(curves);
    }
  }

  /**
   * One line.
   *
   * @param name in the legend
   * @param points all coordinates positive
   */
  record Curve(String name, List<Point> points) {
    /** Copies. */
    public Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * A point.
   *
   * @param x horizontal
   * @param y vertical
   */
  record Point(double x, double y) {}
}
