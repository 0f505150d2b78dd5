package wassily.scenario;

/**
 * Many sums at once, each with the digits that its additions lose (Neumaier 1974): a plain formula
 * that is compared with has to be better than what it checks.
 */
final class PlainSums {
  private final double[] sums;
  private final double[] lost;

  PlainSums(int count) {
    sums = new double[count];
    lost = new double[count];
  }

  void add(int at, double value) {
    double sum = sums[at] + value;
    lost[at] +=
        Math.abs(sums[at]) >= Math.abs(value) ? sums[at] - sum + value : value - sum + sums[at];
    sums[at] = sum;
  }

  double[] values() {
    var values = new double[sums.length];
    for (int at = 0; at < values.length; at++) {
      values[at] = sums[at] + lost[at];
    }
    return values;
  }
}
