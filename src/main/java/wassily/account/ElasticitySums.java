package wassily.account;

/**
 * What the elasticities e of all cells of a matrix add up to.
 *
 * <p>First-order error of D when every cell has the relative standard deviation c: {@code c·√(Σe²)}
 * of D when all cells err independently, {@code c·|Σe|} when they all err together, and never more
 * than {@code c·Σ|e|}.
 *
 * @param cells how many are not 0
 * @param sum Σe
 * @param absolute Σ|e|
 * @param squares Σe²
 */
public record ElasticitySums(long cells, double sum, double absolute, double squares) {
  /** No cells. */
  static final ElasticitySums NONE = new ElasticitySums(0, 0, 0, 0);

  /** Both together. */
  ElasticitySums plus(ElasticitySums more) {
    return new ElasticitySums(
        cells + more.cells, sum + more.sum, absolute + more.absolute, squares + more.squares);
  }

  /** With one cell more. */
  ElasticitySums plus(double elasticity) {
    return elasticity == 0
        ? this
        : plus(new ElasticitySums(1, elasticity, Math.abs(elasticity), elasticity * elasticity));
  }

  /**
   * The first-order relative error of D per relative error of independent cells.
   *
   * @return √(Σe²)
   */
  public double rootOfSquares() {
    return Math.sqrt(squares);
  }
}
