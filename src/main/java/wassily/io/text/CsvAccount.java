package wassily.io.text;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a satellite account.
 *
 * @param name the account's name
 * @param f F: stressors as rows over region-sectors, or region-sectors as rows over stressors;
 *     columns of final demand beside the region-sectors are taken for F_Y
 * @param fY F_Y: stressors over columns of final demand, either way round, or regions over
 *     stressors
 * @param units a file that gives each stressor's unit in its last column
 * @param unit the unit of stressors that have none otherwise
 * @param householdCategory the category of final demand that emissions given by region belong to;
 *     "" when they are given by category
 */
public record CsvAccount(
    String name,
    CsvPart f,
    Optional<CsvPart> fY,
    Optional<Path> units,
    String unit,
    String householdCategory) {
  /**
   * An account without direct emissions of final demand.
   *
   * @param name its name
   * @param f the file with F
   * @param unit the unit of stressors that have none in the file
   * @return the account
   */
  public static CsvAccount of(String name, CsvPart f, String unit) {
    return new CsvAccount(name, f, Optional.empty(), Optional.empty(), unit, "");
  }
}
