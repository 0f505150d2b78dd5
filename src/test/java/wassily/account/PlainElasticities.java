package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * All n² cells by {@code (s·L)[i]·(L·y)[j]/x[j]} from the inverse, and how far the two ways may be
 * apart.
 *
 * <p>A solution of componentwise backward error ω = 16·n·eps has {@code |δm| ≤ ω·|m||M₀||M₀⁻¹| ≤
 * ω(2·|m|L + |m|)} and {@code |δu| ≤ ω·|M₀⁻¹||M₀||u| ≤ ω·d⁻¹(2·L|w| + |w|)} for {@code w = L·y}
 * (EmbodiedFlowsTest has the step); for both ways twice that, and {@code |y|} for y of both signs.
 */
final class PlainElasticities {
  private final double[] m;
  private final double[] u;
  private final double[] dm;
  private final double[] du;
  private final double d;
  private final double dd;
  private final double[][] l;

  PlainElasticities(MrioTable t, FootprintTarget target, int k) throws IOException {
    int n = t.axes().n();
    l = new double[n][];
    try (var backend = SmallTables.cpu();
        var arena = Arena.ofShared();
        var system = LeontiefSystem.factorize(t, backend, Progress.NONE);
        var inverse = system.inverse()) {
      var host = HostMatrix.allocate(arena, n, n);
      inverse.download(host);
      for (int i = 0; i < n; i++) {
        l[i] = host.row(i);
      }
    }
    double[] x = t.x();
    SatelliteAccount account = t.satellites().getFirst();
    var s = new double[n];
    var y = new double[n];
    var size = new double[n];
    for (int i = 0; i < n; i++) {
      s[i] = x[i] == 0 || !target.emitters().get(i) ? 0 : account.f().get(k, i) / x[i];
      for (int c : target.columns().stream().toArray()) {
        y[i] += target.products().get(i) ? t.y().get(i, c) : 0;
      }
      size[i] = Math.abs(y[i]);
    }
    m = rows(s);
    double[] w = columns(y);
    double[] wide = columns(size);
    double[] again = columns(wide);
    double[] longer = rows(m);
    u = new double[n];
    dm = new double[n];
    du = new double[n];
    double omega = 2 * 16.0 * n * Math.ulp(1.0);
    double value = 0;
    double error = 0;
    for (int i = 0; i < n; i++) {
      u[i] = x[i] == 0 ? 0 : w[i] / x[i];
      dm[i] = omega * (2 * longer[i] + m[i]);
      du[i] = x[i] == 0 ? 0 : omega * (2 * again[i] + wide[i]) / x[i];
      value += m[i] * y[i];
      error += dm[i] * size[i] + omega * m[i] * size[i];
    }
    for (int c : target.direct().stream().toArray()) {
      value += account.fY().get(k, c);
    }
    d = value;
    dd = error / Math.abs(value);
  }

  private double[] rows(double[] v) {
    var out = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        out[j] += v[i] * l[i][j];
      }
    }
    return out;
  }

  private double[] columns(double[] v) {
    var out = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        out[i] += l[i][j] * v[j];
      }
    }
    return out;
  }

  /** How far the two ways' D may be apart, relative to it. */
  double boundOfFootprint() {
    return dd;
  }

  /** Of the cell (i, j) of Z, which is z. */
  double elasticity(double z, int i, int j) {
    return m[i] * z * u[j] / d;
  }

  /** How far the two ways' elasticities of the cell (i, j) may be apart. */
  double bound(double z, int i, int j) {
    double e = Math.abs(elasticity(z, i, j));
    return Math.abs(z / d) * (dm[i] * Math.abs(u[j]) + m[i] * du[j])
        + e * (dd + 16 * Math.ulp(1.0));
  }
}
