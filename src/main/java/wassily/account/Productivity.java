package wassily.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;
import wassily.table.MrioTable;

/**
 * Whether a table can produce its own inputs: ρ(A) &lt; 1.
 *
 * <p>For A ≥ 0 this holds exactly when the column sums {@code u = 1'·L} are all ≥ 1: ρ(A) &lt; 1
 * gives {@code L = I + A + A² + … ≥ I}; and u ≥ 1 is a vector &gt; 0 with {@code u'·A = u' − 1'
 * &lt; u'}, which proves {@code ρ(A) ≤ max_j (u'A)_j/u_j = 1 − 1/max u} (Collatz 1942, Wielandt
 * 1950). One right-hand side is the whole proof, and it names the region-sectors where it fails.
 *
 * <p>The value of ρ(A) is an estimate. A productive A ≥ 0 has it from L, whose largest eigenvalue
 * is {@code 1/(1 − ρ)}. Otherwise that largest eigenvalue of L says nothing (ρ = 3 gives −1/2,
 * behind 1 of any sector without inputs), and products with A itself, streamed from Z, are used.
 *
 * @param spectralRadius estimate of ρ(A); NaN when the solves gave NaN
 * @param upperBound proven for A ≥ 0: ρ(A) is not above; NaN when A has negative elements
 * @param products how many products with L or A the estimate took
 * @param settled whether the estimate settled
 * @param columnSumsOfL u = 1'·L
 * @param unproductive where u is below 1
 */
record Productivity(
    double spectralRadius,
    double upperBound,
    int products,
    boolean settled,
    double[] columnSumsOfL,
    List<Integer> unproductive) {
  /** So near to 1 the estimate is not asked whether the column sums are right. */
  private static final double CLOSE = 1e-3;

  /**
   * Finds out.
   *
   * @param system the factorized table
   * @param nonNegative whether Z ≥ 0 and x ≥ 0
   * @throws IOException when Z has to be read again and cannot be
   */
  static Productivity of(LeontiefSystem system, boolean nonNegative) throws IOException {
    double[] sums = system.columnSumsOfL();
    if (Arrays.stream(sums).anyMatch(Double::isNaN)) {
      return new Productivity(Double.NaN, Double.NaN, 0, false, sums, List.of());
    }
    // The sums carry the solve's rounding: relative n·eps of a number near 1.
    double rounding = 16.0 * sums.length * Math.ulp(1.0);
    List<Integer> below =
        IntStream.range(0, sums.length).filter(j -> !(sums[j] >= 1 - rounding)).boxed().toList();
    if (!nonNegative || !below.isEmpty()) {
      var ofA = ofA(system.table(), system.device().threads());
      double bound = nonNegative ? Double.POSITIVE_INFINITY : Double.NaN;
      return new Productivity(ofA.modulus(), bound, ofA.products(), ofA.settled(), sums, below);
    }
    var ofL = DominantEigenvalue.of(system::applyLTransposed, ones(sums.length));
    double bound = 1 - (1 - rounding) / Arrays.stream(sums).max().orElse(1);
    return new Productivity(
        1 - 1 / ofL.value(),
        Math.min(bound, bound(system, ofL.vector(), rounding)),
        ofL.products() + 2,
        ofL.settled(),
        sums,
        below);
  }

  /**
   * Whether the table is not productive. Column sums of L below 1 while A itself says that ρ(A) is
   * well below 1 are no fault of the table but of the solves: the certificate fails then, because
   * nothing is proven.
   */
  boolean failed() {
    return spectralRadius >= (unproductive.isEmpty() || Double.isNaN(upperBound) ? 1 : 1 - CLOSE);
  }

  /**
   * Collatz's and Wielandt's bound from a vector near the left eigenvector: any w &gt; 0 will do.
   * {@code v' = w'·L} has {@code v'A = v' − w'}.
   */
  private static double bound(LeontiefSystem system, double[] vector, double rounding) {
    double largest = 0;
    for (double q : vector) {
      largest = Math.abs(q) > Math.abs(largest) ? q : largest;
    }
    var w = new double[vector.length];
    for (int i = 0; i < w.length; i++) {
      // Where the eigenvector is small its error is large in proportion; 1e-3 keeps w > 0 there.
      w[i] = Math.max(vector[i] / largest, 1e-3);
    }
    double[] v = system.applyLTransposed(w.clone());
    double smallest = 1;
    for (int i = 0; i < w.length; i++) {
      smallest = Math.min(smallest, v[i] > 0 ? w[i] / v[i] : 0);
    }
    return 1 - (1 - rounding) * smallest;
  }

  /** Arnoldi on {@code d̂⁻¹·Z}, which has the eigenvalues of {@code A = Z·d̂⁻¹}. */
  private static DominantEigenvalue ofA(MrioTable table, int threads) throws IOException {
    double[] x = table.x();
    int n = x.length;
    try {
      return DominantEigenvalue.of(
          v -> {
            for (int j = 0; j < n; j++) {
              v[j] = x[j] == 0 ? 0 : v[j];
            }
            double[] product = timesZ(table, threads, v);
            for (int i = 0; i < n; i++) {
              product[i] /= x[i] == 0 ? 1 : x[i];
            }
            return product;
          },
          ones(n));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Z·v, each row by one thread. */
  private static double[] timesZ(MrioTable table, int threads, double[] v) {
    var product = new double[v.length];
    long block = Math.max(1, (1L << 20) / Math.max(1, v.length));
    try {
      Workers.forBlocks(
          threads,
          v.length,
          block,
          (from, to) -> {
            try (var arena = Arena.ofConfined()) {
              var panel = HostMatrix.allocate(arena, to - from, v.length);
              table.z().read(from, panel);
              var row = new double[v.length];
              for (long i = from; i < to; i++) {
                panel.getRow(i - from, row);
                product[Math.toIntExact(i)] = Sums.ofProducts(row, v);
              }
            }
          });
      return product;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] ones(int n) {
    var ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
