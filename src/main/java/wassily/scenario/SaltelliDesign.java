package wassily.scenario;

import java.util.List;
import java.util.Optional;
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
  static void requireVariables(DesignSpec.Saltelli s, int drawn) {
    int variables = s.variables().size();
    if (drawn + variables < 1 || variables > MOST_VARIABLES) {
      throw s.where()
          .refusal(
              "saltelli has %d variables, expected 1 to %,d".formatted(variables, MOST_VARIABLES));
    }
  }

  /**
   * A and B in the open unit cube: the even and the odd dimensions of one shifted Sobol sequence,
   * so that a variable that is appended leaves the others' A and B as they are.
   *
   * @return [A or B][sample][variable]
   */
  static double[][][] halves(int samples, int variables, long seed) {
    var halves = new double[2][samples][variables];
    if (variables > 0) {
      double[][] both = UnitPoints.of(DesignSpec.Method.SOBOL, samples, 2 * variables, seed);
      for (int q = 0; q < samples; q++) {
        for (int j = 0; j < variables; j++) {
          halves[0][q][j] = both[q][2 * j];
          halves[1][q][j] = both[q][2 * j + 1];
        }
      }
    }
    return halves;
  }

  /**
   * All rows of the design. The first variables number draws: of sample q those of A have number
   * 2·q, those of B 2·q + 1, so that no draw is used twice.
   *
   * @param a the other variables of A, a row for each sample
   * @param b those of B
   * @param drawn how many variables number draws
   */
  static double[][] mixed(double[][] a, double[][] b, int drawn) {
    int variables = drawn + (a.length == 0 ? 0 : a[0].length);
    var design = new SaltelliDesign(a.length, variables);
    var rows = new double[design.rows()][variables];
    for (int q = 0; q < a.length; q++) {
      for (int j = 0; j < variables; j++) {
        double ofA = j < drawn ? 2 * q : a[q][j - drawn];
        double ofB = j < drawn ? 2 * q + 1 : b[q][j - drawn];
        for (int i = 0; i < variables; i++) {
          rows[design.ab(q, i)][j] = i == j ? ofB : ofA;
        }
        rows[design.a(q)][j] = ofA;
        rows[design.b(q)][j] = ofB;
      }
    }
    return rows;
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
    Optional<int[]> other = design.other(rows);
    if (other.isPresent()) {
      int row = other.get()[0];
      int j = other.get()[1];
      throw new BadDataException(
          "scenario %d has %s = %s where a design for Sobol indices has %s; use design: saltelli"
              .formatted(row, variables.get(j), rows[row][j], design.expected(rows, row, j)));
    }
    return design;
  }

  /** The first row and variable that is not what the scheme has there. */
  Optional<int[]> other(double[][] rows) {
    for (int row = 0; row < rows.length; row++) {
      for (int j = 0; j < variables; j++) {
        if (rows[row][j] != expected(rows, row, j)) {
          return Optional.of(new int[] {row, j});
        }
      }
    }
    return Optional.empty();
  }

  /** A and B are what they are; the rows between take from them. */
  private double expected(double[][] rows, int row, int variable) {
    int q = row / (variables + 2);
    boolean ofB = row == ab(q, variable) || row == b(q);
    return rows[ofB ? b(q) : a(q)][variable];
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
