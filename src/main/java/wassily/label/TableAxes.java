package wassily.label;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The axes of a table and the one place that turns labels into row and column numbers.
 *
 * <p>Rows and columns of Z are region-major: {@code i = region·S + sector}. Columns of Y are the
 * (region, category) pairs, {@code j = region·C + category}, followed by one column for each
 * exogenous consumer (method, section 1).
 *
 * @param regions the R regions
 * @param sectors the S sectors that every region has
 * @param categories the C categories of final demand that every region has
 * @param exogenous the E exogenous consumers, possibly none
 */
public record TableAxes(
    Axis<Region> regions,
    Axis<Sector> sectors,
    Axis<Category> categories,
    Axis<ExogenousConsumer> exogenous) {

  /** Refuses an exogenous consumer that has the name of a region. */
  public TableAxes {
    var names = new HashSet<>(regions.texts());
    for (ExogenousConsumer e : exogenous) {
      if (names.contains(e.name())) {
        throw new IllegalArgumentException(
            "\"" + e.name() + "\" is a region and an exogenous consumer at the same time");
      }
    }
  }

  /**
   * Axes without exogenous consumers.
   *
   * @param regions the regions
   * @param sectors the sectors
   * @param categories the categories of final demand
   */
  public TableAxes(Axis<Region> regions, Axis<Sector> sectors, Axis<Category> categories) {
    this(regions, sectors, categories, Axis.of("exogenous consumer", List.of()));
  }

  /**
   * The number of region-sectors.
   *
   * @return n = R·S
   */
  public int n() {
    return Math.multiplyExact(regions.size(), sectors.size());
  }

  /**
   * The number of regional columns of final demand.
   *
   * @return R·C
   */
  public int regionalColumns() {
    return Math.multiplyExact(regions.size(), categories.size());
  }

  /**
   * The number of columns of final demand.
   *
   * @return m = R·C + E
   */
  public int m() {
    return Math.addExact(regionalColumns(), exogenous.size());
  }

  /**
   * The number of consumers.
   *
   * @return R + E
   */
  public int consumers() {
    return regions.size() + exogenous.size();
  }

  /**
   * The row of a region-sector.
   *
   * @param region position of the region
   * @param sector position of the sector
   * @return its row and column number in Z
   */
  public int row(int region, int sector) {
    return region * sectors.size() + sector;
  }

  /**
   * The column of a region's category in Y.
   *
   * @param region position of the region
   * @param category position of the category
   * @return its column number in Y
   */
  public int column(int region, int category) {
    return region * categories.size() + category;
  }

  /**
   * Which consumer a column of Y belongs to.
   *
   * @param column a column of Y
   * @return the region's position, or R + e for exogenous consumer e
   */
  public int consumerOf(int column) {
    int regional = regionalColumns();
    return column < regional ? column / categories.size() : regions.size() + (column - regional);
  }

  /**
   * A region-sector in words.
   *
   * @param row a row number of Z
   * @return "Region | Sector"
   */
  public String rowLabel(int row) {
    return regions.get(row / sectors.size()).name()
        + " | "
        + sectors.get(row % sectors.size()).name();
  }

  /**
   * A column of final demand in words.
   *
   * @param column a column number of Y
   * @return "Region | Category", or the exogenous consumer's name
   */
  public String columnLabel(int column) {
    int regional = regionalColumns();
    return column < regional
        ? regions.get(column / categories.size()).name()
            + " | "
            + categories.get(column % categories.size()).name()
        : exogenous.get(column - regional).name();
  }

  /**
   * The consumers in words: the regions, then the exogenous consumers.
   *
   * @return R + E names
   */
  public List<String> consumerLabels() {
    return IntStream.range(0, consumers())
        .mapToObj(
            c ->
                c < regions.size()
                    ? regions.get(c).name()
                    : exogenous.get(c - regions.size()).name())
        .toList();
  }
}
