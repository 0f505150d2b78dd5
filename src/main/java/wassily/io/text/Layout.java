package wassily.io.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import wassily.table.BadDataException;

/**
 * Where the numbers of a text file begin.
 *
 * @param delimiter what stands between cells
 * @param headerRows lines of column labels
 * @param indexColumns columns of row labels
 * @param namesRow whether a line follows the header that only names the index columns
 */
record Layout(char delimiter, int headerRows, int indexColumns, boolean namesRow) {
  /** Enough lines to tell labels from numbers. */
  private static final int SAMPLE = 8;

  private static final int SAMPLE_CHARACTERS = 4096;

  /** Names under which files at hand carry row labels, in lower case. */
  private static final Set<String> INDEX_NAMES =
      Set.of(
          "region",
          "sector",
          "unit",
          "stressor",
          "code",
          "category",
          "item",
          "row",
          "label",
          "description",
          "name",
          "country",
          "industry",
          "product",
          "commodity",
          "compartment",
          "source",
          "inputtype",
          "index",
          "");

  /**
   * Looks at the first lines of a file.
   *
   * @param file the file
   * @param format what is known already
   * @return its layout
   * @throws IOException when it cannot be read
   */
  static Layout of(TextFile file, TextFormat format) throws IOException {
    char delimiter =
        format.delimiter() == TextFormat.SNIFF ? delimiter(file, format) : format.delimiter();
    List<List<String>> sample = sample(file, format, delimiter);
    if (sample.isEmpty()) {
      throw new BadDataException(file.name() + ": the file is empty");
    }
    int header = format.headerRows() == TextFormat.AUTO ? headerRows(sample) : format.headerRows();
    if (header >= sample.size()) {
      throw new BadDataException(
          "%s: the file ends after its header of %d line(s)".formatted(file.name(), header));
    }
    boolean names = header > 0 && blankAfterLabels(sample.get(header));
    int index =
        format.indexColumns() == TextFormat.AUTO
            ? indexColumns(sample, header, names)
            : format.indexColumns();
    return new Layout(delimiter, header, index, names);
  }

  /** The most frequent of tab, semicolon, comma and bar in the first line, outside quotes. */
  static char delimiter(TextFile file, TextFormat format) throws IOException {
    try (var reader = file.reader(format.charset(), _ -> {})) {
      String candidates = "\t;,|";
      var count = new long[candidates.length()];
      boolean quoted = false;
      boolean any = false;
      for (int c; (c = reader.read()) >= 0; ) {
        if (c == '"') {
          quoted = !quoted;
        } else if (c == '\n' && !quoted && any) {
          break;
        } else if (!quoted && candidates.indexOf(c) >= 0) {
          count[candidates.indexOf(c)]++;
        }
        any |= c > ' ' || c == '\t';
      }
      int best = 0;
      for (int i = 1; i < count.length; i++) {
        if (count[i] > count[best]) {
          best = i;
        }
      }
      return count[best] == 0 ? ',' : candidates.charAt(best);
    } catch (IOException e) {
      throw file.explain(e, format.charset());
    }
  }

  private static List<List<String>> sample(TextFile file, TextFormat format, char delimiter)
      throws IOException {
    var sample = new ArrayList<List<String>>();
    try (var reader = new RecordReader(file, delimiter, format.charset(), _ -> {})) {
      while (sample.size() < SAMPLE) {
        RecordBatch batch = reader.next(SAMPLE_CHARACTERS);
        if (batch.records() == 0) {
          break;
        }
        for (int r = 0; r < batch.records(); r++) {
          var cells = new ArrayList<String>(batch.cells(r));
          for (int c = 0; c < batch.cells(r); c++) {
            cells.add(batch.text(r, c));
          }
          sample.add(cells);
        }
      }
    }
    return sample;
  }

  /** The first line is a header; so are further lines whose right half is mostly text. */
  private static int headerRows(List<List<String>> sample) {
    String first = sample.getFirst().getFirst().toLowerCase(java.util.Locale.ROOT);
    if (sample.size() > 1 && first.equals("region")) {
      String second = sample.get(1).getFirst().toLowerCase(java.util.Locale.ROOT);
      if (second.equals("sector") || second.equals("category")) {
        return 2;
      }
    }
    int rows = 1;
    while (rows < sample.size() && mostlyText(sample.get(rows))) {
      rows++;
    }
    return rows;
  }

  private static boolean mostlyText(List<String> cells) {
    int text = 0;
    int numbers = 0;
    for (String s : cells.subList(cells.size() / 2, cells.size())) {
      if (!s.isEmpty()) {
        if (Double.isNaN(Decimals.parse(s))) {
          text++;
        } else {
          numbers++;
        }
      }
    }
    return text > numbers;
  }

  private static boolean blankAfterLabels(List<String> cells) {
    int labels = 0;
    while (labels < cells.size() && !cells.get(labels).isEmpty()) {
      labels++;
    }
    return labels > 0
        && labels < cells.size()
        && cells.subList(labels, cells.size()).stream().allMatch(String::isEmpty);
  }

  private static int indexColumns(List<List<String>> sample, int header, boolean names) {
    if (header == 0) {
      return 0;
    }
    if (names) {
      int named = 0;
      while (!sample.get(header).get(named).isEmpty()) {
        named++;
      }
      return named;
    }
    List<String> last = sample.get(header - 1);
    if (header > 1) {
      // Below the names of the header lines the corner is blank: "sector, , food".
      int corner = 1;
      while (corner < last.size() && last.get(corner).isEmpty()) {
        corner++;
      }
      return corner;
    }
    int index = 1;
    while (index < last.size() - 1 && labels(sample, index, last.get(index))) {
      index++;
    }
    return index;
  }

  private static boolean labels(List<List<String>> sample, int column, String name) {
    if (INDEX_NAMES.contains(name.toLowerCase(java.util.Locale.ROOT))) {
      return true;
    }
    return sample.stream()
        .skip(1)
        .allMatch(
            cells ->
                column < cells.size()
                    && !cells.get(column).isEmpty()
                    && Double.isNaN(Decimals.parse(cells.get(column))));
  }
}
