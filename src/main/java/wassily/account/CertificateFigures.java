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

  Certificate certificate(ResidualPass.Result errors, Productivity productivity, double condition) {
    double backward = SolveChecks.backwardBound(n);
    double[] gap = SolveChecks.rowGap(table, sums);
    var reach = new Reach();
    var checks = new ArrayList<>(SolveChecks.of(n, errors, productivity, condition));
    checks.add(SolveChecks.rowGapCheck(table, gap));
    if (!table.primaryInputs().labels().isEmpty()) {
      checks.add(
          new Check(
              "column_gap",
              SolveChecks.largestShare(table, columnGap()),
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
