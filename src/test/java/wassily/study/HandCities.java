package wassily.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo;

/**
 * Three regions × two sectors (mills, goods) × two categories (household consumption, capital
 * formation), worked by hand. Only goods use mills, so that A² = 0 and L = I + A.
 *
 * <pre>
 *   x = 8 10 | 5 20 | 8 10 (r mills, r goods)
 *   A: r1 mills → r2 goods 5/20 = 1/4, r2 mills → r2 goods 5/20 = 1/4,
 *      r3 mills → r1 goods 2/10 = 1/5, r3 mills → r3 goods 4/10 = 2/5
 *   Y (h, k): for r1: r1 mills 3,0  r1 goods 4,2  r2 goods 4,0  r3 goods 2,0   D = 15, K = 2
 *             for r2: r1 goods 0,4  r2 goods 8,4                               D = 16, K = 8
 *             for r3: r3 mills 2,0  r2 goods 4,0  r3 goods 6,2                 D = 14, K = 2
 *   W = (I+A)·Y by consumer:
 *             r1 mills 3+4/4 = 4 | 12/4 = 3 | 4/4 = 1          r1 goods 6 | 4 | 0
 *             r2 mills 4/4 = 1   | 12/4 = 3 | 4/4 = 1          r2 goods 4 | 12 | 4
 *             r3 mills 6/5 + 4/5 = 2 | 4/5 | 2 + 16/5 = 26/5   r3 goods 2 | 0 | 8
 *   F = 16 5 | 5 5 | 32 10,  S = 2 1/2 | 1 1/4 | 4 1,  F_Y = 1 2 3 (households)
 *   T = 11  8  2      ΣT = 21 | 10 | 42 = ΣF by region
 *        2  6  2
 *       10 16/5 144/5
 *   D_pba = 22 12 45,  D_cba = 24 96/5 179/5,  both 79
 *   VA = x − 1'Z = 8 8 | 5 10 | 8 6, GDP = 16 15 14;  v = 1 4/5 | 1 1/2 | 1 3/5
 *   T_VA = 4+24/5 = 44/5 | 3+16/5 = 31/5 | 1
 *          1+2 = 3 | 3+6 = 9 | 1+2 = 3
 *          2+6/5 = 16/5 | 4/5 | 26/5+24/5 = 10
 * </pre>
 */
final class HandCities {
  static final double[] POPULATION = {4, 8, 20};
  static final double[] PBA = {22, 12, 45};
  static final double[] CBA = {24, 96 / 5.0, 179 / 5.0};
  static final double[][] T = {{11, 8, 2}, {2, 6, 2}, {10, 16 / 5.0, 144 / 5.0}};
  static final double[][] T_VA = {{44 / 5.0, 31 / 5.0, 1}, {3, 9, 3}, {16 / 5.0, 4 / 5.0, 10}};

  /** Sums of at most 20 products of numbers up to 79: 20·79·eps is 3.5e-13. */
  static final double CLOSE = 20 * 79 * Math.ulp(1.0);

  private HandCities() {}

  static MrioTable table() {
    var z = new double[6][6];
    z[0][3] = 5;
    z[2][3] = 5;
    z[4][1] = 2;
    z[4][5] = 4;
    double[][] y = {
      {3, 0, 0, 0, 0, 0},
      {4, 2, 0, 4, 0, 0},
      {0, 0, 0, 0, 0, 0},
      {4, 0, 8, 4, 4, 0},
      {0, 0, 0, 0, 2, 0},
      {2, 0, 0, 0, 6, 2}
    };
    var axes =
        new TableAxes(
            Axis.of(
                "region", IntStream.rangeClosed(1, 3).mapToObj(r -> new Region("r" + r)).toList()),
            Axis.of(
                "sector",
                List.of(
                    new Sector("Mills", "", Map.of("group", "heavy manufacturing")),
                    new Sector("Goods", "", Map.of("group", "light manufacturing")))),
            Axis.of(
                "category",
                List.of(new Category("Household consumption"), new Category("Capital formation"))),
            Axis.of("exogenous consumer", List.<ExogenousConsumer>of()));
    return new MrioTable(
        new TableInfo("hand", 2020, "M EUR", "test", TableInfo.OutputSource.ROWS),
        axes,
        HostMatrix.of(z),
        HostMatrix.of(y),
        new double[] {8, 10, 5, 20, 8, 10},
        Axis.of("primary input", List.of(new PrimaryInput("wages", PrimaryInput.Kind.VALUE_ADDED))),
        HostMatrix.of(new double[] {8, 8, 5, 10, 8, 6}),
        Optional.of(POPULATION.clone()),
        List.of(
            new SatelliteAccount(
                "air",
                Axis.of("stressor", List.of(new Stressor("CO2", "kt"))),
                HostMatrix.of(new double[] {16, 5, 5, 5, 32, 10}),
                HostMatrix.of(new double[] {1, 0, 2, 0, 3, 0}))),
        () -> {});
  }

  /** r1 in class "a", r2 and r3 in class "b". */
  static RegionClasses classes() {
    return new RegionClasses("class", List.of("a", "b"), new int[] {0, 1, 1});
  }

  static RegionClasses study() {
    return RegionClasses.one(3, new int[] {0, 1, 2});
  }
}
