package wassily.io.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import wassily.io.OutputFile;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;

/**
 * Writes results as CSV (RFC 4180, UTF-8, lines end in LF), panel by panel, so that an n × n
 * inverse needs no second copy in memory. Numbers are the shortest decimals that read back as the
 * same double.
 */
public final class CsvExport {
  private static final int BUFFER = 1 << 16;
  private static final long PANEL_BYTES = 1 << 23;

  private CsvExport() {}

  /** How values are laid out. */
  public enum Form {
    /** One line for each value: a column for each axis (and its coordinates), then the value. */
    LONG,
    /**
     * One line for each row: columns for all axes but the last, then a column for each label of the
     * last axis, whose coordinates are left out.
     */
    WIDE
  }

  /**
   * Writes an array; the file appears when it is complete. A name that ends in {@code .gz} is
   * compressed.
   *
   * @param array the values with their labels
   * @param target the file
   * @param overwrite whether it may be replaced
   * @param form how values are laid out
   * @param progress told how many values were written
   * @throws IOException when it exists and may not be replaced, or cannot be written
   */
  public static void write(
      ResultArray array, Path target, boolean overwrite, Form form, Progress progress)
      throws IOException {
    try (var file = OutputFile.create(target, overwrite)) {
      // Closing the stream would close the channel, which commit() still flushes to the disk.
      var out = new BufferedOutputStream(Channels.newOutputStream(file.channel()), BUFFER);
      if (target.toString().endsWith(".gz")) {
        var gz = new GZIPOutputStream(out, BUFFER);
        write(array, gz, form, progress);
        gz.finish();
      } else {
        write(array, out, form, progress);
      }
      out.flush();
      file.commit();
    }
  }

  /**
   * Writes an array to a stream, which is flushed and stays open.
   *
   * @param array the values with their labels
   * @param out where to write
   * @param form how values are laid out
   * @param progress told how many values were written
   * @throws IOException when writing fails
   */
  public static void write(ResultArray array, OutputStream out, Form form, Progress progress)
      throws IOException {
    var csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .build(new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8));
    try (var task = progress.begin("writing " + array.name(), array.values().shape().elements())) {
      header(csv, array, form);
      rows(csv, array, form, task);
      csv.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void header(CsvWriter csv, ResultArray array, Form form) {
    List<ResultAxis> axes = array.axes();
    var cells = new ArrayList<String>();
    for (ResultAxis axis : form == Form.LONG ? axes : axes.subList(0, axes.size() - 1)) {
      cells.add(axis.name());
      cells.addAll(axis.coordinates().keySet());
    }
    if (form == Form.LONG) {
      cells.add(array.name());
    } else {
      if (axes.size() == 1) {
        cells.add("");
      }
      cells.addAll(axes.getLast().labels());
    }
    csv.writeRecord(cells);
  }

  private static void rows(CsvWriter csv, ResultArray array, Form form, Progress.Task task)
      throws IOException {
    var shape = array.values().shape();
    if (shape.elements() == 0) {
      return;
    }
    List<ResultAxis> outer = array.axes().subList(0, array.axes().size() - 1);
    ResultAxis last = array.axes().getLast();
    long panelRows =
        Math.min(shape.rows(), Math.max(1, PANEL_BYTES / (Double.BYTES * shape.columns())));
    try (Arena arena = Arena.ofConfined()) {
      var buffer = HostMatrix.allocate(arena, panelRows, shape.columns());
      var row = new double[Math.toIntExact(shape.columns())];
      var cells = new ArrayList<String>();
      for (long first = 0; first < shape.rows(); first += panelRows) {
        var panel = buffer.panel(0, Math.min(panelRows, shape.rows() - first));
        array.values().read(first, panel);
        for (long i = 0; i < panel.rows(); i++) {
          panel.getRow(i, row);
          cells.clear();
          labels(outer, first + i, cells);
          int fixed = cells.size();
          if (form == Form.WIDE) {
            if (outer.isEmpty()) {
              cells.add(array.name());
            }
            for (double v : row) {
              cells.add(Double.toString(v));
            }
            csv.writeRecord(cells);
          } else {
            for (int j = 0; j < row.length; j++) {
              cells.subList(fixed, cells.size()).clear();
              label(last, j, cells);
              cells.add(Double.toString(row[j]));
              csv.writeRecord(cells);
            }
          }
          task.advance(row.length);
        }
      }
    }
  }

  /** The labels of a row: its position taken apart along the outer axes, the last one fastest. */
  private static void labels(List<ResultAxis> outer, long row, List<String> into) {
    var at = new int[outer.size()];
    for (int a = at.length - 1; a >= 0; a--) {
      int size = outer.get(a).labels().size();
      at[a] = (int) (row % size);
      row /= size;
    }
    for (int a = 0; a < at.length; a++) {
      label(outer.get(a), at[a], into);
    }
  }

  private static void label(ResultAxis axis, int at, List<String> into) {
    into.add(axis.labels().get(at));
    axis.coordinates().values().forEach(c -> into.add(c.get(at)));
  }
}
