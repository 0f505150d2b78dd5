package wassily.table;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How well a set of accounts closes: output against the sum that should equal it.
 *
 * @param name what is compared: "x − Z·1 − Y·1"
 * @param share {@code Σ|gap| / Σ|output|}; 0 for a table of zeros
 * @param largestGap the largest {@code |gap|}, money
 * @param largestRelative the largest {@code |gap| / max(|output|, |sum|)}
 * @param worst up to five accounts with the largest gaps, largest first; none when all gaps are 0
 */
public record Balance(
    String name, double share, double largestGap, double largestRelative, List<Gap> worst) {

  /**
   * One account that does not close.
   *
   * @param label the region-sector
   * @param output its gross output
   * @param sum what should equal it
   * @param gap output − sum
   */
  public record Gap(String label, double output, double sum, double gap) {
    /**
     * The gap against the size of the account.
     *
     * @return {@code |gap| / max(|output|, |sum|)}, 0 when both are 0
     */
    public double relative() {
      double size = Math.max(Math.abs(output), Math.abs(sum));
      return size == 0 ? 0 : Math.abs(gap) / size;
    }
  }

  /** Copies the list. */
  public Balance {
    worst = List.copyOf(worst);
  }

  static Balance of(String name, double[] output, double[] sum, IntFunction<String> label) {
    var gaps = new double[output.length];
    double largestRelative = 0;
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = Math.abs(output[i] - sum[i]);
      double size = Math.max(Math.abs(output[i]), Math.abs(sum[i]));
      largestRelative = Math.max(largestRelative, size == 0 ? 0 : gaps[i] / size);
    }
    List<Gap> worst =
        IntStream.range(0, gaps.length)
            .filter(i -> gaps[i] > 0)
            .boxed()
            .sorted((a, b) -> Double.compare(gaps[b], gaps[a]))
            .limit(5)
            .map(i -> new Gap(label.apply(i), output[i], sum[i], output[i] - sum[i]))
            .toList();
    double outputs = PairwiseSum.of(Arrays.stream(output).map(Math::abs).toArray());
    double total = PairwiseSum.of(gaps);
    double largest = worst.isEmpty() ? 0 : Math.abs(worst.getFirst().gap());
    return new Balance(name, outputs == 0 ? 0 : total / outputs, largest, largestRelative, worst);
  }
}
