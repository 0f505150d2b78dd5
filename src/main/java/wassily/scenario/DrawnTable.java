package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.Pivoting;
import wassily.linalg.SingleMatrix;
import wassily.linalg.Workers;
import wassily.progress.Progress;
import wassily.table.MrioTable;

/**
 * Solves {@code M·(I − A_b) = S} for a few rows S and tables whose Z is drawn with x kept: {@code
 * A_b = Z_b·x̂⁻¹}.
 *
 * <p>On the device are Z, one drawn Z_b and, where systems are iterated, the baseline's L in single
 * precision: 2.5 matrices. Iterating corrects {@code M ← M + (S − M·(I − A_b))·L}: the error
 * shrinks by {@code ‖(A_b − A)·L‖}, about cv·‖A‖·‖L‖ over the root of the cells that matter, in
 * each pass over Z_b and L. It stops where the componentwise backward error {@code max |S −
 * M(I−A_b)| / (|M||I−A_b| + |S|)} is n·eps, a sixteenth of the certificate's bound; where it does
 * not get below that bound, the drawn table is factorized.
 */
final class DrawnTable implements AutoCloseable {
  /** More corrections than this cost more than a factorization would on any table tried. */
  private static final int MOST_CORRECTIONS = 40;

  private final MrioTable table;
  private final Backend backend;
  private final int n;

  /** x, 1 where x = 0. */
  private final double[] d;

  /** Column sums of the baseline's L, which prove most draws productive. */
  private final double[] sumsOfL;

  private final DeviceMatrix z;

  /** Whether a cell of Z or of x is: A may be negative then. */
  private final boolean negative;

  private final double[] columnSums;

  /** Empty where systems are factorized. */
  private final Optional<SingleMatrix> inverse;

  /** The largest cells of A, their Z, the largest of L and their values; of iterated tables. */
  private LargestCells ofA;

  private double[] baseline;
  private LargestCells ofL;
  private double[] leontief;

  /** Of the drawn table: Ã_b − Ã. */
  private double[] change = {};

  private DeviceMatrix drawn;
  private final RowProducts products;
  private final TableDraw tableDraw;
  private final DrawnProductivity productivity;

  /** The last rows that were asked for, and a first guess of their multipliers. */
  private double[][] lastRows = {};

  private double[][] guess = {};

  /**
   * Takes the factors of the baseline's system: it can only be closed afterwards.
   *
   * @param system the factorized table
   * @param path iterate or refactorize
   * @param progress told what takes long
   */
  DrawnTable(LeontiefSystem system, Backend backend, DrawPath path, Progress progress)
      throws IOException {
    this.table = system.table();
    this.backend = backend;
    this.n = table.axes().n();
    this.d = Arrays.stream(table.x()).map(v -> v == 0 ? 1 : v).toArray();
    this.sumsOfL = system.columnSumsOfL();
    this.products = new RowProducts(backend, n);
    this.productivity = new DrawnProductivity(table.axes(), d, sumsOfL);
    var made = new ArrayList<AutoCloseable>();
    try {
      if (path == DrawPath.ITERATE) {
        try (var task = progress.begin("inverting the baseline", 0);
            DeviceMatrix l = system.inverse()) {
          SingleMatrix single = backend.toSingle(l);
          made.add(single);
          inverse = Optional.of(single);
          var ones = new double[n];
          Arrays.fill(ones, 1);
          ofL = LargestCells.of(backend, l, ones);
          leontief = ofL.values(backend, l);
          task.advance(1);
        }
      } else {
        inverse = Optional.empty();
      }
      system.close();
      z = backend.upload(table.z(), progress);
      made.add(z);
      backend.scaleColumns(Arrays.stream(table.x()).map(v -> v == 0 ? 0 : 1).toArray(), z);
      double[][] ones = {new double[n]};
      Arrays.fill(ones[0], 1);
      RowProducts.Products sums = products.of(ones, z, true);
      negative =
          !Arrays.equals(sums.of()[0], sums.absolute()[0]) || Arrays.stream(d).anyMatch(v -> v < 0);
      columnSums = sums.of()[0];
      tableDraw = new TableDraw(backend, z, products, negative);
      if (path == DrawPath.ITERATE) {
        ofA = LargestCells.of(backend, z, Arrays.stream(d).map(v -> 1 / Math.abs(v)).toArray());
        baseline = ofA.values(backend, z);
      }
    } catch (RuntimeException | Error | IOException e) {
      made.forEach(m -> close(m, e));
      products.close();
      throw e;
    }
  }

  private static void close(AutoCloseable m, Throwable because) {
    try {
      m.close();
    } catch (Exception e) {
      because.addSuppressed(e);
    }
  }

  /**
   * What is known of a drawn table.
   *
   * @param error the componentwise backward error of its multipliers
   * @param corrections how often they were corrected; 0 where it was factorized at once
   * @param factorized whether it was factorized
   */
  record Figures(double error, int corrections, boolean factorized) {}

  /**
   * Solutions for a drawn table.
   *
   * @param rows M, as many as were asked for
   */
  record Solved(double[][] rows, Figures figures) {}

  /** The certificate's bound on backward errors. */
  double bound() {
    return 16.0 * n * Math.ulp(1.0);
  }

  /** 1'·Z of the baseline. */
  double[] columnSums() {
    return columnSums;
  }

  /** Right-hand sides, which depend on the column sums of a drawn Z where value added is asked. */
  interface Rows {
    /**
     * The rows.
     *
     * @param columnSums 1'·Z_b, empty where nobody asks
     */
    double[][] of(double[] columnSums);
  }

  /**
   * Draws a table and solves for its multipliers.
   *
   * @param draws in the order of the levers
   * @param asked S, rows of n numbers
   * @param sums whether the rows depend on the column sums
   */
  Solved solve(List<TableDraw.Lever> draws, Rows asked, boolean sums) throws ScenarioFailure {
    makeRoom();
    var ones = new double[n];
    Arrays.fill(ones, 1);
    double[][] rows = sums ? new double[0][] : asked.of(new double[0]);
    double[][] start = inverse.isPresent() && !sums ? guess(rows) : new double[0][];
    var first = new ArrayList<>(List.of(sumsOfL));
    if (sums) {
      first.add(ones);
    }
    first.addAll(List.of(start));
    double[][] together = first.toArray(double[][]::new);
    RowProducts.Products p = tableDraw.multiply(draws, drawn, together, absolute(together));
    if (sums) {
      rows = asked.of(p.of()[1]);
    }
    double[] diagonal = backend.diagonal(drawn);
    if (inverse.isPresent()) {
      change = ofA.values(backend, drawn);
      for (int k = 0; k < change.length; k++) {
        change[k] -= baseline[k];
      }
    }
    boolean proven = productivity.isProven(p.absolute()[0]);
    double[][] all = rows;
    if (!proven && !negative) { // one more row tells: u = 1'·L_b ≥ 1 exactly when productive
      all = Arrays.copyOf(rows, rows.length + 1);
      all[rows.length] = ones;
    } else if (!proven) {
      productivity.requireSmallRadius(v -> products.of(new double[][] {v}, drawn, false).of()[0]);
    }
    // What is known of the first guess, unless a row has been added to it.
    boolean known = !sums && all == rows;
    Solved solved =
        solve(all, start, known ? Optional.of(p.from(1)) : Optional.empty(), diagonal, draws);
    if (all.length > rows.length) {
      productivity.require(solved.rows[rows.length]);
    }
    return new Solved(Arrays.copyOf(solved.rows, rows.length), solved.figures);
  }

  private void draw(List<TableDraw.Lever> draws) throws ScenarioFailure {
    makeRoom();
    tableDraw.draw(draws, drawn);
  }

  /** Factors took the place of the drawn table before. */
  private void makeRoom() {
    if (drawn == null) {
      drawn = backend.zeros(z.shape());
    }
  }

  private double[][] guess(double[][] rows) {
    if (!Arrays.deepEquals(rows, lastRows)) {
      guess = corrected(new double[rows.length][n], rows);
      lastRows = rows;
    }
    return guess;
  }

  /** {@code r + r·L̃·(Ã_b − Ã)}. */
  private double[][] second(double[][] r) {
    var all = new double[r.length][];
    Workers.forBlocks(
        backend.info().threads(),
        r.length,
        1,
        (k, _) -> {
          double[] row = r[(int) k];
          double[] u = ofL.multiply(row, leontief);
          for (int j = 0; j < n; j++) {
            // L̃ holds the diagonal of L, of which the identity is a part, mostly.
            u[j] += ofL.hasDiagonal(j) ? 0 : row[j];
          }
          double[] t = ofA.multiply(u, change);
          for (int j = 0; j < n; j++) {
            t[j] = row[j] + t[j] / d[j]; // the change is one of Z
          }
          all[(int) k] = t;
        });
    return all;
  }

  /** m + r·L. */
  private double[][] corrected(double[][] m, double[][] r) {
    double[][] sum = products.of(r, inverse.orElseThrow());
    for (int k = 0; k < m.length; k++) {
      for (int j = 0; j < n; j++) {
        sum[k][j] += m[k][j];
      }
    }
    return sum;
  }

  /** Whether |rows|·|Z_b| is another product than rows·Z_b. */
  private boolean absolute(double[][] rows) {
    return negative || Arrays.stream(rows).anyMatch(row -> Arrays.stream(row).anyMatch(v -> v < 0));
  }

  private Solved solve(
      double[][] rows,
      double[][] start,
      Optional<RowProducts.Products> known,
      double[] diagonal,
      List<TableDraw.Lever> draws)
      throws ScenarioFailure {
    if (inverse.isEmpty()) {
      return factorized(rows, diagonal, draws, 0);
    }
    double[][] m = start.length == rows.length ? start : guess(rows);
    RowProducts.Products p = known.isPresent() ? known.get() : products.of(m, drawn, absolute(m));
    double before = Double.POSITIVE_INFINITY;
    for (int corrections = 0; corrections < MOST_CORRECTIONS; corrections++) {
      var residual = new double[rows.length][n];
      double error = residual(rows, m, p, diagonal, residual);
      boolean stalls = !(error <= before / 2);
      if (error <= bound()) {
        return new Solved(m, new Figures(error, corrections, false));
      }
      if (stalls) {
        return factorized(rows, diagonal, draws, corrections);
      }
      before = error;
      m = corrected(m, second(residual));
      p = products.of(m, drawn, absolute(m));
    }
    return factorized(rows, diagonal, draws, MOST_CORRECTIONS);
  }

  /** Fills {@code r = S − M(I − A_b)} and gives the componentwise backward error of M. */
  private double residual(
      double[][] s, double[][] m, RowProducts.Products p, double[] diagonal, double[][] r) {
    double worst = 0;
    for (int k = 0; k < s.length; k++) {
      for (int j = 0; j < n; j++) {
        double right = s[k][j] * d[j];
        double rest = right - m[k][j] * d[j] + p.of()[k][j];
        double own = Math.abs(m[k][j]);
        double size =
            Math.abs(right)
                + own * Math.abs(d[j] - diagonal[j])
                + Math.max(0, p.absolute()[k][j] - own * Math.abs(diagonal[j]));
        double error = rest == 0 ? 0 : Math.abs(rest) / size;
        worst = error <= worst ? worst : error; // NaN is taken
        r[k][j] = rest / d[j];
      }
    }
    return worst;
  }

  private Solved factorized(
      double[][] rows, double[] diagonal, List<TableDraw.Lever> draws, int corrections)
      throws ScenarioFailure {
    double[][] m;
    try (Factorization factors = factors(draws);
        var arena = Arena.ofShared()) {
      var right = HostMatrix.allocate(arena, rows.length, n);
      var row = new double[n];
      for (int k = 0; k < rows.length; k++) {
        for (int j = 0; j < n; j++) {
          row[j] = rows[k][j] * d[j];
        }
        right.setRow(k, row);
      }
      try (DeviceMatrix b = backend.upload(right)) {
        factors.solveTransposed(b);
        b.download(right);
      }
      m = RowProducts.rows(right);
    } catch (BackendException.Singular e) {
      throw new ScenarioFailure(
          "",
          "I − A is singular: the row of %s depends on the rows before it"
              .formatted(table.axes().rowLabel(Math.toIntExact(e.row()))));
    }
    draw(draws); // the factors took its place, and their error is to be known
    double error =
        residual(rows, m, products.of(m, drawn, absolute(m)), diagonal, new double[rows.length][n]);
    return new Solved(m, new Figures(error, corrections, true));
  }

  /** Factors of d̂ − Z_b in the place of Z_b; pivoted where that turns out to be needed. */
  private Factorization factors(List<TableDraw.Lever> draws) throws ScenarioFailure {
    try {
      return factors(backend.pivoting());
    } catch (BackendException.WrongPivot e) {
      draw(draws);
      return factors(Pivoting.ALWAYS);
    }
  }

  private Factorization factors(Pivoting how) {
    DeviceMatrix m = drawn;
    drawn = null;
    try {
      backend.diagonalMinus(table.x(), m);
    } catch (RuntimeException | Error e) {
      m.closeAfter(e);
      throw e;
    }
    return backend.factorize(m, how);
  }

  @Override
  public void close() {
    try (z) {
      if (drawn != null) {
        drawn.close();
      }
    } finally {
      inverse.ifPresent(SingleMatrix::close);
      products.close();
    }
  }
}
