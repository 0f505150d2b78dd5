package wassily.account;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import wassily.account.AdjointSensitivity.Question;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitiveCell.Ranking;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.Certificate.Check;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * One computation of {@link AdjointSensitivity}: solves, residuals, the search, the certificate.
 */
final class AdjointRun {
  private final LeontiefSystem system;
  private final MrioTable table;
  private final SatelliteAccount account;
  private final int k;
  private final FootprintTarget target;
  private final Question question;
  private final Progress progress;
  private final int n;
  private final double[] f;
  private final double[] y;
  private final double direct;

  AdjointRun(
      LeontiefSystem system,
      SatelliteAccount account,
      int k,
      FootprintTarget target,
      Question question,
      Progress progress) {
    this.system = system;
    this.table = system.table();
    this.account = account;
    this.k = k;
    this.target = target;
    this.question = question;
    this.progress = progress;
    n = table.axes().n();
    f = emissions();
    y = demand();
    direct = target.direct().stream().mapToDouble(c -> account.fY().get(k, c)).sum();
  }

  /** F of the emitters, 0 elsewhere and where x = 0: there is no intensity there. */
  private double[] emissions() {
    double[] row = account.f().row(k);
    for (int i = 0; i < n; i++) {
      row[i] = target.emitters().get(i) && table.x()[i] != 0 ? row[i] : 0;
    }
    return row;
  }

  private double[] demand() {
    var sums = new double[n];
    var row = new double[table.axes().m()];
    int[] columns = target.columns().stream().toArray();
    for (int i = 0; i < n; i++) {
      if (target.products().get(i)) {
        table.y().getRow(i, row);
        for (int c : columns) {
          sums[i] += row[c];
        }
      }
    }
    return sums;
  }

  AdjointSensitivity once() throws IOException {
    var right = HostMatrix.of(f);
    var multipliers = HostMatrix.of(f);
    var demanded = HostMatrix.of(y).reshape(n, 1);
    var output = HostMatrix.of(y).reshape(n, 1);
    try (var _ = progress.begin("solving", 0)) {
      system.solveTransposed(multipliers);
      system.solve(output);
    }
    var residuals = ResidualPass.run(system, multipliers, right, output, demanded, progress);
    boolean nonNegative = !residuals.sums().hasNegative();
    Productivity productivity;
    double condition;
    try (var _ = progress.begin("spectral radius and condition", 0)) {
      productivity = Productivity.of(system, nonNegative);
      condition =
          residuals.sums().normOne() * FootprintRun.normOfL(system, productivity, nonNegative);
    }
    FootprintRun.requireProductive(table.axes(), productivity, condition);
    double[] m = multipliers.row(0);
    double[] x = output.column(0);
    double embodied = Sums.ofProducts(m, y);
    double whole = embodied + direct;
    if (whole == 0 && question.ranking() == Ranking.ELASTICITY) {
      throw new BadDataException(
          "%s of %s is 0, so nothing is a percentage of it; choose another, or rank by derivative"
              .formatted(target.name(), account.stressors().get(k).name()));
    }
    double[] u = x.clone();
    for (int j = 0; j < n; j++) {
      u[j] = table.x()[j] == 0 ? 0 : u[j];
    }
    double inverse = whole == 0 ? Double.NaN : 1 / whole;
    var cells = new MostSensitiveCells(question.top(), question.ranking());
    var ofZ =
        new ElasticityPass(table, m, u, inverse)
            .run(
                question.matrices().contains(Matrix.Z) ? Optional.of(cells) : Optional.empty(),
                question.ranking(),
                system.device().threads(),
                progress);
    var sums = new EnumMap<Matrix, ElasticitySums>(Matrix.class);
    sums.put(Matrix.Z, ofZ.sums());
    sums.put(Matrix.Y, ofDemand(m, inverse, cells));
    sums.put(Matrix.F, ofEmissions(u, inverse, cells));
    sums.put(Matrix.F_Y, ofDirect(inverse, cells));
    var checks = new ArrayList<>(SolveChecks.of(n, residuals, productivity, condition));
    checks.add(SolveChecks.rowGapCheck(table, SolveChecks.rowGap(table, residuals.sums())));
    checks.addAll(identities(m, x, embodied, ofZ));
    return new AdjointSensitivity(
        target,
        k,
        whole,
        direct,
        m,
        u,
        cells.sorted(),
        sums,
        ofZ.byRegions(),
        ofZ.bySectors(),
        new Certificate(checks));
  }

  private ElasticitySums ofDemand(double[] m, double inverse, MostSensitiveCells cells) {
    var sums = ElasticitySums.NONE;
    var row = new double[table.axes().m()];
    int[] columns = target.columns().stream().toArray();
    for (int i = 0; i < n; i++) {
      if (target.products().get(i)) {
        table.y().getRow(i, row);
        for (int c : columns) {
          sums = sums.plus(shown(Matrix.Y, i, c, row[c], m[i], inverse, cells));
        }
      }
    }
    return sums;
  }

  private ElasticitySums ofEmissions(double[] u, double inverse, MostSensitiveCells cells) {
    var sums = ElasticitySums.NONE;
    for (int i = 0; i < n; i++) {
      sums = sums.plus(shown(Matrix.F, 0, i, f[i], u[i], inverse, cells));
    }
    return sums;
  }

  private ElasticitySums ofDirect(double inverse, MostSensitiveCells cells) {
    var sums = ElasticitySums.NONE;
    for (int c : target.direct().stream().toArray()) {
      sums = sums.plus(shown(Matrix.F_Y, 0, c, account.fY().get(k, c), 1, inverse, cells));
    }
    return sums;
  }

  /** Shows a cell that is not 0 to those that keep the largest; its elasticity. */
  private double shown(
      Matrix matrix,
      int row,
      int column,
      double value,
      double derivative,
      double inverse,
      MostSensitiveCells cells) {
    double elasticity = value * derivative * inverse;
    if (value != 0 && question.matrices().contains(matrix)) {
      cells.add(new SensitiveCell(matrix, row, column, value, derivative, elasticity));
    }
    return elasticity;
  }

  /**
   * Two identities. Reach of the first: {@code |δm·y| ≤ ω·2|m||d̂u| + ω·|m||y|}, as for footprints.
   * Of the second: {@code m·Z·u = m·d̂·u − (f + r)·u} for the residual r of m, {@code |r| ≤
   * ω(|m||M₀| + |f|)}, so both sides differ by at most {@code ω(|m|(|d| + |Z|)|u| + |f||u|)}; sums
   * of n and n² products in blocks add less than 3·n·eps of the same.
   */
  private List<Check> identities(
      double[] m, double[] x, double embodied, ElasticityPass.Result ofZ) {
    double bound = SolveChecks.backwardBound(n);
    double routes = 0;
    double closed = 0;
    double reach = 0;
    double size = ofZ.absolute();
    for (int i = 0; i < n; i++) {
      double own = m[i] * system.d()[i] * x[i];
      double emitted = f[i] * x[i];
      routes += emitted;
      // Where x = 0 the column of M₀ is a unit vector, so m = f = 0 there and nothing is missed.
      closed += own - emitted;
      reach += 2 * Math.abs(own) + Math.abs(m[i] * y[i]);
      size += Math.abs(own) + Math.abs(emitted);
    }
    return List.of(
        new Check(
            "two_routes",
            Ratios.of(Math.abs(embodied - routes), reach),
            bound,
            "the footprint by M·y against that by S·L·y: |difference| over Σ(2|M||Ly| + |M||y|), bound 16·n·eps"),
        new Check(
            "sum_of_elasticities",
            Ratios.of(Math.abs(ofZ.sum() - closed), size),
            bound,
            "Σ M·Z·u over all cells against M·L·y − S·L·y: |difference| over the sum of the absolute terms, bound 16·n·eps"));
  }
}
