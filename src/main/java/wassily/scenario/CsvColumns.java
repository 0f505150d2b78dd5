package wassily.scenario;

import java.util.Optional;
import java.util.stream.IntStream;

/** The columns of a CSV file by name. */
final class CsvColumns {
  private final CsvTable table;
  private final Where named;

  /**
   * Looks at a header.
   *
   * @param named by what, for messages
   */
  CsvColumns(CsvTable table, Where named) {
    this.table = table;
    this.named = named;
  }

  int required(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                named.refusal(
                    "%s has no column %s; its columns are: %s"
                        .formatted(table.file(), name, String.join(", ", table.header()))));
  }

  Optional<Integer> optional(String name) {
    int[] found =
        IntStream.range(0, table.header().size())
            .filter(c -> table.header().get(c).strip().equalsIgnoreCase(name))
            .toArray();
    if (found.length > 1) {
      throw named.refusal("%s has two columns %s".formatted(table.file(), name));
    }
    return found.length == 0 ? Optional.empty() : Optional.of(found[0]);
  }

  /** A finite number of a row. */
  static double number(CsvTable.Row row, String column, String text) {
    try {
      double value = Double.parseDouble(text.strip());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new wassily.table.BadDataException(notANumber(row, column, text), e);
    }
    throw new wassily.table.BadDataException(notANumber(row, column, text));
  }

  private static String notANumber(CsvTable.Row row, String column, String text) {
    return "%s: %s is \"%s\", expected a finite number".formatted(row.where(), column, text);
  }
}
