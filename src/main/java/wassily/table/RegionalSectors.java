package wassily.table;

import java.util.ArrayList;
import java.util.List;
import wassily.label.Axis;
import wassily.label.Region;
import wassily.label.Sector;

/**
 * The regions and sectors behind a list of row labels.
 *
 * @param regions the regions, in the order of the rows
 * @param sectors the sectors that every region has, in the same order
 */
public record RegionalSectors(Axis<Region> regions, Axis<Sector> sectors) {

  /**
   * The label of one row.
   *
   * @param region the region's name
   * @param sector the sector's name
   */
  public record Row(String region, String sector) {}

  /**
   * Reads the axes off row labels.
   *
   * @param rows region-major: all rows of the first region, then all of the second, …
   * @param origin where they come from, for messages: "Z.csv"
   * @return the axes
   * @throws BadDataException when a region's rows do not stand together, or regions have different
   *     sectors, or the same in another order; the message names the region and the first sector
   *     that differs
   */
  public static RegionalSectors ofRows(List<Row> rows, String origin) {
    if (rows.isEmpty()) {
      throw new BadDataException(origin + " has no rows, expected region-sectors");
    }
    var regions = new ArrayList<String>();
    var sectors = new ArrayList<List<String>>();
    for (Row row : rows) {
      if (regions.isEmpty() || !regions.getLast().equals(row.region())) {
        if (regions.contains(row.region())) {
          throw new BadDataException(
              "%s: the rows of region \"%s\" do not stand together; sort the rows by region, then sector"
                  .formatted(origin, row.region()));
        }
        regions.add(row.region());
        sectors.add(new ArrayList<>());
      }
      sectors.getLast().add(row.sector());
    }
    List<String> expected = sectors.getFirst();
    for (int r = 1; r < regions.size(); r++) {
      requireEqual(origin, regions.getFirst(), expected, regions.get(r), sectors.get(r));
    }
    try {
      return new RegionalSectors(
          Axis.of("region", regions.stream().map(Region::new).toList()),
          Axis.of("sector", expected.stream().map(Sector::new).toList()));
    } catch (IllegalArgumentException e) {
      throw new BadDataException(origin + ": " + e.getMessage(), e);
    }
  }

  private static void requireEqual(
      String origin, String first, List<String> expected, String region, List<String> found) {
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      String wanted = i < expected.size() ? "\"" + expected.get(i) + "\"" : "no more sectors";
      String is = i < found.size() ? "\"" + found.get(i) + "\"" : "no more sectors";
      if (!wanted.equals(is)) {
        throw new BadDataException(
            "%s: sector %d of region \"%s\" is %s, expected %s as in region \"%s\"; all regions need the same sectors in the same order"
                .formatted(origin, i + 1, region, is, wanted, first));
      }
    }
  }
}
