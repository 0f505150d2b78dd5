package wassily.account;

import java.util.ArrayList;
import wassily.linalg.HostMatrix;
import wassily.result.Certificate;
import wassily.result.Certificate.Check;
import wassily.table.MrioTable;

/** The figures of a footprint's certificate and how their bounds are derived. */
final class CertificateFigures {
  private final MrioTable table;
  private final Footprint footprint;
  private final FlowSums sums;
  private final HostMatrix demand;
  private final HostMatrix x;
  private final int n;

  /**
   * Takes what was computed.
   *
   * @param demand Y by consumer, n × (R+E)
   * @param x X = M₀⁻¹·demand, n × (R+E)
   */
  CertificateFigures(
      MrioTable table, Footprint footprint, FlowSums sums, HostMatrix demand, HostMatrix x) {
    this.table = table;
    this.footprint = footprint;
    this.sums = sums;
    this.demand = demand;
    this.x = x;
    this.n = table.axes().n();
  }

  /**
   * A solve by LU has {@code |r| ≤ γ_3n·|L̂||Û||x̂|} with {@code γ_3n ≈ 1.5·n·eps} (Higham 2002,
   * theorem 9.4). 16·n·eps leaves a factor of 10 for {@code |L̂||Û||x̂|} against {@code |M₀||x̂|};
   * rounding errors mostly cancel, and real tables stay 100 to 10,000 times below it.
   */
  private double backwardBound() {
    return 16.0 * n * Math.ulp(1.0);
  }

  Certificate certificate(ResidualPass.Result errors, Productivity productivity, double condition) {
    double backward = backwardBound();
    double[] gap = rowGap();
    var reach = new Reach();
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
    if (!sums.hasNegative()) {
      checks.add(
          new Check(
              "spectral_radius_upper_bound",
              productivity.upperBound(),
              1,
              "ρ(A) is proven to be at most this: u'A ≤ bound·u' for a vector u > 0 (Collatz, Wielandt)"));
    }
    checks.add(
        new Check(
            "row_gap",
            largestShare(gap),
            Double.NaN,
            "max |x − Z·1 − Y·1| over the largest output"));
    if (!table.primaryInputs().labels().isEmpty()) {
      checks.add(
          new Check(
              "column_gap",
              largestShare(columnGap()),
              Double.NaN,
              "max |x − 1'Z − 1'V| over the largest output"));
    }
    checks.add(
        new Check(
            "two_routes",
            twoRoutes(reach),
            backward,
            "D_cba by M·Y against D_cba by S·W: largest |difference| over Σ(2|M||W| + |M||Y|), bound 16·n·eps"));
    checks.add(
        new Check(
            "production_equals_consumption",
            closure(gap, reach),
            backward,
            "|ΣF − ΣT − M·(row gap)| over what M, W and the gap add up to, largest over stressors, bound 16·n·eps"));
    return new Certificate(checks);
  }

  private double[] rowGap() {
    var gap = new double[n];
    var y = new double[table.axes().m()];
    for (int i = 0; i < n; i++) {
      table.y().getRow(i, y);
      double demand = 0;
      for (double v : y) {
        demand += v;
      }
      gap[i] = table.x()[i] - sums.rows()[i] - demand;
    }
    return gap;
  }

  private double[] columnGap() {
    var gap = new double[n];
    for (int j = 0; j < n; j++) {
      double primary = 0;
      for (int i = 0; i < table.v().rows(); i++) {
        primary += table.v().get(i, j);
      }
      gap[j] = table.x()[j] - sums.columns()[j] - primary;
    }
    return gap;
  }

  private double largestShare(double[] gap) {
    double largest = 0;
    double output = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(gap[i]));
      output = Math.max(output, Math.abs(table.x()[i]));
    }
    return Ratios.of(largest, output);
  }

  /**
   * How far rounding can move the sums that are compared, in units of the backward error ω.
   *
   * <p>{@code |δM| ≤ ω·|M||I−A||L|}, so {@code |δM·Y| ≤ ω·|M||I−A||L||Y|}; with A ≥ 0 that is
   * {@code ω·|M|(I+A)L|Y| = ω·|M|(2L − I)|Y| ≤ 2ω·|M||W|}, and the same for {@code S·δW}. No
   * condition number is needed, and a small consumer is measured by its own size.
   */
  private final class Reach {
    /** [k][consumer]. */
    private final double[][] of;

    private Reach() {
      int stressors = footprint.account().stressors().size();
      int consumers = table.axes().consumers();
      of = new double[stressors][consumers];
      var output = new double[consumers];
      var wanted = new double[consumers];
      for (int i = 0; i < n; i++) {
        double d = table.x()[i] == 0 ? 1 : Math.abs(table.x()[i]);
        x.getRow(i, output);
        demand.getRow(i, wanted);
        for (int k = 0; k < stressors; k++) {
          double multiplier = Math.abs(footprint.multipliers().get(k, i));
          for (int s = 0; s < consumers; s++) {
            of[k][s] += multiplier * (2 * d * Math.abs(output[s]) + Math.abs(wanted[s]));
          }
        }
      }
    }
  }

  private double twoRoutes(Reach reach) {
    double largest = 0;
    int sectors = table.axes().sectors().size();
    for (int k = 0; k < footprint.account().stressors().size(); k++) {
      for (int s = 0; s < table.axes().consumers(); s++) {
        double byProduct = 0;
        double byProducer = 0;
        for (int p = 0; p < sectors; p++) {
          byProduct += footprint.cbaByProduct(k, s, p);
          byProducer += footprint.cbaByProducer(k, s, p);
        }
        double difference = Math.abs(byProduct - byProducer);
        largest = Math.max(largest, Ratios.of(difference, reach.of[k][s]));
      }
    }
    return largest;
  }

  /** ΣT = S·L·y and x = L·(y + gap) give ΣF = ΣT + M·gap, F only where there is output. */
  private double closure(double[] gap, Reach reach) {
    double largest = 0;
    HostMatrix m = footprint.multipliers();
    for (int k = 0; k < footprint.account().stressors().size(); k++) {
      double difference = totalF(k);
      double size = 0;
      for (int i = 0; i < n; i++) {
        double multiplier = m.get(k, i);
        difference -= multiplier * gapWithoutDropped(gap, i);
        size += Math.abs(multiplier) * (Math.abs(table.x()[i]) + sums.absoluteRows()[i]);
      }
      for (int s = 0; s < table.axes().consumers(); s++) {
        for (int r = 0; r < table.axes().regions().size(); r++) {
          difference -= footprint.flow(k, r, s);
        }
        size += reach.of[k][s];
      }
      largest = Math.max(largest, Ratios.of(Math.abs(difference), size));
    }
    return largest;
  }

  /** With dropped columns of Z the row sums seen by the system are smaller by these cells. */
  private double gapWithoutDropped(double[] gap, int i) {
    return gap[i] + sums.droppedRows()[i];
  }

  private double totalF(int k) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      if (table.x()[i] != 0) {
        sum += footprint.account().f().get(k, i);
      }
    }
    return sum;
  }
}
