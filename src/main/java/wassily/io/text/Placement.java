package wassily.io.text;

import java.util.Arrays;
import java.util.function.IntFunction;
import wassily.table.BadDataException;

/**
 * Matches the rows or columns of one file with an axis, by label: each label once, none missing,
 * and in the order of the axis unless reordering is allowed.
 */
final class Placement {
  private final String file;
  private final String what;
  private final IntFunction<String> labels;
  private final boolean reorder;
  private final String[] taken;
  private int count;

  /**
   * Begins.
   *
   * @param file the file's name
   * @param what what is matched, in the singular: "row"
   * @param size how many labels the axis has
   * @param labels the axis' labels in words
   * @param reorder whether another order is allowed
   */
  Placement(String file, String what, int size, IntFunction<String> labels, boolean reorder) {
    this.file = file;
    this.what = what;
    this.labels = labels;
    this.reorder = reorder;
    this.taken = new String[size];
  }

  /**
   * Takes the next label of the file.
   *
   * @param found its position on the axis, -1 when it is not there
   * @param label the label in words
   * @param at where it stands: "line 7", "column 3"
   * @return its position
   * @throws BadDataException when it is unknown, stands there twice, or is out of place
   */
  int place(int found, String label, String at) {
    int here = count++;
    String expected = here < taken.length ? "\"" + labels.apply(here) + "\"" : "no further " + what;
    if (found < 0) {
      throw new BadDataException(
          "%s %s: the table knows no \"%s\"; expected %s here"
              .formatted(file, at, label, expected));
    }
    if (taken[found] != null) {
      throw new BadDataException(
          "%s %s: duplicate label \"%s\", it stood at %s already; each must stand there once"
              .formatted(file, at, label, taken[found]));
    }
    if (found != here && !reorder) {
      throw new BadDataException(
          "%s %s: found \"%s\", expected %s: a %s is missing or the order differs from the rest of the table; if only the order differs, match by label with --reorder"
              .formatted(file, at, label, expected, what));
    }
    taken[found] = at;
    return found;
  }

  /**
   * Ends.
   *
   * @throws BadDataException when a label of the axis did not come
   */
  void end() {
    int missing = Arrays.asList(taken).indexOf(null);
    if (missing >= 0) {
      throw new BadDataException(
          "%s: no %s for \"%s\"; found %d of %d"
              .formatted(file, what, labels.apply(missing), count, taken.length));
    }
  }
}
