package wassily.io.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;

/**
 * The numbers of a text file whose number of rows is not known before, with the labels of rows and
 * columns as they stand in the file. They live outside the heap until it is closed.
 */
final class LabelledMatrix implements AutoCloseable, MatrixScan.Target {
  private static final long PANEL_ELEMENTS = 1 << 18;

  private final Arena arena = Arena.ofShared();
  private final List<HostMatrix> panels = new CopyOnWriteArrayList<>();
  private final List<List<String>> labels = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();
  private Header header;
  private int panelRows;

  private LabelledMatrix() {}

  /**
   * Reads a file.
   *
   * @param file the file
   * @param format how it is written
   * @param threads how many threads may work
   * @param progress told how far it is
   * @return its numbers and labels
   * @throws IOException when it cannot be read
   */
  static LabelledMatrix read(TextFile file, TextFormat format, int threads, Progress progress)
      throws IOException {
    var matrix = new LabelledMatrix();
    try {
      MatrixScan.read(file, Layout.of(file, format), format, threads, progress, matrix);
      return matrix;
    } catch (IOException | RuntimeException | Error e) {
      matrix.close();
      throw e;
    }
  }

  @Override
  public void begin(Header header) {
    this.header = header;
    panelRows = (int) Math.max(1, PANEL_ELEMENTS / Math.max(1, header.columns().size()));
  }

  @Override
  public long place(long row, long line, List<String> rowLabels) {
    labels.add(rowLabels);
    lines.add(line);
    if (row % panelRows == 0) {
      panels.add(HostMatrix.allocate(arena, panelRows, header.columns().size()));
    }
    return row;
  }

  @Override
  public void put(long place, double[] values) {
    panels.get((int) (place / panelRows)).setRow(place % panelRows, values);
  }

  @Override
  public void end(long rows) {}

  /** The file's name. */
  String file() {
    return header.file();
  }

  Header header() {
    return header;
  }

  int rows() {
    return labels.size();
  }

  int columns() {
    return header.columns().size();
  }

  /** A row's labels, one for each index column. */
  List<String> labels(int row) {
    return labels.get(row);
  }

  /** A row's place for messages: "line 7". */
  String at(int row) {
    return "line " + lines.get(row);
  }

  /** A copy of a row's numbers. */
  double[] row(int row) {
    return panels.get(row / panelRows).row(row % panelRows);
  }

  @Override
  public void close() {
    arena.close();
  }
}
