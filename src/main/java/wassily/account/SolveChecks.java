package wassily.account;

import java.util.ArrayList;
import java.util.List;
import wassily.result.Certificate.Check;
import wassily.table.MrioTable;

/** The figures that every certificate of a factorized table begins with. */
final class SolveChecks {
  private SolveChecks() {}

  /**
   * A solve by LU has {@code |r| ≤ γ_3n·|L̂||Û||x̂|} with {@code γ_3n ≈ 1.5·n·eps} (Higham 2002,
   * theorem 9.4). 16·n·eps leaves a factor of 10 for {@code |L̂||Û||x̂|} against {@code |M₀||x̂|};
   * rounding errors mostly cancel, and real tables stay 100 to 10,000 times below it.
   */
  static double backwardBound(int n) {
    return 16.0 * n * Math.ulp(1.0);
  }

  /** Backward errors, condition and spectral radius. */
  static List<Check> of(
      int n, ResidualPass.Result errors, Productivity productivity, double condition) {
    double backward = backwardBound(n);
    var checks = new ArrayList<Check>();
    checks.add(
        new Check(
            "backward_error_componentwise_multipliers",
            errors.rows().componentwise(),
            backward,
            "max |S − M(I−A)| / (|M||I−A| + |S|), bound 16·n·eps"));
    checks.add(
        new Check(
            "backward_error_componentwise_output",
            errors.columns().componentwise(),
            backward,
            "max |Y − (I−A)W| / (|I−A||W| + |Y|), bound 16·n·eps"));
    checks.add(
        new Check(
            "backward_error_normwise",
            Math.max(errors.rows().normwise(), errors.columns().normwise()),
            backward,
            "residual over ‖I−A‖‖solution‖ + ‖right-hand side‖, bound 16·n·eps"));
    checks.add(
        new Check(
            "condition_number_1",
            condition,
            Double.NaN,
            "cond₁(I−A) = ‖I−A‖₁·‖L‖₁; ‖L‖₁ is the largest column sum, by Hager and Higham's estimate where A has negative elements"));
    checks.add(
        new Check(
            "spectral_radius",
            productivity.spectralRadius(),
            1,
            "estimate of ρ(A) by %d products (Arnoldi%s); productive below 1"
                .formatted(
                    productivity.products(), productivity.settled() ? "" : ", not settled")));
    if (!errors.sums().hasNegative()) {
      checks.add(
          new Check(
              "spectral_radius_upper_bound",
              productivity.upperBound(),
              1,
              "ρ(A) is proven to be at most this: u'A ≤ bound·u' for a vector u > 0 (Collatz, Wielandt)"));
    }
    return checks;
  }

  /** {@code x − Z·1 − Y·1}, n, money. */
  static double[] rowGap(MrioTable table, FlowSums sums) {
    var gap = new double[table.axes().n()];
    var y = new double[table.axes().m()];
    for (int i = 0; i < gap.length; i++) {
      table.y().getRow(i, y);
      double demand = 0;
      for (double v : y) {
        demand += v;
      }
      gap[i] = table.x()[i] - sums.rows()[i] - demand;
    }
    return gap;
  }

  /** How large the largest gap is beside the largest output. */
  static Check rowGapCheck(MrioTable table, double[] gap) {
    return new Check(
        "row_gap",
        largestShare(table, gap),
        Double.NaN,
        "max |x − Z·1 − Y·1| over the largest output");
  }

  /** max |gap| over the largest output. */
  static double largestShare(MrioTable table, double[] gap) {
    double largest = 0;
    double output = 0;
    for (int i = 0; i < gap.length; i++) {
      largest = Math.max(largest, Math.abs(gap[i]));
      output = Math.max(output, Math.abs(table.x()[i]));
    }
    return Ratios.of(largest, output);
  }
}
