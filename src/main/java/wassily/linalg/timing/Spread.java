package wassily.linalg.timing;

import java.util.List;

/**
 * Seconds of the repetitions of one piece of work.
 *
 * @param seconds in the order in which they were measured, at least one
 */
public record Spread(List<Double> seconds) {
  /** Copies. */
  public Spread {
    seconds = List.copyOf(seconds);
    if (seconds.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  /**
   * The middle of the times, the mean of the two middle ones when they are even in number.
   *
   * @return seconds
   */
  public double median() {
    double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * The shortest.
   *
   * @return seconds
   */
  public double least() {
    return seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /**
   * The longest.
   *
   * @return seconds
   */
  public double most() {
    return seconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
