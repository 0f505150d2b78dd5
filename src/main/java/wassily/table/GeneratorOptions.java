package wassily.table;

/**
 * What table the {@link TableGenerator} makes.
 *
 * @param regions R ≥ 1
 * @param sectors S ≥ 1; 42 gives the usual Chinese classification, fewer its most important
 *     sectors, more its sectors split into branches
 * @param seed tables of different seeds have different numbers and names
 * @param categories number of categories of final demand, 1 to 5; 4 is household consumption,
 *     government consumption, fixed capital formation, inventory changes; 5 splits households into
 *     rural and urban; inventory changes, with negative cells, exist from 4 on
 * @param foreignExport whether there is an exogenous consumer "Foreign export"
 * @param stressors number of stressors, 1 to 6: CO2, NOx, SO2, PM2.5, CH4, NH3
 * @param idleShare share of the region-sectors that produce nothing, 0 to 0.2; none with one region
 * @param year the year the table pretends to describe
 * @param pattern how regions differ from each other
 */
public record GeneratorOptions(
    int regions,
    int sectors,
    long seed,
    int categories,
    boolean foreignExport,
    int stressors,
    double idleShare,
    int year,
    RegionPattern pattern) {

  /** Refuses what cannot be generated. */
  public GeneratorOptions {
    require(regions >= 1, "regions", regions, "≥ 1");
    require(sectors >= 1, "sectors", sectors, "≥ 1");
    require(
        (long) regions * sectors <= Integer.MAX_VALUE / 8,
        "regions × sectors",
        (long) regions * sectors,
        "≤ " + Integer.MAX_VALUE / 8);
    require(categories >= 1 && categories <= 5, "categories", categories, "1 to 5");
    require(stressors >= 1 && stressors <= 6, "stressors", stressors, "1 to 6");
    require(idleShare >= 0 && idleShare <= 0.2, "idle share", idleShare, "0 to 0.2");
  }

  /**
   * A table of regions that are independent of each other.
   *
   * @param regions R
   * @param sectors S
   * @param seed the seed
   * @param categories number of categories of final demand
   * @param foreignExport whether there is an exogenous consumer "Foreign export"
   * @param stressors number of stressors
   * @param idleShare share of the region-sectors that produce nothing
   * @param year the year
   */
  public GeneratorOptions(
      int regions,
      int sectors,
      long seed,
      int categories,
      boolean foreignExport,
      int stressors,
      double idleShare,
      int year) {
    this(
        regions,
        sectors,
        seed,
        categories,
        foreignExport,
        stressors,
        idleShare,
        year,
        RegionPattern.INDEPENDENT);
  }

  /**
   * A table with four categories, foreign export, four stressors and 1 % idle region-sectors.
   *
   * @param regions R
   * @param sectors S
   * @param seed the seed
   */
  public GeneratorOptions(int regions, int sectors, long seed) {
    this(regions, sectors, seed, 4, true, 4, 0.01, 2020);
  }

  /**
   * The command that makes this table again.
   *
   * @return "wassily generate --regions 313 …"
   */
  public String command() {
    return "wassily generate"
        + (pattern == RegionPattern.CHINA_LIKE ? " --preset china-like" : "")
        + " --regions "
        + regions
        + " --sectors "
        + sectors
        + " --seed "
        + seed
        + " --categories "
        + categories
        + (foreignExport ? "" : " --no-export")
        + " --stressors "
        + stressors
        + " --idle "
        + idleShare
        + " --year "
        + year;
  }

  private static void require(boolean holds, String what, Number found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s, expected %s".formatted(what, found, expected));
    }
  }
}
