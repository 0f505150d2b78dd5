package wassily.table;

/**
 * What a table is, in words.
 *
 * @param title a name for people
 * @param year the year described, 0 when unknown
 * @param unit the unit of money in Z, Y, V and x: "M EUR", "10000 CNY"
 * @param source where it comes from: files, citation, generator's arguments
 * @param output where x comes from
 */
public record TableInfo(String title, int year, String unit, String source, OutputSource output) {
  /** Where gross output x comes from. */
  public enum OutputSource {
    /** {@code x = Z·1 + Y·1}: rows balance by construction. */
    ROWS,
    /** The column that the source published; rows balance only as far as the source does. */
    FILE
  }
}
