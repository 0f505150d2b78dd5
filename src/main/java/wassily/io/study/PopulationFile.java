package wassily.io.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import wassily.label.Axis;
import wassily.label.NearestNames;
import wassily.label.Region;
import wassily.scenario.CsvTable;
import wassily.scenario.Where;

/** Reads people by region: a CSV with the columns region and population. */
public final class PopulationFile {
  private PopulationFile() {}

  /**
   * Reads a file.
   *
   * @param file the CSV
   * @param csv reads it
   * @param regions the table's regions; all others are refused
   * @param named what names the file, for messages
   * @return by region; NaN where the file says nothing
   * @throws wassily.table.BadDataException when a column is missing, a region unknown or twice, or
   *     a number is none; with the line and the nearest names
   * @throws IOException when it cannot be read
   */
  public static double[] read(Path file, CsvTable.Reader csv, Axis<Region> regions, Where named)
      throws IOException {
    CsvTable table = csv.read(file, named);
    int name = column(table, "region");
    int number = column(table, "population");
    var people = new double[regions.size()];
    Arrays.fill(people, Double.NaN);
    for (CsvTable.Row row : table.rows()) {
      String region = row.cells().get(name);
      int r = find(regions, region);
      if (r < 0) {
        throw row.where()
            .refusal(
                "no region \"%s\" in the table%s"
                    .formatted(region, NearestNames.hint(region, regions.texts())));
      }
      if (!Double.isNaN(people[r])) {
        throw row.where().refusal("%s stands twice".formatted(region));
      }
      people[r] = number(row, row.cells().get(number));
    }
    return people;
  }

  private static int find(Axis<Region> regions, String wanted) {
    for (int r = 0; r < regions.size(); r++) {
      Region region = regions.get(r);
      if (region.name().equalsIgnoreCase(wanted) || region.code().equalsIgnoreCase(wanted)) {
        return r;
      }
    }
    return -1;
  }

  private static double number(CsvTable.Row row, String text) {
    try {
      double value = Double.parseDouble(text);
      if (value > 0 && value <= Double.MAX_VALUE) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, with the line
    }
    throw row.where().refusal("population is \"%s\", expected a number > 0".formatted(text));
  }

  static int column(CsvTable table, String name) {
    int at = table.header().indexOf(name);
    if (at < 0) {
      throw new Where(table.file(), 1)
          .refusal("no column \"%s\"%s".formatted(name, NearestNames.hint(name, table.header())));
    }
    return at;
  }
}
