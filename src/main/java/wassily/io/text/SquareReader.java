package wassily.io.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Function;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/**
 * Streams Z (or A) from a labelled text file straight into its place: memory is the matrix and a
 * few batches of text.
 */
final class SquareReader implements MatrixScan.Target {
  private final Arena arena;
  private final Function<Header, ProductionAxis> axisOf;
  private final boolean reorder;
  private ProductionAxis axis;
  private HostMatrix matrix;
  private Placement rows;
  private List<Integer> key;
  private Header header;

  /** Where each column goes, or null when all stay where they are. */
  private int[] columns;

  private SquareReader(Arena arena, Function<Header, ProductionAxis> axisOf, boolean reorder) {
    this.arena = arena;
    this.axisOf = axisOf;
    this.reorder = reorder;
  }

  /**
   * What was read.
   *
   * @param axis the region-sectors
   * @param matrix n × n
   */
  record Square(ProductionAxis axis, HostMatrix matrix) {}

  /**
   * Reads a square matrix.
   *
   * @param file the file
   * @param format how it is written
   * @param axisOf makes the axis from the header, or hands out the one that is known
   * @param reorder whether rows and columns may stand in another order than the axis
   * @param arena decides how long the matrix lives
   * @param threads how many threads may work
   * @param progress told how far it is
   * @return the axis and the matrix
   * @throws IOException when it cannot be read
   */
  static Square read(
      TextFile file,
      TextFormat format,
      Function<Header, ProductionAxis> axisOf,
      boolean reorder,
      Arena arena,
      int threads,
      Progress progress)
      throws IOException {
    var target = new SquareReader(arena, axisOf, reorder);
    MatrixScan.read(file, Layout.of(file, format), format, threads, progress, target);
    return new Square(target.axis, target.matrix);
  }

  @Override
  public void begin(Header header) {
    this.header = header;
    axis = axisOf.apply(header);
    int n = axis.size();
    var placement = new Placement(header.file(), "column", n, axis::text, reorder);
    var places = new int[header.columns().size()];
    boolean same = true;
    for (int c = 0; c < places.length; c++) {
      places[c] =
          placement.place(
              axis.findColumn(header, c),
              header.column(c),
              "column " + (c + 1) + " of the numbers");
      same &= places[c] == c;
    }
    placement.end();
    columns = same ? null : places;
    rows = new Placement(header.file(), "row", n, axis::text, reorder);
    matrix = HostMatrix.allocate(arena, n, n);
  }

  @Override
  public long place(long row, long line, List<String> labels) {
    if (row == 0) {
      key = axis.keyColumns(header.indexNames(), labels);
    }
    List<String> label = ProductionAxis.pick(labels, key);
    return rows.place(axis.find(label), Header.join(label), "line " + line);
  }

  @Override
  public void put(long place, double[] values) {
    if (columns == null) {
      matrix.setRow(place, values);
      return;
    }
    var row = new double[values.length];
    for (int c = 0; c < row.length; c++) {
      row[columns[c]] = values[c];
    }
    matrix.setRow(place, row);
  }

  @Override
  public void end(long count) {
    rows.end();
    if (count != matrix.rows()) {
      throw new BadDataException(
          "%s: %d rows and %d columns, expected a square matrix"
              .formatted(header.file(), count, matrix.columns()));
    }
  }
}
