package wassily.io.text;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wassily.label.Axis;
import wassily.table.BadDataException;
import wassily.table.Concordance;

/**
 * Reads which label goes to which group: a text file with a line for each label, the label in the
 * first column and its group in the second. Further columns are remarks.
 *
 * <p>A first line whose first cell is no label of the axis is a header. The files of pymrio's
 * {@code concordance} folders, tab-separated and without a header, are read too; what they drop
 * ({@code None}) is refused, because an aggregation keeps every flow.
 */
public final class ConcordanceFile {
  private static final int BATCH = 1 << 16;

  private final Path file;
  private final Axis<?> axis;
  private final List<Concordance.Pair> pairs = new ArrayList<>();
  private final Map<String, Long> lines = new HashMap<>();

  private ConcordanceFile(Path file, Axis<?> axis) {
    this.file = file;
    this.axis = axis;
  }

  /**
   * Reads a concordance for an axis.
   *
   * @param file a text file; comma, semicolon, tab or bar between cells, gzip when it ends in .gz
   * @param axis whose labels stand in the first column
   * @param charset the file's encoding
   * @return the concordance; that no label of the axis is missing is seen when it is applied
   * @throws BadDataException with the line, when a label is unknown or stands twice, or a group is
   *     missing
   * @throws IOException when the file cannot be read
   */
  public static Concordance read(Path file, Axis<?> axis, Charset charset) throws IOException {
    return new ConcordanceFile(file, axis).read(charset);
  }

  private Concordance read(Charset charset) throws IOException {
    TextFile text = TextFile.of(file);
    char delimiter = Layout.delimiter(text, TextFormat.DEFAULT.withCharset(charset));
    boolean first = true;
    try (var reader = new RecordReader(text, delimiter, charset, _ -> {})) {
      for (RecordBatch batch = reader.next(BATCH);
          batch.records() > 0;
          batch = reader.next(BATCH)) {
        for (int i = 0; i < batch.records(); i++) {
          if (batch.cells(i) == 1 && batch.text(i, 0).isEmpty()) {
            continue;
          }
          if (batch.cells(i) < 2) {
            throw bad(
                batch.line(i),
                "one cell (\"%s\"), expected two: a label and its group, with a comma or tab between",
                batch.text(i, 0));
          }
          boolean header = first && axis.find(batch.text(i, 0)).isEmpty();
          first = false;
          if (!header) {
            add(batch.line(i), batch.text(i, 0), batch.text(i, 1));
          }
        }
      }
    }
    if (pairs.isEmpty()) {
      throw new BadDataException(
          "%s: no pairs of a label and its group, expected one for each %s of the table"
              .formatted(file, axis.name()));
    }
    return new Concordance(file.getFileName().toString(), pairs);
  }

  private void add(long line, String from, String to) {
    if (axis.find(from).isEmpty()) {
      throw bad(
          line,
          "\"%s\" is no %s of the table; the first of its %d is \"%s\"",
          from,
          axis.name(),
          axis.size(),
          axis.get(0).label());
    }
    Long before = lines.put(from, line);
    if (before != null) {
      throw bad(line, "\"%s\" stands on line %d already; keep one", from, before);
    }
    if (to.isEmpty() || to.equals("None")) {
      throw bad(
          line,
          "\"%s\" goes to %s; labels cannot be dropped, name a group such as \"Others\"",
          from,
          to.isEmpty() ? "nothing" : "None");
    }
    pairs.add(new Concordance.Pair(from, to));
  }

  private BadDataException bad(long line, String what, Object... arguments) {
    return new BadDataException("%s:%d: %s".formatted(file, line, what.formatted(arguments)));
  }
}
