package wassily.account;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** ρ of a matrix that is known by its products. */
public final class SpectralRadius {
  private SpectralRadius() {}

  /**
   * Estimates ρ(B) by Arnoldi's method, started from a vector of ones.
   *
   * @param n the order of B
   * @param times v → B·v; may overwrite v
   * @return |λ| of the largest eigenvalue, to about 7 digits when it is real and alone
   */
  public static double of(int n, UnaryOperator<double[]> times) {
    var ones = new double[n];
    Arrays.fill(ones, 1);
    return DominantEigenvalue.of(times, ones).modulus();
  }
}
