package wassily.io.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.IntFunction;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/** A matrix without labels in its file, whose shape is known from label files. */
final class PlainMatrix implements MatrixScan.Target {
  private final String file;
  private final HostMatrix matrix;
  private final int[] rowPlaces;
  private final int[] columnPlaces;
  private final IntFunction<String> rows;
  private final IntFunction<String> columns;

  private PlainMatrix(
      String file,
      HostMatrix matrix,
      int[] rowPlaces,
      int[] columnPlaces,
      IntFunction<String> rows,
      IntFunction<String> columns) {
    this.file = file;
    this.matrix = matrix;
    this.rowPlaces = rowPlaces;
    this.columnPlaces = columnPlaces;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * One side of a matrix.
   *
   * @param places where the k-th row or column of the file goes
   * @param labels labels by place
   */
  record Side(int[] places, IntFunction<String> labels) {
    static Side inOrder(int size, IntFunction<String> labels) {
      return new Side(java.util.stream.IntStream.range(0, size).toArray(), labels);
    }

    int size() {
      return places.length;
    }
  }

  /**
   * Reads a matrix straight into its place.
   *
   * @param file the file
   * @param format how numbers are written
   * @param rows its rows
   * @param columns its columns
   * @param arena decides how long it lives
   * @param threads how many threads may work
   * @param progress told how far it is
   * @return the matrix
   * @throws BadDataException when its shape is not what the labels ask for
   * @throws IOException when it cannot be read
   */
  static HostMatrix read(
      TextFile file,
      TextFormat format,
      Side rows,
      Side columns,
      Arena arena,
      int threads,
      Progress progress)
      throws IOException {
    var plain = format.withLayout(0, 0);
    var matrix = HostMatrix.allocate(arena, rows.size(), columns.size());
    MatrixScan.read(
        file,
        Layout.of(file, plain),
        plain,
        threads,
        progress,
        new PlainMatrix(
            file.name(), matrix, rows.places, columns.places, rows.labels, columns.labels));
    return matrix;
  }

  /**
   * Reads a vector that stands in a row or in a column.
   *
   * @param file the file
   * @param format how numbers are written
   * @param side what it is over
   * @param threads how many threads may work
   * @param progress told how far it is
   * @return the numbers
   * @throws IOException when it cannot be read
   */
  static double[] vector(
      TextFile file, TextFormat format, Side side, int threads, Progress progress)
      throws IOException {
    try (var read = LabelledMatrix.read(file, format.withLayout(0, 0), threads, progress)) {
      boolean row = read.rows() == 1 && read.columns() == side.size();
      if (!row && !(read.columns() == 1 && read.rows() == side.size())) {
        throw new BadDataException(
            "%s: %d × %d numbers, the labels ask for %d in a row or a column"
                .formatted(file.name(), read.rows(), read.columns(), side.size()));
      }
      var values = new double[side.size()];
      for (int k = 0; k < values.length; k++) {
        values[side.places[k]] = row ? read.row(0)[k] : read.row(k)[0];
      }
      return values;
    }
  }

  @Override
  public void begin(Header header) {
    if (header.columns().size() != columnPlaces.length) {
      boolean other = header.columns().size() == rowPlaces.length;
      throw new BadDataException(
          "%s: %d columns, the labels ask for %d rows and %d columns%s"
              .formatted(
                  file,
                  header.columns().size(),
                  rowPlaces.length,
                  columnPlaces.length,
                  other ? "; it seems to lie the other way round: transpose it" : ""));
    }
  }

  @Override
  public long place(long row, long line, List<String> labels) {
    if (row >= rowPlaces.length) {
      throw new BadDataException(
          "%s line %d: more than the %d rows that the labels ask for"
              .formatted(file, line, rowPlaces.length));
    }
    return rowPlaces[(int) row];
  }

  @Override
  public void put(long place, double[] values) {
    var row = new double[values.length];
    for (int c = 0; c < row.length; c++) {
      row[columnPlaces[c]] = values[c];
    }
    matrix.setRow(place, row);
  }

  @Override
  public String cell(long place, int column) {
    return "row \"%s\", column \"%s\""
        .formatted(rows.apply((int) place), columns.apply(columnPlaces[column]));
  }

  @Override
  public void end(long count) {
    if (count != rowPlaces.length) {
      throw new BadDataException(
          "%s: %d rows, the labels ask for %d; the first one missing is \"%s\""
              .formatted(file, count, rowPlaces.length, rows.apply(rowPlaces[(int) count])));
    }
  }
}
