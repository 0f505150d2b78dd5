package wassily.table;

/**
 * Adds rows to column sums and keeps what rounding loses (Knuth's TwoSum), so that a sum of n rows
 * is as good as if it had been made in twice the precision.
 */
final class ColumnAccumulator {
  private final double[] sum;
  private final double[] lost;

  ColumnAccumulator(int columns) {
    sum = new double[columns];
    lost = new double[columns];
  }

  void add(double[] row) {
    for (int j = 0; j < sum.length; j++) {
      double s = sum[j] + row[j];
      double back = s - sum[j];
      lost[j] += (sum[j] - (s - back)) + (row[j] - back);
      sum[j] = s;
    }
  }

  /** Adds what another one has. */
  void add(ColumnAccumulator other) {
    add(other.sum);
    for (int j = 0; j < lost.length; j++) {
      lost[j] += other.lost[j];
    }
  }

  double[] total() {
    var total = new double[sum.length];
    for (int j = 0; j < total.length; j++) {
      total[j] = sum[j] + lost[j];
    }
    return total;
  }
}
