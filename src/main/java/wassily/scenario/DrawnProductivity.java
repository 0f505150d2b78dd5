package wassily.scenario;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import wassily.account.SpectralRadius;
import wassily.label.TableAxes;

/**
 * Whether drawn tables are productive, ρ(A_b) < 1: proven from the baseline where that is possible.
 *
 * @param axes names region-sectors
 * @param d x, 1 where x = 0
 * @param sumsOfL column sums u of the baseline's L
 */
record DrawnProductivity(TableAxes axes, double[] d, double[] sumsOfL) {
  /**
   * {@code u·|A_b| < u} in every column, with {@code u = 1'L > 0}, proves ρ(A_b) ≤ ρ(|A_b|) < 1
   * (Collatz, Wielandt).
   *
   * @param product u·|Z_b|
   */
  boolean isProven(double[] product) {
    return IntStream.range(0, d.length)
        .allMatch(j -> sumsOfL[j] > 0 && product[j] / Math.abs(d[j]) < sumsOfL[j]);
  }

  /**
   * Seeks the eigenvalue itself.
   *
   * @param timesZ v → v·Z_b
   */
  void requireSmallRadius(UnaryOperator<double[]> timesZ) throws ScenarioFailure {
    double rho =
        SpectralRadius.of(
            d.length,
            v -> {
              double[] product = timesZ.apply(v);
              for (int j = 0; j < d.length; j++) {
                product[j] /= d[j];
              }
              return product;
            });
    if (!(rho < 1)) {
      throw new ScenarioFailure(
          "", "the system is not productive: ρ(A) is about %.4f".formatted(rho));
    }
  }

  /**
   * Where A_b ≥ 0: {@code 1'·L_b ≥ 1} exactly when ρ(A_b) < 1.
   *
   * @param u 1'·L_b
   */
  void require(double[] u) throws ScenarioFailure {
    // The sums carry the solve's rounding: relative n·eps of a number near 1.
    double rounding = 16.0 * u.length * Math.ulp(1.0);
    int[] below = IntStream.range(0, u.length).filter(j -> !(u[j] >= 1 - rounding)).toArray();
    if (below.length > 0) {
      throw new ScenarioFailure(
          "",
          "the system is not productive, ρ(A) ≥ 1: %s needs more than it produces, %d region-sectors in all"
              .formatted(axes.rowLabel(below[0]), below.length));
    }
  }
}
