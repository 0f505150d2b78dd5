package wassily.scenario;

import java.util.Arrays;

/**
 * Exact quantiles of one cell over weighted scenarios: linear between the two nearest of the sorted
 * values, {@code h = (N − 1)·q} (type 7 of Hyndman and Fan 1996; the default of NumPy and R). A
 * scenario of weight w counts as w equal values.
 */
public final class ExactQuantiles {
  private final long[] weights;
  private final long total;
  private final boolean plain;

  /**
   * Quantiles over scenarios.
   *
   * @param weights how often each counts; 0 leaves it out
   */
  public ExactQuantiles(long[] weights) {
    this.weights = weights.clone();
    total = Arrays.stream(weights).sum();
    plain = Arrays.stream(weights).allMatch(w -> w == 0 || w == 1);
  }

  /**
   * The quantiles of a cell.
   *
   * @param values its value in each scenario; those of weight 0 are not looked at
   * @param wanted each between 0 and 1
   * @return one for each wanted; NaN when no scenario counts or one that does is NaN
   */
  public double[] of(double[] values, double[] wanted) {
    var found = new double[wanted.length];
    if (total == 0) {
      Arrays.fill(found, Double.NaN);
      return found;
    }
    int kept = 0;
    var sorted = new double[values.length];
    var times = new long[plain ? 0 : values.length];
    if (plain) {
      for (int i = 0; i < values.length; i++) {
        if (weights[i] > 0) {
          sorted[kept++] = values[i];
        }
      }
      Arrays.sort(sorted, 0, kept);
    } else {
      int[] order = order(values);
      for (int i : order) {
        sorted[kept] = values[i];
        times[kept++] = weights[i];
      }
    }
    if (Double.isNaN(sorted[kept - 1])) { // sorted behind everything else
      Arrays.fill(found, Double.NaN);
      return found;
    }
    for (int q = 0; q < wanted.length; q++) {
      double h = (total - 1) * wanted[q];
      long below = (long) Math.floor(h);
      double low = at(sorted, times, kept, below);
      double high = at(sorted, times, kept, Math.min(below + 1, total - 1));
      // Equal neighbours, infinite ones too, need no arithmetic.
      found[q] = low == high ? low : low + (high - low) * (h - below);
    }
    return found;
  }

  /** The scenarios that count, by their value. */
  private int[] order(double[] values) {
    return java.util.stream.IntStream.range(0, values.length)
        .filter(i -> weights[i] > 0)
        .boxed()
        .sorted((a, b) -> Double.compare(values[a], values[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The value at a position when every value is written as often as it counts. */
  private double at(double[] sorted, long[] times, int kept, long position) {
    if (plain) {
      return sorted[(int) position];
    }
    long before = 0;
    for (int i = 0; i < kept; i++) {
      before += times[i];
      if (position < before) {
        return sorted[i];
      }
    }
    return sorted[kept - 1];
  }
}
