package wassily.io.text;

import wassily.table.TableInfo.OutputSource;

/**
 * What all text importers are told.
 *
 * @param title the table's name for people; "" to take it from the files
 * @param year the year described, 0 when unknown or told by the files
 * @param unit the unit of money; "" to take it from the files
 * @param source where the table comes from; "" for the names of the files
 * @param output whether x is the sum of the rows or the column that the source published
 * @param format how numbers and labels are written
 * @param reorder whether rows and columns that stand in another order are matched by label; an
 *     error otherwise
 * @param threads how many threads turn text into numbers
 */
public record ImportSettings(
    String title,
    int year,
    String unit,
    String source,
    OutputSource output,
    TextFormat format,
    boolean reorder,
    int threads) {
  /** Nothing known, x from rows, strict order, all processors. */
  public static final ImportSettings DEFAULT =
      new ImportSettings(
          "",
          0,
          "",
          "",
          OutputSource.ROWS,
          TextFormat.DEFAULT,
          false,
          Runtime.getRuntime().availableProcessors());

  /**
   * The same with words about the table.
   *
   * @param title its name
   * @param year its year
   * @param unit its unit of money
   * @return settings with these
   */
  public ImportSettings describing(String title, int year, String unit) {
    return new ImportSettings(title, year, unit, source, output, format, reorder, threads);
  }

  /**
   * The same with another source of x.
   *
   * @param output where x comes from
   * @return settings with it
   */
  public ImportSettings withOutput(OutputSource output) {
    return new ImportSettings(title, year, unit, source, output, format, reorder, threads);
  }

  /**
   * The same with another format.
   *
   * @param format how numbers and labels are written
   * @return settings with it
   */
  public ImportSettings withFormat(TextFormat format) {
    return new ImportSettings(title, year, unit, source, output, format, reorder, threads);
  }

  /**
   * The same, matching rows and columns by label.
   *
   * @return settings that allow another order
   */
  public ImportSettings withReorder() {
    return new ImportSettings(title, year, unit, source, output, format, true, threads);
  }
}
