package wassily.account;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import wassily.label.Axis;
import wassily.label.Region;
import wassily.label.TableAxes;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * Regions in five groups of equal number by final demand per head, 1 = richest (method, section
 * 3.1; Zheng et al. 2023).
 *
 * <p>Demand per head of region s is {@code Σ_c Σ_i Y[i,(s,c)] / population[s]}, in the table's unit
 * of money; exogenous consumers are nobody's. When the number of regions is no multiple of five,
 * the richest groups hold one more each; regions with equal demand per head stay in the order of
 * the table.
 */
public final class AffluenceQuintiles {
  private static final int GROUPS = 5;

  private final double[] perHead;
  private final int[] quintile;

  private AffluenceQuintiles(double[] perHead, int[] quintile) {
    this.perHead = perHead;
    this.quintile = quintile;
  }

  /**
   * All regions of a table.
   *
   * @param table a table with population
   * @return each region's quintile
   * @throws BadDataException when a region's population is unknown or not positive, or when there
   *     are fewer than five regions
   */
  public static AffluenceQuintiles of(MrioTable table) {
    return of(table, IntStream.range(0, table.axes().regions().size()).toArray());
  }

  /**
   * Some regions of a table; the others have no quintile.
   *
   * @param table a table with population
   * @param regions positions of the regions that are compared
   * @return their quintiles
   * @throws BadDataException when the population of one of them is unknown or not positive, or when
   *     they are fewer than five
   */
  public static AffluenceQuintiles of(MrioTable table, int[] regions) {
    requireEnough(table.info().title(), regions);
    return of(table.info().title(), demandPerHead(table, regions), regions);
  }

  /**
   * Regions by any measure of affluence, as GDP per head.
   *
   * @param title of the table, for messages
   * @param perHead the measure by region of the table
   * @param regions positions of the regions that are compared
   * @return their quintiles
   * @throws BadDataException when they are fewer than five
   */
  public static AffluenceQuintiles of(String title, double[] perHead, int[] regions) {
    requireEnough(title, regions);
    int[] richestFirst =
        IntStream.of(regions)
            .sorted()
            .boxed()
            .sorted(Comparator.comparingDouble((Integer r) -> -perHead[r]))
            .mapToInt(Integer::intValue)
            .toArray();
    var quintile = new int[perHead.length];
    int next = 0;
    for (int q = 1; q <= GROUPS; q++) {
      int size = regions.length / GROUPS + (q <= regions.length % GROUPS ? 1 : 0);
      for (int end = next + size; next < end; next++) {
        quintile[richestFirst[next]] = q;
      }
    }
    return new AffluenceQuintiles(perHead, quintile);
  }

  private static void requireEnough(String title, int[] regions) {
    if (regions.length < GROUPS) {
      throw new BadDataException(
          "%s: %d regions, expected at least 5 to make quintiles of"
              .formatted(title, regions.length));
    }
  }

  /**
   * Final demand per head.
   *
   * @param table a table with population
   * @param regions positions of the regions wanted
   * @return by region of the table, in the table's unit of money per person; NaN where not wanted
   * @throws BadDataException when the population of one of them is unknown or not positive
   */
  public static double[] demandPerHead(MrioTable table, int[] regions) {
    TableAxes axes = table.axes();
    double[] population = table.population().orElseThrow(() -> unknown(table, regions));
    double[] demand = demand(table);
    var perHead = new double[axes.regions().size()];
    Arrays.fill(perHead, Double.NaN);
    for (int r : regions) {
      if (!(population[r] > 0) || Double.isInfinite(population[r])) {
        throw new BadDataException(
            "%s: the population of %s is %s, expected a positive number; import the table again with --population"
                .formatted(
                    table.info().title(),
                    axes.regions().get(r).name(),
                    Double.isNaN(population[r]) ? "unknown" : population[r]));
      }
      perHead[r] = demand[r] / population[r];
    }
    return perHead;
  }

  private static BadDataException unknown(MrioTable table, int[] regions) {
    Axis<Region> axis = table.axes().regions();
    return new BadDataException(
        "%s: the population of %s is unknown%s; import the table with --population"
            .formatted(
                table.info().title(),
                axis.get(regions[0]).name(),
                regions.length > 1 ? " as that of all other regions" : ""));
  }

  /** {@code Σ_c Σ_i Y[i,(s,c)]} by region, row by row: one pass over Y. */
  private static double[] demand(MrioTable table) {
    TableAxes axes = table.axes();
    int categories = axes.categories().size();
    var demand = new double[axes.regions().size()];
    var row = new double[axes.m()];
    for (int i = 0; i < axes.n(); i++) {
      table.y().getRow(i, row);
      for (int s = 0; s < demand.length; s++) {
        for (int c = 0; c < categories; c++) {
          demand[s] += row[s * categories + c];
        }
      }
    }
    return demand;
  }

  /**
   * A region's quintile.
   *
   * @param region its position
   * @return 1 (richest) to 5, 0 when it was not compared
   */
  public int quintile(int region) {
    return quintile[region];
  }

  /**
   * The regions of a quintile.
   *
   * @param wanted 1 (richest) to 5
   * @return their positions, ascending
   */
  public int[] regions(int wanted) {
    return IntStream.range(0, quintile.length).filter(r -> quintile[r] == wanted).toArray();
  }

  /**
   * What a region was compared by: final demand per head, or the measure that was given.
   *
   * @param region its position
   * @return in the table's unit of money per person, NaN when it was not compared
   */
  public double perHead(int region) {
    return perHead[region];
  }
}
