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
  private final ResidualPass residuals;
  private final int n;

  CertificateFigures(MrioTable table, Footprint footprint, ResidualPass residuals) {
    this.table = table;
    this.footprint = footprint;
    this.residuals = residuals;
    this.n = table.axes().n();
  }

  /**
   * Gaussian elimination's backward error grows like a small multiple of n·eps as long as the
   * factors do not grow; on these matrices growth is ≤ 2 (Higham 2002, section 9.3).
   */
  private double backwardBound() {
    return 16.0 * n * Math.ulp(1.0);
  }

  Certificate certificate(ResidualPass.Result errors, Productivity productivity, double condition) {
    double backward = backwardBound();
    // Forward error ≤ condition · backward error, once for each of the two routes compared.
    double forward = 2 * condition * backward;
    double[] gap = rowGap();
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
            worse(errors.rows().normwise(), errors.columns().normwise()),
            backward,
            "residual over ‖I−A‖‖solution‖ + ‖right-hand side‖, bound 16·n·eps"));
    checks.add(
        new Check(
            "condition_number_1",
            condition,
            Double.NaN,
            "estimate of cond₁(I−A) = ‖I−A‖₁·‖L‖₁ (Hager-Higham)"));
    checks.add(
        new Check(
            "spectral_radius",
            productivity.spectralRadius(),
            1,
            "estimate of ρ(A) by %d power iterations on L; productive below 1"
                .formatted(productivity.iterations())));
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
            twoRoutes(),
            forward,
            "D_cba by M·Y against D_cba by S·W, largest difference over the stressor's total, bound 32·n·eps·cond"));
    checks.add(
        new Check(
            "production_equals_consumption",
            closure(gap),
            forward,
            "|ΣF − ΣT − M·(row gap)| over Σ|F|, largest over stressors, bound 32·n·eps·cond"));
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
      gap[i] = table.x()[i] - residuals.rowSums[i] - demand;
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
      gap[j] = table.x()[j] - residuals.columnSums[j] - primary;
    }
    return gap;
  }

  private double largestShare(double[] gap) {
    double largest = 0;
    double output = 0;
    for (int i = 0; i < n; i++) {
      largest = worse(largest, Math.abs(gap[i]));
      output = Math.max(output, Math.abs(table.x()[i]));
    }
    return ratio(largest, output);
  }

  private double twoRoutes() {
    double largest = 0;
    int sectors = table.axes().sectors().size();
    for (int k = 0; k < footprint.account().stressors().size(); k++) {
      double size = totalF(k, true);
      for (int s = 0; s < table.axes().consumers(); s++) {
        double byProduct = 0;
        double byProducer = 0;
        for (int p = 0; p < sectors; p++) {
          byProduct += footprint.cbaByProduct(k, s, p);
          byProducer += footprint.cbaByProducer(k, s, p);
        }
        largest = worse(largest, ratio(Math.abs(byProduct - byProducer), size));
      }
    }
    return largest;
  }

  /** ΣT = S·L·y and x = L·(y + gap) give ΣF = ΣT + M·gap, F only where there is output. */
  private double closure(double[] gap) {
    double largest = 0;
    HostMatrix m = footprint.multipliers();
    for (int k = 0; k < footprint.account().stressors().size(); k++) {
      double difference = totalF(k, false);
      for (int i = 0; i < n; i++) {
        difference -= m.get(k, i) * gapWithoutDropped(gap, i);
      }
      for (int r = 0; r < table.axes().regions().size(); r++) {
        for (int s = 0; s < table.axes().consumers(); s++) {
          difference -= footprint.flow(k, r, s);
        }
      }
      largest = worse(largest, ratio(Math.abs(difference), totalF(k, true)));
    }
    return largest;
  }

  /** With dropped columns of Z the row sums seen by the system are smaller by these cells. */
  private double gapWithoutDropped(double[] gap, int i) {
    return gap[i] + residuals.droppedRowSums[i];
  }

  private double totalF(int k, boolean absolute) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      if (table.x()[i] != 0) {
        double f = footprint.account().f().get(k, i);
        sum += absolute ? Math.abs(f) : f;
      }
    }
    return sum;
  }

  private static double ratio(double part, double whole) {
    return part == 0 && whole == 0 ? 0 : part / whole;
  }

  private static double worse(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b);
  }
}
