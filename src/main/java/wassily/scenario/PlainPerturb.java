package wassily.scenario;

import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellFactors;

/** Levers that perturb, literally: factors of whole matrices, then what restores the sums. */
final class PlainPerturb {
  private final PlainState state;
  private final double[] x0;

  PlainPerturb(PlainState state, double[] x0) {
    this.state = state;
    this.x0 = x0;
  }

  /** A matrix whose cells can be changed. */
  private interface Matrix {
    int rows();

    double get(int i, int j);

    void multiply(int i, int j, double factor) throws ScenarioFailure;

    /** What a cell of this is multiplied by to make the cell whose sums are kept. */
    double weight(int j);
  }

  void apply(ResolvedLever lever, ResolvedAction.Perturb action, ScenarioValues values)
      throws ScenarioFailure {
    Matrix m =
        switch (action.what()) {
          case Z -> new Coefficients(lever);
          case Y -> new Demand();
          case F -> new Intensities();
        };
    for (BlockDraw draw : action.draws(values)) {
      double[][] factors = new CellFactors(draw.cells(), draw.key()).all(m.rows());
      double[][] restoring = restoring(lever, action.keep(), m, draw, factors);
      each(
          m,
          draw,
          (i, j) -> {
            double r = restoring[i][j];
            // By the sign of the flow: where x is negative that of its coefficient is the other.
            boolean negative = m.get(i, j) * m.weight(j) < 0;
            m.multiply(i, j, factors[i][j] * (negative ? 1 / r : r));
          });
    }
  }

  private interface CellWork {
    void on(int i, int j) throws ScenarioFailure;
  }

  private static void each(Matrix m, BlockDraw draw, CellWork work) throws ScenarioFailure {
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < draw.cells().columnClass().length; j++) {
        if (draw.cells().rowClass()[i] >= 0 && draw.cells().columnClass()[j] >= 0) {
          work.on(i, j);
        }
      }
    }
  }

  /** By cell: what restores the sum of its row, its column or the block where it is positive. */
  private static double[][] restoring(
      ResolvedLever lever, Action.Kept keep, Matrix m, BlockDraw draw, double[][] factors)
      throws ScenarioFailure {
    int columns = draw.cells().columnClass().length;
    var before = new double[m.rows()][columns];
    var positive = new double[m.rows()][columns];
    var negative = new double[m.rows()][columns];
    each(
        m,
        draw,
        (i, j) -> {
          int r = keep == Action.Kept.ROW_SUMS ? i : 0;
          int c = keep == Action.Kept.COLUMN_SUMS ? j : 0;
          double flow = m.get(i, j) * m.weight(j);
          before[r][c] += flow;
          (flow < 0 ? negative : positive)[r][c] += Math.abs(flow * factors[i][j]);
        });
    var by = new double[m.rows()][columns];
    each(
        m,
        draw,
        (i, j) -> {
          int r = keep == Action.Kept.ROW_SUMS ? i : 0;
          int c = keep == Action.Kept.COLUMN_SUMS ? j : 0;
          by[i][j] =
              keep == Action.Kept.NONE
                  ? 1
                  : KeptSums.factor(lever.name(), before[r][c], positive[r][c], negative[r][c]);
        });
    return by;
  }

  private final class Coefficients implements Matrix {
    private final ResolvedLever lever;

    private Coefficients(ResolvedLever lever) {
      this.lever = lever;
    }

    @Override
    public int rows() {
      return state.axes.n();
    }

    @Override
    public double get(int i, int j) {
      return state.a(i, j);
    }

    @Override
    public void multiply(int i, int j, double factor) throws ScenarioFailure {
      double before = state.a(i, j);
      state.setA(i, j, before * factor, lever);
      state.valueAdded[j] -= before * factor - before;
    }

    @Override
    public double weight(int j) {
      return x0[j];
    }
  }

  private final class Demand implements Matrix {
    @Override
    public int rows() {
      return state.axes.n();
    }

    @Override
    public double get(int i, int j) {
      return state.y[i][j];
    }

    @Override
    public void multiply(int i, int j, double factor) {
      state.y[i][j] *= factor;
    }

    @Override
    public double weight(int j) {
      return 1;
    }
  }

  private final class Intensities implements Matrix {
    @Override
    public int rows() {
      return state.stressors();
    }

    @Override
    public double get(int i, int j) {
      return state.intensity(i, j, 0);
    }

    /** For all consumers alike. */
    @Override
    public void multiply(int i, int j, double factor) {
      double[] of = state.intensities(i, j);
      for (int s = 0; s < of.length; s++) {
        of[s] *= factor;
      }
    }

    @Override
    public double weight(int j) {
      return x0[j];
    }
  }
}
