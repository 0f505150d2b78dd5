package wassily.account;

import wassily.linalg.HostMatrix;

/** Products of a matrix in memory and a diagonal one, in place. */
final class DiagonalProducts {
  private DiagonalProducts() {}

  /** {@code B ← d̂·B}, B n × k. */
  static void left(double[] d, HostMatrix b) {
    var row = new double[Math.toIntExact(b.columns())];
    for (int i = 0; i < d.length; i++) {
      b.getRow(i, row);
      for (int c = 0; c < row.length; c++) {
        row[c] *= d[i];
      }
      b.setRow(i, row);
    }
  }

  /** {@code B ← B·d̂}, B k × n. */
  static void right(HostMatrix b, double[] d) {
    var row = new double[d.length];
    for (long k = 0; k < b.rows(); k++) {
      b.getRow(k, row);
      for (int i = 0; i < row.length; i++) {
        row[i] *= d[i];
      }
      b.setRow(k, row);
    }
  }
}
