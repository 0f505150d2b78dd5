package wassily.table;

/** How the regions of a generated table differ from each other. */
public enum RegionPattern {
  /** Size, wealth, structure and intensity are drawn almost independently. */
  INDEPENDENT(0.8, 0.35, 0.15, 0.35),
  /**
   * Cities as in China's city tables (Zheng et al. 2023): a few very large ones, the large and the
   * coastal ones richer, poor ones agricultural, western ones living on energy and with high
   * intensities, rich ones on services with low intensities; a few whole provinces among them.
   */
  CHINA_LIKE(1.0, 0.1, 0.18, 0.3);

  /** Standard deviation of the logarithm of a region's final demand before its tail. */
  final double sizeSpread;

  /** The tail's factor is u^(−tail) for uniform u: a Pareto tail of exponent 1/tail. */
  final double tail;

  /** Elasticity of final demand per head to final demand. */
  final double richerBySize;

  /** Standard deviation of the logarithm of final demand per head beyond size and coast. */
  final double incomeSpread;

  RegionPattern(double sizeSpread, double tail, double richerBySize, double incomeSpread) {
    this.sizeSpread = sizeSpread;
    this.tail = tail;
    this.richerBySize = richerBySize;
    this.incomeSpread = incomeSpread;
  }

  /** How many of the regions are whole provinces: 4 of 313 in China's tables. */
  int wholeProvinces(int regions) {
    return this == CHINA_LIKE ? (int) Math.rint(4.0 / 313 * regions) : 0;
  }
}
