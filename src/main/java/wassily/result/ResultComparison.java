package wassily.result;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wassily.linalg.HostMatrix;

/**
 * How far two results of the same computation are from each other, array by array.
 *
 * <p>The difference of two cells is {@code |a − b| / max(|a|, |b|, FLOOR·s)}, where s is the
 * largest |value| of the cells' slice: those of the same first label (stressor), which share a
 * unit. The floor is there because a cell that is small only because larger numbers cancelled in it
 * is known no better than they are. NaN against NaN, as for the population of a region that has
 * none, is no difference; NaN against a number is infinitely large.
 *
 * @param arrays every array of the first result, in its order, then those that only the second has
 */
public record ResultComparison(List<Difference> arrays) {
  /** Cells below this share of their slice's largest are compared relative to that share. */
  public static final double FLOOR = 1e-4;

  /** Copies the list. */
  public ResultComparison {
    arrays = List.copyOf(arrays);
  }

  /**
   * The difference between two arrays of one name.
   *
   * @param name the arrays' name
   * @param cells how many were compared
   * @param largest the largest relative difference; infinite when they cannot be compared
   * @param where the labels of that cell and both numbers; empty when all are equal
   * @param obstacle why they cannot be compared: missing in one result, other axes
   */
  public record Difference(
      String name, long cells, double largest, String where, Optional<String> obstacle) {}

  /**
   * Compares two results.
   *
   * @param a one
   * @param b the other
   * @return the differences
   * @throws IOException when values cannot be read
   */
  public static ResultComparison of(ResultSet a, ResultSet b) throws IOException {
    var found = new ArrayList<Difference>();
    for (ResultArray mine : a.arrays()) {
      var theirs = b.arrays().stream().filter(x -> x.name().equals(mine.name())).findFirst();
      found.add(
          theirs.isPresent()
              ? compare(mine, theirs.get())
              : incomparable(mine.name(), "only in the first"));
    }
    for (ResultArray theirs : b.arrays()) {
      if (a.arrays().stream().noneMatch(x -> x.name().equals(theirs.name()))) {
        found.add(incomparable(theirs.name(), "only in the second"));
      }
    }
    return new ResultComparison(found);
  }

  /**
   * The largest difference of all arrays.
   *
   * @return 0 when there are none; infinite when some cannot be compared
   */
  public double largest() {
    return arrays.stream().mapToDouble(Difference::largest).max().orElse(0);
  }

  private static Difference incomparable(String name, String why) {
    return new Difference(name, 0, Double.POSITIVE_INFINITY, "", Optional.of(why));
  }

  private static Difference compare(ResultArray a, ResultArray b) throws IOException {
    if (!labels(a).equals(labels(b))) {
      return incomparable(a.name(), "other axes: %s and %s".formatted(text(a), text(b)));
    }
    if (!a.unit().equals(b.unit())) {
      return incomparable(a.name(), "other units: \"%s\" and \"%s\"".formatted(a.unit(), b.unit()));
    }
    var shape = a.values().shape();
    int slices = a.axes().size() == 1 ? 1 : a.axes().getFirst().labels().size();
    double worst = 0;
    String where = "";
    try (var arena = Arena.ofShared()) {
      var mine = HostMatrix.allocate(arena, 1, shape.columns());
      var theirs = HostMatrix.allocate(arena, 1, shape.columns());
      for (int s = 0; s < slices; s++) {
        long from = s * (shape.rows() / slices);
        long to = from + shape.rows() / slices;
        double floor = 0;
        for (long i = from; i < to; i++) {
          a.values().read(i, mine);
          b.values().read(i, theirs);
          floor = Math.max(floor, FLOOR * Math.max(size(mine.row(0)), size(theirs.row(0))));
        }
        for (long i = from; i < to; i++) {
          a.values().read(i, mine);
          b.values().read(i, theirs);
          double[] x = mine.row(0);
          double[] y = theirs.row(0);
          for (int j = 0; j < x.length; j++) {
            double difference = difference(x[j], y[j], floor);
            if (difference > worst) {
              worst = difference;
              where = "%s: %s and %s".formatted(cell(a, i, j), x[j], y[j]);
            }
          }
        }
      }
    }
    return new Difference(a.name(), shape.elements(), worst, where, Optional.empty());
  }

  private static double difference(double x, double y, double floor) {
    if (x == y || Double.isNaN(x) && Double.isNaN(y)) {
      return 0;
    }
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.abs(x - y) / Math.max(floor, Math.max(Math.abs(x), Math.abs(y)));
  }

  /** The largest |finite value|. */
  private static double size(double[] row) {
    double largest = 0;
    for (double v : row) {
      largest = Double.isFinite(v) ? Math.max(largest, Math.abs(v)) : largest;
    }
    return largest;
  }

  private static List<List<String>> labels(ResultArray a) {
    return a.axes().stream().map(ResultAxis::labels).toList();
  }

  private static String text(ResultArray a) {
    return String.join(
        " × ", a.axes().stream().map(x -> x.name() + " " + x.labels().size()).toList());
  }

  /** The labels of a cell, outermost axis first. */
  private static String cell(ResultArray a, long row, int column) {
    var labels = new ArrayList<String>();
    labels.add(a.axes().getLast().labels().get(column));
    long rest = row;
    for (int i = a.axes().size() - 2; i >= 0; i--) {
      var axis = a.axes().get(i).labels();
      labels.addFirst(axis.get((int) (rest % axis.size())));
      rest /= axis.size();
    }
    return String.join(", ", labels);
  }
}
