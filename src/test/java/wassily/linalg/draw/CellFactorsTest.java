package wassily.linalg.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.distribution.RealDistribution;
import org.hipparchus.distribution.continuous.LogNormalDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TriangularDistribution;
import org.hipparchus.distribution.continuous.UniformRealDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellFactorsTest {
  private static final int ROWS = 200;
  private static final int COLUMNS = 1000;
  private static final DrawKey KEY = new DrawKey(42, 1, 0);

  private static CellDraws everywhere(Distribution d, CellDraws.By by, double cv) {
    return of(d, by, d.ofCv(cv));
  }

  private static CellDraws of(Distribution d, CellDraws.By by, Distribution.Parameters p) {
    var rows = new boolean[ROWS];
    var columns = new boolean[COLUMNS];
    Arrays.fill(rows, true);
    Arrays.fill(columns, true);
    return CellDraws.of(d, by, 0, rows, columns, p);
  }

  private static double[] sample(CellDraws draws) {
    return Arrays.stream(new CellFactors(draws, KEY).all(ROWS))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static RealDistribution expected(Distribution d, double cv) {
    double sigma = Math.sqrt(Math.log1p(cv * cv));
    return switch (d) {
      case LOG_NORMAL -> new LogNormalDistribution(-sigma * sigma / 2, sigma);
      case NORMAL -> new NormalDistribution(1, cv);
      case UNIFORM -> new UniformRealDistribution(1 - Math.sqrt(3) * cv, 1 + Math.sqrt(3) * cv);
      case TRIANGULAR ->
          new TriangularDistribution(1 - Math.sqrt(6) * cv, 1, 1 + Math.sqrt(6) * cv);
      case BY_SIGN -> throw new IllegalArgumentException("not random");
    };
  }

  /**
   * Mean and variance within 5.5 of their standard errors, √(Var/N) and √((μ₄ − Var²)/N): a good
   * generator is further off in one of 2.6e7 samples; μ₄ is the sample's own.
   */
  @ParameterizedTest
  @EnumSource(value = Distribution.class, mode = EnumSource.Mode.EXCLUDE, names = "BY_SIGN")
  void momentsAreThoseAskedFor(Distribution d) {
    for (double cv : new double[] {0.05, 0.1, 0.2}) {
      double[] x = sample(everywhere(d, CellDraws.By.CELL, cv));
      double mean = Arrays.stream(x).average().orElseThrow();
      DoubleUnaryOperator squared = v -> (v - 1) * (v - 1);
      double variance = Arrays.stream(x).map(squared).average().orElseThrow();
      double fourth = Arrays.stream(x).map(v -> Math.pow(v - 1, 4)).average().orElseThrow();
      assertEquals(1, expected(d, cv).getNumericalMean(), 1e-12);
      assertEquals(1, mean, 5.5 * cv / Math.sqrt(x.length), "mean");
      double error = Math.sqrt((fourth - variance * variance) / x.length);
      assertEquals(cv * cv, variance, 5.5 * error, "variance");
    }
  }

  /**
   * The largest distance between the sample's and the distribution function: above √(ln(2/1e-9)/2N)
   * with a probability of 1e-9 at most (Dvoretzky, Kiefer, Wolfowitz; Massart's constant).
   */
  @ParameterizedTest
  @EnumSource(value = Distribution.class, mode = EnumSource.Mode.EXCLUDE, names = "BY_SIGN")
  void quantilesAreThoseOfHipparchus(Distribution d) {
    double cv = 0.15;
    double[] x = sample(everywhere(d, CellDraws.By.CELL, cv));
    Arrays.sort(x);
    RealDistribution of = expected(d, cv);
    double bound = Math.sqrt(Math.log(2 / 1e-9) / (2.0 * x.length));
    for (int i = 0; i < x.length; i += 37) {
      double f = of.cumulativeProbability(x[i]);
      assertTrue(Math.abs(f - (i + 0.5) / x.length) <= bound, "%s at %d".formatted(f, i));
    }
  }

  /** Neighbours along rows and columns, draws and streams do not know of each other. */
  @Test
  void cellsAreIndependent() {
    double[][] a = new CellFactors(normal(CellDraws.By.CELL), KEY).all(ROWS);
    double[][] draw = new CellFactors(normal(CellDraws.By.CELL), new DrawKey(42, 1, 1)).all(ROWS);
    double[][] stream = new CellFactors(normal(CellDraws.By.CELL), new DrawKey(42, 2, 0)).all(ROWS);
    double[][] seed = new CellFactors(normal(CellDraws.By.CELL), new DrawKey(43, 1, 0)).all(ROWS);
    double[] sums = new double[5];
    for (int i = 1; i < ROWS; i++) {
      for (int j = 1; j < COLUMNS; j++) {
        double z = a[i][j] - 1;
        sums[0] += z * (a[i - 1][j] - 1);
        sums[1] += z * (a[i][j - 1] - 1);
        sums[2] += z * (draw[i][j] - 1);
        sums[3] += z * (stream[i][j] - 1);
        sums[4] += z * (seed[i][j] - 1);
      }
    }
    // A product of two independent standard normals has variance 1 (times cv⁴).
    double bound = 5.5 * 0.01 * Math.sqrt(ROWS * COLUMNS);
    for (double sum : sums) {
      assertTrue(Math.abs(sum) <= bound, Arrays.toString(sums));
    }
  }

  private static CellDraws normal(CellDraws.By by) {
    return everywhere(Distribution.NORMAL, by, 0.1);
  }

  @Test
  void groupsOfCellsChangeTogether() {
    double[][] byRow = new CellFactors(normal(CellDraws.By.ROW), KEY).all(ROWS);
    double[][] byColumn = new CellFactors(normal(CellDraws.By.COLUMN), KEY).all(ROWS);
    double[][] block = new CellFactors(normal(CellDraws.By.BLOCK), KEY).all(ROWS);
    for (int i = 1; i < ROWS; i++) {
      assertNotEquals(byRow[i][0], byRow[i - 1][0]);
      assertArrayEquals(byColumn[0], byColumn[i]);
      assertArrayEquals(block[0], block[i]);
      for (int j = 1; j < COLUMNS; j++) {
        assertEquals(byRow[i][0], byRow[i][j]);
        assertEquals(block[0][0], block[i][j]);
        assertNotEquals(byColumn[0][j], byColumn[0][j - 1]);
      }
    }
  }

  /** A row does not depend on which rows were made before. */
  @ParameterizedTest
  @EnumSource(CellDraws.By.class)
  void rowsDoNotDependOnTheirOrder(CellDraws.By by) {
    var rowClass = new int[ROWS];
    var columnClass = new int[COLUMNS];
    for (int i = 0; i < ROWS; i++) {
      rowClass[i] = i % 3 - 1;
    }
    Arrays.setAll(columnClass, j -> j % 4 == 0 ? -1 : 0);
    var draws =
        new CellDraws(
            Distribution.LOG_NORMAL,
            by,
            4,
            rowClass,
            columnClass,
            1,
            new double[] {-0.02, -0.08},
            new double[] {0.2, 0.4});
    double[][] all = new CellFactors(draws, KEY).all(ROWS);
    var again = new CellFactors(draws, KEY);
    for (int i = ROWS - 1; i >= 0; i--) {
      var row = new double[COLUMNS];
      Arrays.fill(row, 1);
      again.multiply(i, row);
      assertArrayEquals(all[i], row);
      assertEquals(i % 3 > 0, again.touches(i));
      assertEquals(1, row[0]);
      assertEquals(i % 3 == 0, row[1] == 1);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Distribution.class, mode = EnumSource.Mode.EXCLUDE, names = "BY_SIGN")
  void withoutUncertaintyEveryFactorIsOne(Distribution d) {
    for (CellDraws.By by : CellDraws.By.values()) {
      assertTrue(Arrays.stream(sample(everywhere(d, by, 0))).allMatch(f -> f == 1));
    }
    assertTrue(d.isCertain(d.ofCv(0)));
    assertTrue(d.isCertain(d.ofBounds(1, 1)));
    assertTrue(!d.isCertain(d.ofCv(0.01)));
  }

  /** Draws below 0 are 0, as many as the distribution says (within 5.5 standard errors). */
  @ParameterizedTest
  @EnumSource(
      value = Distribution.class,
      names = {"NORMAL", "UNIFORM", "TRIANGULAR"})
  void negativeFactorsAreZero(Distribution d) {
    var p = d.ofCv(0.9);
    double[] x = sample(of(d, CellDraws.By.CELL, p));
    double share = expected(d, 0.9).cumulativeProbability(0);
    // The continued fraction is exact to 1e-6 at least from x = 1.1 on.
    assertEquals(share, d.negativeShare(p), 1e-6);
    double zeros = Arrays.stream(x).filter(f -> f == 0).count();
    assertEquals(share * x.length, zeros, 5.5 * Math.sqrt(x.length * share * (1 - share)));
    assertTrue(Arrays.stream(x).allMatch(f -> f >= 0));
    assertEquals(0, d.negativeShare(d.ofCv(0)));
  }

  /** The ends of uniform and triangular; 2.5 % below and above of the others. */
  @ParameterizedTest
  @EnumSource(value = Distribution.class, mode = EnumSource.Mode.EXCLUDE, names = "BY_SIGN")
  void boundsAreKept(Distribution d) {
    double[] x = sample(of(d, CellDraws.By.CELL, d.ofBounds(0.8, 1.5)));
    boolean ends = d == Distribution.UNIFORM || d == Distribution.TRIANGULAR;
    double below = Arrays.stream(x).filter(f -> f < 0.8).count();
    double above = Arrays.stream(x).filter(f -> f > 1.5).count();
    double expected = ends ? 0 : 0.025 * x.length;
    double error = 5.5 * Math.sqrt(0.025 * 0.975 * x.length);
    assertEquals(expected, below, ends ? 0 : error);
    assertEquals(expected, above, ends ? 0 : error);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 257, 511, 513, 1023, 1025})
  void aCellsDrawDoesNotDependOnHowManyColumnsThereAre(int columns) {
    var rows = new boolean[] {true, true};
    var some = new boolean[columns];
    Arrays.fill(some, true);
    var p = Distribution.NORMAL.ofCv(0.1);
    var draws = CellDraws.of(Distribution.NORMAL, CellDraws.By.CELL, 0, rows, some, p);
    double[] row = new CellFactors(draws, KEY).all(2)[1];
    var more = new boolean[columns + 700];
    Arrays.fill(more, true);
    var wide = CellDraws.of(Distribution.NORMAL, CellDraws.By.CELL, 0, rows, more, p);
    assertArrayEquals(row, Arrays.copyOf(new CellFactors(wide, KEY).all(2)[1], columns));
  }
}
