package wassily.scenario;

import java.util.List;
import wassily.table.BadDataException;

/**
 * Which row of a design is which in Saltelli's scheme for Sobol indices (Saltelli et al. 2010,
 * Comput. Phys. Commun. 181:259-270).
 *
 * <p>A and B are two independent samples of all variables; AB_i is A with the column of variable i
 * taken from B. Sample q fills the rows from {@code q·(d + 2)} on: A, AB_1 … AB_d, B. That is the
 * order of SALib without second-order indices, and the first rows of a longer design are those of a
 * shorter one.
 *
 * @param samples N, rows of A
 * @param variables d
 */
public record SaltelliDesign(int samples, int variables) {
  /** Sobol's sequence is tabulated for 21,201 dimensions; A and B take two for each variable. */
  private static final int MOST_VARIABLES = 10_600;

  /** Refuses a design without samples or variables. */
  public SaltelliDesign {
    if (samples < 1 || variables < 1) {
      throw new IllegalArgumentException("%d samples of %d".formatted(samples, variables));
    }
  }

  /** Refuses what cannot be made, with the place in the file. */
  static void requireVariables(DesignSpec.Saltelli s) {
    int variables = s.variables().size();
    if (variables < 1 || variables > MOST_VARIABLES) {
      throw s.where()
          .refusal(
              "saltelli has %d variables, expected 1 to %,d".formatted(variables, MOST_VARIABLES));
    }
  }

  /**
   * The points of the design in the open unit cube: A and B are the even and the odd dimensions of
   * one shifted Sobol sequence, so that a variable that is appended leaves the others' A and B as
   * they are.
   */
  static double[][] points(int samples, int variables, long seed) {
    double[][] both = UnitPoints.of(DesignSpec.Method.SOBOL, samples, 2 * variables, seed);
    var design = new SaltelliDesign(samples, variables);
    var points = new double[design.rows()][variables];
    for (int q = 0; q < samples; q++) {
      for (int j = 0; j < variables; j++) {
        double a = both[q][2 * j];
        double b = both[q][2 * j + 1];
        for (int i = 0; i < variables; i++) {
          points[design.ab(q, i)][j] = i == j ? b : a;
        }
        points[design.a(q)][j] = a;
        points[design.b(q)][j] = b;
      }
    }
    return points;
  }

  /**
   * Recognizes the scheme in the values of a design, however it was made.
   *
   * @param variables their names
   * @param rows a row for each scenario
   * @return its size
   * @throws BadDataException when the rows are in no such order
   */
  public static SaltelliDesign of(List<String> variables, double[][] rows) {
    int d = variables.size();
    if (d < 1 || rows.length < d + 2 || rows.length % (d + 2) != 0) {
      throw new BadDataException(
          "the sweep has %,d scenarios of %d variables, which is no design for Sobol indices (N·%d rows); use design: saltelli"
              .formatted(rows.length, d, d + 2));
    }
    var design = new SaltelliDesign(rows.length / (d + 2), d);
    for (int q = 0; q < design.samples; q++) {
      double[] a = rows[design.a(q)];
      double[] b = rows[design.b(q)];
      for (int i = 0; i < d; i++) {
        double[] mixed = rows[design.ab(q, i)];
        for (int j = 0; j < d; j++) {
          double expected = i == j ? b[j] : a[j];
          if (mixed[j] != expected) {
            throw new BadDataException(
                "scenario %d has %s = %s where a design for Sobol indices has %s; use design: saltelli"
                    .formatted(design.ab(q, i), variables.get(j), mixed[j], expected));
          }
        }
      }
    }
    return design;
  }

  /**
   * How many scenarios there are.
   *
   * @return N·(d + 2)
   */
  public int rows() {
    return Math.multiplyExact(samples, variables + 2);
  }

  /**
   * The row of A.
   *
   * @param q sample
   * @return its scenario
   */
  public int a(int q) {
    return q * (variables + 2);
  }

  /**
   * The row of AB_i.
   *
   * @param q sample
   * @param i variable whose column comes from B
   * @return its scenario
   */
  public int ab(int q, int i) {
    return q * (variables + 2) + 1 + i;
  }

  /**
   * The row of B.
   *
   * @param q sample
   * @return its scenario
   */
  public int b(int q) {
    return q * (variables + 2) + variables + 1;
  }
}
