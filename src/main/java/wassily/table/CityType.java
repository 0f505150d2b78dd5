package wassily.table;

import wassily.table.SectorTemplate.Kind;

/**
 * What a generated region lives on, by the five groups of sectors of the city study (method,
 * section 3.3): which sectors it has more of, and how dirty it is.
 */
enum CityType {
  // factors on specialization in: agriculture, light, heavy, energy, high-tech; on intensity
  AGRICULTURE("agriculture", 3, 1, .7, .6, .8, 1.0),
  LIGHT("light manufacturing", .9, 2.5, .8, .6, .9, .9),
  HEAVY("heavy manufacturing", .8, .8, 2.5, .9, .8, 1.25),
  ENERGY("energy and resource", .8, .6, 1.3, 3, .7, 1.6),
  HIGH_TECH("high-tech and services", .3, .5, .3, .25, 2.5, .7),
  /** A region like any other: changes nothing. */
  NONE("", 1, 1, 1, 1, 1, 1);

  /** The group's name. */
  final String group;

  /** Factor on all its intensities. */
  final double dirt;

  private final double[] factors;

  CityType(
      String group,
      double agriculture,
      double light,
      double heavy,
      double energy,
      double highTech,
      double dirt) {
    this.group = group;
    this.dirt = dirt;
    this.factors = new double[] {agriculture, light, heavy, energy, highTech};
  }

  /** Factor on a region's specialization in a kind of sectors. */
  double specialization(Kind kind) {
    for (CityType t : values()) {
      if (t.group.equals(kind.group)) {
        return factors[t.ordinal()];
      }
    }
    throw new IllegalStateException(kind + " is in no group of the city study");
  }

  /**
   * A type for a city: high-tech where it is rich and near the coast, agriculture where it is poor,
   * energy in the west.
   *
   * @param income final demand per head relative to the median
   * @param coast from 0 in the west to 1 at the sea
   * @param u uniform in (0, 1)
   */
  static CityType of(double income, double coast, double u) {
    double[] weights = {
      0.8 / (income * Math.sqrt(income)),
      0.4 + 0.5 * coast,
      0.9 / Math.sqrt(income),
      1.3 * (1.1 - coast) / income,
      0.6 * income * income * income * (0.4 + coast)
    };
    double total = 0;
    for (double w : weights) {
      total += w;
    }
    double left = u * total;
    for (int t = 0; t < weights.length - 1; t++) {
      left -= weights[t];
      if (left < 0) {
        return values()[t];
      }
    }
    return HIGH_TECH;
  }
}
