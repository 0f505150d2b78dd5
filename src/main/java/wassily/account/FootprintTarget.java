package wassily.account;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import wassily.label.TableAxes;

/**
 * One number among all footprints of a stressor, as a bilinear form of the Leontief inverse: {@code
 * D = Σ_{i∈E} S[i]·Σ_{j∈P} L[i,j]·Σ_{c∈K} Y[j,c] + Σ_{c∈U} F_Y[c]}.
 *
 * <p>D_cba of a region has all emitters E, all products P, and the region's columns as K and U;
 * D_pba of a region has its rows as E, all columns of Y as K (exogenous ones too: {@code x = L·y}),
 * and its columns of F_Y as U. What is restricted to products or emitters has no direct emissions,
 * because F_Y knows neither.
 *
 * @param name as the user wrote it: "D_cba:Beijing"
 * @param emitters E, rows of Z
 * @param products P, rows of Y
 * @param columns K, columns of Y
 * @param direct U, columns of F_Y
 */
public record FootprintTarget(
    String name, BitSet emitters, BitSet products, BitSet columns, BitSet direct) {
  /** Copies. */
  public FootprintTarget {
    emitters = (BitSet) emitters.clone();
    products = (BitSet) products.clone();
    columns = (BitSet) columns.clone();
    direct = (BitSet) direct.clone();
  }

  /**
   * Consumption-based: what consumers cause anywhere, and emit themselves.
   *
   * @param name as it is shown
   * @param axes the table's axes
   * @param consumers regions, and R + e for exogenous consumer e
   * @return Σ D_cba of these consumers
   */
  public static FootprintTarget consumption(String name, TableAxes axes, int... consumers) {
    BitSet columns = where(axes.m(), c -> has(consumers, axes.consumerOf(c)));
    return new FootprintTarget(
        name, all(axes.n()), all(axes.n()), columns, regional(axes, columns));
  }

  /**
   * Production-based: what regions emit, whoever consumes.
   *
   * @param name as it is shown
   * @param axes the table's axes
   * @param regions which ones
   * @return Σ D_pba of these regions
   */
  public static FootprintTarget production(String name, TableAxes axes, int... regions) {
    int sectors = axes.sectors().size();
    return new FootprintTarget(
        name,
        where(axes.n(), i -> has(regions, i / sectors)),
        all(axes.n()),
        all(axes.m()),
        where(axes.regionalColumns(), c -> has(regions, axes.consumerOf(c))));
  }

  /**
   * The same for some categories of final demand only; exogenous consumers have none.
   *
   * @param axes the table's axes
   * @param categories which ones
   * @return a part of this footprint
   */
  public FootprintTarget ofCategories(TableAxes axes, int... categories) {
    int count = axes.categories().size();
    IntPredicate chosen = c -> has(categories, c % count);
    BitSet kept = and(columns, where(axes.regionalColumns(), chosen));
    return new FootprintTarget(name, emitters, products, kept, and(direct, kept));
  }

  /**
   * The same for the final demand for some products only, without direct emissions.
   *
   * @param axes the table's axes
   * @param sectors which products, of all regions
   * @return a part of this footprint
   */
  public FootprintTarget ofProducts(TableAxes axes, int... sectors) {
    return new FootprintTarget(
        name, emitters, and(products, sectors(axes, sectors)), columns, new BitSet());
  }

  /**
   * The same for what some sectors emit only, without direct emissions.
   *
   * @param axes the table's axes
   * @param sectors which emitters, of all regions
   * @return a part of this footprint
   */
  public FootprintTarget ofProducers(TableAxes axes, int... sectors) {
    return new FootprintTarget(
        name, and(emitters, sectors(axes, sectors)), products, columns, new BitSet());
  }

  /**
   * The same for what is emitted in some regions only, without direct emissions: of D_cba of s the
   * flows {@code T[r,s]}.
   *
   * @param axes the table's axes
   * @param regions where it is emitted
   * @return a part of this footprint
   */
  public FootprintTarget from(TableAxes axes, int... regions) {
    int sectors = axes.sectors().size();
    BitSet there = where(axes.n(), i -> has(regions, i / sectors));
    return new FootprintTarget(name, and(emitters, there), products, columns, new BitSet());
  }

  private static BitSet sectors(TableAxes axes, int... sectors) {
    int count = axes.sectors().size();
    return where(axes.n(), i -> has(sectors, i % count));
  }

  private static BitSet regional(TableAxes axes, BitSet columns) {
    return and(columns, all(axes.regionalColumns()));
  }

  private static BitSet all(int size) {
    var all = new BitSet(size);
    all.set(0, size);
    return all;
  }

  private static BitSet where(int size, IntPredicate is) {
    var found = new BitSet(size);
    IntStream.range(0, size).filter(is).forEach(found::set);
    return found;
  }

  private static BitSet and(BitSet a, BitSet b) {
    var both = (BitSet) a.clone();
    both.and(b);
    return both;
  }

  private static boolean has(int[] positions, int position) {
    return Arrays.stream(positions).anyMatch(p -> p == position);
  }
}
