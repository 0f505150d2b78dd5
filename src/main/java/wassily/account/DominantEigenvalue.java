package wassily.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The largest eigenvalue of a matrix B that is known only by its products, by Arnoldi's method
 * (Saad 2011, Numerical Methods for Large Eigenvalue Problems, chapter 6).
 *
 * <p>After k products the largest eigenvalue is sought in the whole span of {@code b, B·b, …,
 * Bᵏ⁻¹·b} instead of in the last vector alone: 10 to 20 products where the power iteration takes 40
 * to 60. From a start b &gt; 0 the Perron root of B ≥ 0 is always in that span, also when B is
 * reducible (isolated regions).
 *
 * @param modulus |λ|
 * @param value λ by its Rayleigh quotient; meaningful when λ is real and settled
 * @param vector its right eigenvector, of length 1
 * @param products how many products with B it took
 * @param settled whether the residual |B·v − λ·v| came down to {@link #SETTLED}·|λ|
 */
record DominantEigenvalue(
    double modulus, double value, double[] vector, int products, boolean settled) {
  /** Well below the digits that are shown; eigenvalues move by a small multiple of the residual. */
  static final double SETTLED = 1e-7;

  /** Every table tried settles in 25; more vectors of n numbers than this are not kept. */
  private static final int MOST_PRODUCTS = 40;

  /** Squarings of the projected matrix: ratios of its eigenvalues to the power of 2²⁰. */
  private static final int SQUARINGS = 20;

  /**
   * Looks for it.
   *
   * @param times v → B·v; may overwrite v
   * @param start b, not 0
   */
  static DominantEigenvalue of(UnaryOperator<double[]> times, double[] start) {
    List<double[]> basis = new ArrayList<>();
    var h = new double[MOST_PRODUCTS + 1][MOST_PRODUCTS];
    basis.add(scaled(start, 1 / norm(start)));
    for (int k = 1; ; k++) {
      double[] w = times.apply(basis.getLast().clone());
      for (int i = 0; i < k; i++) {
        h[i][k - 1] = dot(w, basis.get(i));
        subtract(w, h[i][k - 1], basis.get(i));
      }
      double next = norm(w);
      h[k][k - 1] = next;
      var projected = Projected.of(h, k);
      double residual = Math.hypot(projected.residual, next * projected.vector[k - 1]);
      // A value of 0 has no scale to settle on before the subspace ends: B·b may stand
      // perpendicular to b, as with a rotation.
      boolean settled =
          residual <= SETTLED * Math.abs(projected.value) && (projected.value != 0 || next == 0);
      // A next of 0 ends an invariant subspace, NaN ends everything.
      if (settled || k == Math.min(MOST_PRODUCTS, start.length) || !(next > 0)) {
        var vector = new double[start.length];
        for (int i = 0; i < k; i++) {
          subtract(vector, -projected.vector[i], basis.get(i));
        }
        // Gelfand's limit also holds for complex pairs, to 5 digits after so many squarings.
        double modulus = settled ? Math.abs(projected.value) : projected.modulus;
        return new DominantEigenvalue(modulus, projected.value, vector, k, settled);
      }
      basis.add(scaled(w, 1 / next));
    }
  }

  /** The dominant eigenvalue of the leading k × k part of h, which is small. */
  private record Projected(double modulus, double value, double[] vector, double residual) {
    static Projected of(double[][] h, int k) {
      var p = new double[k][];
      for (int i = 0; i < k; i++) {
        p[i] = Arrays.copyOf(h[i], k);
      }
      double[][] power = p;
      // Gelfand: |λ| = lim ‖Pᵉ‖^(1/e); the logarithm of the factors taken out is kept beside it.
      double logarithm = 0;
      double exponent = 1;
      for (int s = 0; s < SQUARINGS; s++) {
        double size = largest(power);
        if (!(size > 0)) {
          break; // NaN, or P is nilpotent
        }
        logarithm += Math.log(size) / exponent;
        double[][] unit = divided(power, size);
        power = multiply(unit, unit);
        exponent *= 2;
      }
      double size = largest(power);
      double modulus = size == 0 ? 0 : Math.exp(logarithm + Math.log(size) / exponent);
      double[] v = new double[k];
      int column = widest(power);
      for (int i = 0; i < k; i++) {
        v[i] = power[i][column];
      }
      v = scaled(v, 1 / norm(v));
      double[] pv = times(p, v);
      double value = dot(v, pv);
      subtract(pv, value, v);
      return size == 0
          ? new Projected(0, 0, new double[k], 0)
          : new Projected(modulus, value, v, norm(pv));
    }
  }

  private static double[][] multiply(double[][] a, double[][] b) {
    int k = a.length;
    var c = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int l = 0; l < k; l++) {
        subtract(c[i], -a[i][l], b[l]);
      }
    }
    return c;
  }

  private static double[] times(double[][] a, double[] v) {
    return Arrays.stream(a).mapToDouble(row -> dot(row, v)).toArray();
  }

  private static double[][] divided(double[][] a, double by) {
    return Arrays.stream(a).map(row -> scaled(row, 1 / by)).toArray(double[][]::new);
  }

  /** The largest absolute element; NaN when there is one. */
  private static double largest(double[][] a) {
    double size = 0;
    for (double[] row : a) {
      for (double v : row) {
        size = Math.max(size, Math.abs(v));
      }
    }
    return size;
  }

  /** The column with the largest element. */
  private static int widest(double[][] a) {
    int at = 0;
    double size = 0;
    for (double[] row : a) {
      for (int j = 0; j < row.length; j++) {
        if (Math.abs(row[j]) > size) {
          size = Math.abs(row[j]);
          at = j;
        }
      }
    }
    return at;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double norm(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  /** a −= f·b. */
  private static void subtract(double[] a, double f, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] -= f * b[i];
    }
  }

  private static double[] scaled(double[] v, double by) {
    var s = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      s[i] = v[i] * by;
    }
    return s;
  }
}
