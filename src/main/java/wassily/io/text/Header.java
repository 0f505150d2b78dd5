package wassily.io.text;

import java.util.List;

/**
 * The labels above the numbers of a text file.
 *
 * @param file the file's name
 * @param indexNames names of the index columns, "" where there is none
 * @param levelNames names of the header lines, "" where there is none
 * @param columns the labels of each column of numbers, one for each header line
 */
record Header(
    String file, List<String> indexNames, List<String> levelNames, List<List<String>> columns) {
  Header {
    indexNames = List.copyOf(indexNames);
    levelNames = List.copyOf(levelNames);
    columns = List.copyOf(columns);
  }

  /** A column in words. */
  String column(int c) {
    return join(columns.get(c));
  }

  /** Several parts of one label in words: "AUS | c1". */
  static String join(List<String> parts) {
    return String.join(" | ", parts);
  }

  /** Where a part has one of several names, or -1. */
  static int named(List<String> names, String... wanted) {
    for (int i = 0; i < names.size(); i++) {
      for (String w : wanted) {
        if (names.get(i).equalsIgnoreCase(w)) {
          return i;
        }
      }
    }
    return -1;
  }
}
