package wassily.account;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * How much one footprint depends on every single cell of a table: exact first derivatives from two
 * solves, without sampling.
 *
 * <p>With {@code M₀ = d̂ − Z} (d = x, 1 where x = 0), {@code f} the emissions F of the footprint's
 * emitters (0 elsewhere and where x = 0) and {@code y} the final demand of its columns and
 * products,
 *
 * <pre>D = S·L·y + F_Y = f·M₀⁻¹·y + F_Y.</pre>
 *
 * <p>x is held, in {@code A = Z·x̂⁻¹} as in {@code S = F·x̂⁻¹}, and value added takes up what a
 * change of Z leaves over. From {@code dM₀⁻¹ = M₀⁻¹·dZ·M₀⁻¹} follow, with the adjoint solution
 * {@code m = f·M₀⁻¹} (multipliers of these emitters) and {@code u = M₀⁻¹·y} (share of the output x
 * that serves this demand, {@code L·y = d̂·u}),
 *
 * <pre>
 * ∂D/∂Z[i,j] = m[i]·u[j]     (0 where x[j] = 0: such a column is dropped)
 * ∂D/∂Y[j,c] = m[j]          for the footprint's products and columns
 * ∂D/∂F[i]   = u[i]          for its emitters with x ≠ 0
 * ∂D/∂F_Y[c] = 1             for its direct emissions
 * </pre>
 *
 * <p>In A it is {@code ∂D/∂A[i,j] = m[i]·(L·y)[j]} (Miller &amp; Blair 2009, section 12.3 on
 * "important coefficients", from Sherman and Morrison 1950; Wilting 2012, Econ. Syst. Res.
 * 24:141-171; Heijungs 2010, Int. J. Life Cycle Assess. 15:511-520). For D_pba of a region f is F
 * of its rows and y all final demand, so that u is 1 wherever the rows of the table balance.
 *
 * <p>The elasticity of a cell is {@code ∂D/∂cell·cell/D}. Sums are known in another way and are
 * part of the certificate: {@code Σ_Z = (m·d̂·u − f·u)/D}, as {@code m·M₀ = f}, which is {@code
 * S·(L² − L)·y/D = Σ_k k·S·Aᵏ·y/D}, the mean number of deliveries between emitter and final
 * product; {@code Σ_Y = Σ_F = (D − direct)/D} and {@code Σ_F_Y = direct/D}. A large change t of a
 * single cell is known too: {@code ΔD = m[i]·u[j]·t/(1 − t·(M₀⁻¹)[j,i])}.
 *
 * <p>2 right-hand sides and three passes over Z (factors, residuals, search); n² numbers are never
 * held beside the factors. The cells are the same for any number of threads.
 *
 * @param target which footprint
 * @param stressor k, of the account
 * @param footprint D as this system has it, {@code f·M₀⁻¹·y + F_Y}, in the stressor's unit
 * @param direct the part of D that is F_Y
 * @param m {@code f·M₀⁻¹} by row, the stressor's unit per money
 * @param u {@code M₀⁻¹·y} by column, a share of x; 0 where x = 0
 * @param largest the largest cells, largest first
 * @param sums what elasticities add up to, by matrix
 * @param byRegions elasticities of Z summed by supplying and using region; empty for more than
 *     3,000 regions
 * @param bySectors elasticities of Z summed by supplying and using sector; empty for more than 500
 *     sectors
 * @param certificate how far the numbers can be trusted
 */
public record AdjointSensitivity(
    FootprintTarget target,
    int stressor,
    double footprint,
    double direct,
    double[] m,
    double[] u,
    List<SensitiveCell> largest,
    Map<Matrix, ElasticitySums> sums,
    Optional<HostMatrix> byRegions,
    Optional<HostMatrix> bySectors,
    Certificate certificate) {
  /** So many cells are kept at most: beyond, m and u say everything in less room. */
  public static final int MOST_CELLS = 1_000_000;

  /** Copies the list. */
  public AdjointSensitivity {
    largest = List.copyOf(largest);
  }

  /**
   * What is asked.
   *
   * @param top how many cells, 1 to {@value AdjointSensitivity#MOST_CELLS}
   * @param ranking largest in what
   * @param matrices whose cells are ranked; sums are told of all
   */
  public record Question(int top, Ranking ranking, Set<Matrix> matrices) {
    /** Refuses numbers out of range and an empty set. */
    public Question {
      matrices = Set.copyOf(matrices);
      if (top < 1 || top > MOST_CELLS || matrices.isEmpty()) {
        throw new IllegalArgumentException("%d cells of %s".formatted(top, matrices));
      }
    }
  }

  /**
   * Solves, certifies and searches. Where the certificate fails for factors that the rule left
   * unpivoted, the table is factorized once more, with pivoting, as for footprints.
   *
   * @param system the factorized table
   * @param account the stressors
   * @param k which of them
   * @param target which footprint
   * @param question how many cells, of which matrices
   * @param progress told how far passes are
   * @return the sensitivities
   * @throws IOException when Z cannot be read again
   * @throws BadDataException when the footprint is 0 and elasticities are asked for
   * @throws UnproductiveSystemException when ρ(A) ≥ 1 or I − A is singular to working precision
   */
  public static AdjointSensitivity of(
      LeontiefSystem system,
      SatelliteAccount account,
      int k,
      FootprintTarget target,
      Question question,
      Progress progress)
      throws IOException {
    var run = new Run(system, account, k, target, question, progress);
    try {
      var found = run.once();
      if (found.certificate().passed() || !system.canPivot()) {
        return found;
      }
      system.pivot(found.certificate(), progress);
    } catch (UnproductiveSystemException e) {
      // Before a table is refused, what refuses it is computed in the safest way.
      if (!system.canPivot()) {
        throw e;
      }
      system.pivot("without it the table seems unproductive", progress);
    }
    return run.once();
  }

  /** The vectors of one footprint and what becomes of them. */
  private static final class Run {
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

    Run(
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
      var cells = new LargestCells(question.top(), question.ranking());
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

    private ElasticitySums ofDemand(double[] m, double inverse, LargestCells cells) {
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

    private ElasticitySums ofEmissions(double[] u, double inverse, LargestCells cells) {
      var sums = ElasticitySums.NONE;
      for (int i = 0; i < n; i++) {
        sums = sums.plus(shown(Matrix.F, 0, i, f[i], u[i], inverse, cells));
      }
      return sums;
    }

    private ElasticitySums ofDirect(double inverse, LargestCells cells) {
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
        LargestCells cells) {
      double elasticity = value * derivative * inverse;
      if (value != 0 && question.matrices().contains(matrix)) {
        cells.add(new SensitiveCell(matrix, row, column, value, derivative, elasticity));
      }
      return elasticity;
    }

    /**
     * Two identities. Reach of the first: {@code |δm·y| ≤ ω·2|m||d̂u| + ω·|m||y|}, as for
     * footprints. Of the second: {@code m·Z·u = m·d̂·u − (f + r)·u} for the residual r of m, {@code
     * |r| ≤ ω(|m||M₀| + |f|)}, so both sides differ by at most {@code ω(|m|(|d| + |Z|)|u| +
     * |f||u|)}; sums of n and n² products in blocks add less than 3·n·eps of the same.
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
}
