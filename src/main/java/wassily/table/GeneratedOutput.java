package wassily.table;

import java.io.IOException;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;

/**
 * Gross output, and the purchases that go with it, from recipes, trade and final demand: {@code x =
 * A·x + y}, without ever forming A.
 *
 * <p>{@code (A·x)[(r,i)] = Σ_s T_i[r,s] · q[i,s]} with {@code q[i,s] = Σ_j a[i,(s,j)]·x[(s,j)]}:
 * one step costs R²·S + n·S operations instead of n².
 *
 * <p>Steps start at 0, and y ≥ 0, so {@code x_k ≤ x_{k+1}} in every element. The table uses {@code
 * Z = A·x̂_k} and x = x_{k+1}, which is exactly its row sum: rows balance however far the iteration
 * has come, and the table's own coefficients {@code Z[i,j]/x[j] = A[i,j]·x_k[j]/x_{k+1}[j]} are
 * never above the recipe's. Hence column sums ≤ 0.8 and ρ ≤ 0.8 &lt; 1.
 */
final class GeneratedOutput {
  /** The step after which x_k and x_{k+1} differ by 0.6²⁰ ≈ 4e-5 in a typical table. */
  private static final int STEPS = 20;

  private final TradePattern trade;
  private final HostMatrix a;
  private final double[] y;
  private final int threads;
  private final int regions;
  private final int sectors;

  /**
   * Prepares.
   *
   * @param a recipes, S × n; become purchases
   * @param y final demand by region-sector, ≥ 0
   */
  GeneratedOutput(TradePattern trade, HostMatrix a, double[] y, int threads) {
    this.trade = trade;
    this.a = a;
    this.y = y;
    this.threads = threads;
    this.sectors = (int) a.rows();
    this.regions = (int) (a.columns() / sectors);
  }

  /** Turns a into purchases b in place and gives x, the row sums of Z and Y. */
  double[] settle() throws IOException {
    double[] x = y.clone();
    for (int k = 1; k < STEPS; k++) {
      x = step(x, false);
    }
    return step(x, true);
  }

  private double[] step(double[] x, boolean keep) throws IOException {
    double[] wanted = wanted(x, keep);
    var next = new double[x.length];
    Workers.forBlocks(
        threads,
        x.length,
        Math.max(1, x.length / 256),
        (from, to) -> {
          var shares = new double[regions];
          for (int row = (int) from; row < to; row++) {
            int product = row % sectors;
            double sum = 0;
            if (trade.produces(row)) {
              trade.shares(product, row / sectors, shares);
              for (int s = 0; s < regions; s++) {
                sum += shares[s] * wanted[product * regions + s];
              }
            }
            next[row] = sum + y[row];
          }
        });
    return next;
  }

  /** q: what the sectors of a region want of a product, by product·R + region. */
  private double[] wanted(double[] x, boolean keep) throws IOException {
    var wanted = new double[x.length];
    Workers.forBlocks(
        threads,
        sectors,
        1,
        (from, to) -> {
          var row = new double[x.length];
          for (int i = (int) from; i < to; i++) {
            a.getRow(i, row);
            for (int s = 0; s < regions; s++) {
              double sum = 0;
              for (int j = s * sectors; j < (s + 1) * sectors; j++) {
                row[j] *= x[j];
                sum += row[j];
              }
              wanted[i * regions + s] = sum;
            }
            if (keep) {
              a.setRow(i, row);
            }
          }
        });
    return wanted;
  }
}
