package wassily.linalg;

/** Gaussian elimination as in a textbook: P·M = L·U, with partial pivoting or P = I. */
final class ReferenceFactorization implements Factorization {
  private static final String ROUTINE = "loops";

  private final ReferenceBackend owner;
  private final int n;
  private final int[] from;
  private final PivotPath path;
  private double[][] lu;

  /** Works on Mᵀ, as LAPACK does on a row-major M, so that a zero pivot names a row of M. */
  ReferenceFactorization(ReferenceBackend owner, double[][] m, Pivoting how) {
    this.owner = owner;
    this.n = m.length;
    this.lu = new double[n][n];
    this.from = new int[n];
    for (int i = 0; i < n; i++) {
      from[i] = i;
      for (int j = 0; j < n; j++) {
        lu[i][j] = m[j][i];
      }
    }
    this.path =
        switch (how) {
          case ALWAYS -> PivotPath.pivoted(ROUTINE);
          case NEVER -> PivotPath.unpivoted(ROUTINE);
          case AUTO -> byRule(m);
        };
    for (int k = 0; k < n; k++) {
      double before = m[k][k];
      eliminate(k, how == Pivoting.AUTO && !path.pivoted(), before);
    }
  }

  private static PivotPath byRule(double[][] m) {
    for (int i = 0; i < m.length; i++) {
      if (Double.isNaN(m[i][i])) {
        return PivotPath.pivoted(ROUTINE).because(PivotRule.NOT_A_NUMBER);
      }
    }
    return PivotRule.positiveOffDiagonal(m)
        ? PivotPath.pivoted(ROUTINE).because(PivotRule.POSITIVE)
        : PivotPath.unpivoted(ROUTINE).because(PivotRule.ALL_RIGHT);
  }

  private void eliminate(int k, boolean signed, double before) {
    int p = k;
    for (int i = k + 1; path.pivoted() && i < n; i++) {
      if (Math.abs(lu[i][k]) > Math.abs(lu[p][k])) {
        p = i;
      }
    }
    if (signed && !(lu[k][k] * before > 0)) {
      throw new BackendException.WrongPivot(k);
    }
    if (lu[p][k] == 0) {
      throw new BackendException.Singular(k);
    }
    double[] row = lu[k];
    lu[k] = lu[p];
    lu[p] = row;
    int origin = from[k];
    from[k] = from[p];
    from[p] = origin;
    for (int i = k + 1; i < n; i++) {
      lu[i][k] /= lu[k][k];
      for (int j = k + 1; j < n; j++) {
        lu[i][j] -= lu[i][k] * lu[k][j];
      }
    }
  }

  /** x with Mᵀ·x = b: L·U·x = P·b. */
  private double[] solveWithTransposed(double[] b) {
    var x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = b[from[i]];
      for (int j = 0; j < i; j++) {
        x[i] -= lu[i][j] * x[j];
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        x[i] -= lu[i][j] * x[j];
      }
      x[i] /= lu[i][i];
    }
    return x;
  }

  /** x with M·x = b: M = Uᵀ·Lᵀ·P, so Uᵀ·y = b, Lᵀ·w = y, x = Pᵀ·w. */
  private double[] solveWith(double[] b) {
    var y = b.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        y[i] -= lu[j][i] * y[j];
      }
      y[i] /= lu[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        y[i] -= lu[j][i] * y[j];
      }
    }
    var x = new double[n];
    for (int i = 0; i < n; i++) {
      x[from[i]] = y[i];
    }
    return x;
  }

  @Override
  public long order() {
    return n;
  }

  @Override
  public PivotPath path() {
    return path;
  }

  @Override
  public void solve(DeviceMatrix columns) {
    requireOpen();
    double[][] b = owner.own(columns);
    ReferenceBackend.require(columns.shape().rows() == n, n + " and " + columns.shape());
    for (int j = 0; j < columns.shape().columns(); j++) {
      var column = new double[n];
      for (int i = 0; i < n; i++) {
        column[i] = b[i][j];
      }
      column = solveWith(column);
      for (int i = 0; i < n; i++) {
        b[i][j] = column[i];
      }
    }
  }

  @Override
  public void solveTransposed(DeviceMatrix rows) {
    requireOpen();
    double[][] b = owner.own(rows);
    ReferenceBackend.require(rows.shape().columns() == n, n + " and " + rows.shape());
    for (int i = 0; i < b.length; i++) {
      b[i] = solveWithTransposed(b[i]);
    }
  }

  @Override
  public DeviceMatrix inverse() {
    requireOpen();
    owner.requireOpen();
    var x = new double[n][n];
    for (int i = 0; i < n; i++) {
      x[i][i] = 1;
      x[i] = solveWithTransposed(x[i]);
    }
    lu = null;
    return owner.of(x);
  }

  private void requireOpen() {
    if (lu == null) {
      throw new IllegalStateException("the factorization is closed or used up");
    }
  }

  @Override
  public void close() {
    lu = null;
  }
}
