package wassily.scenario;

import java.util.List;
import java.util.function.Function;
import wassily.label.Axis;
import wassily.label.Label;

/**
 * Labels in a row of a CSV file: the exact name, or what the sweep file would take for one.
 *
 * @param row where they stand
 */
record CsvLabels(CsvTable.Row row) {
  /**
   * The one position that a text names.
   *
   * @param column the column's name, for messages
   * @param text what stands there
   * @param axis where an exact name is looked for first: "Hotels: other" is no attribute there
   * @param otherwise resolves codes and other spellings; its message lists near names
   */
  int one(
      String column, String text, Axis<? extends Label> axis, Function<Choice, int[]> otherwise) {
    var exact = axis.find(text.strip());
    if (exact.isPresent()) {
      return exact.getAsInt();
    }
    if (text.isBlank()) {
      throw row.where().refusal(column + " is empty");
    }
    int[] found = otherwise.apply(new Choice(List.of(text.strip()), row.where()));
    if (found.length != 1) {
      throw row.where()
          .refusal("%s \"%s\" names %d, expected one".formatted(column, text, found.length));
    }
    return found[0];
  }
}
