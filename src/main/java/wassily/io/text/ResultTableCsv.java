package wassily.io.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import wassily.io.OutputFile;
import wassily.result.ResultTable;

/**
 * Writes the lists of a result as CSV (RFC 4180, UTF-8, lines end in LF): a line with the columns'
 * names, then a line for each row. Numbers are the shortest decimals that read back as the same
 * double.
 */
public final class ResultTableCsv {
  private static final int BUFFER = 1 << 16;

  private ResultTableCsv() {}

  /**
   * Writes a list; the file appears when it is complete.
   *
   * @param table the list
   * @param target the file
   * @param overwrite whether it may be replaced
   * @throws IOException when it exists and may not be replaced, or cannot be written
   */
  public static void write(ResultTable table, Path target, boolean overwrite) throws IOException {
    try (var file = OutputFile.create(target, overwrite)) {
      // Closing the stream would close the channel, which commit() still flushes to the disk.
      var out = new BufferedOutputStream(Channels.newOutputStream(file.channel()), BUFFER);
      var csv =
          CsvWriter.builder()
              .lineDelimiter(LineDelimiter.LF)
              .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      csv.writeRecord(table.columns().stream().map(ResultTable.Column::name).toList());
      for (int i = 0; i < table.rows(); i++) {
        int row = i;
        List<String> cells = table.columns().stream().map(c -> text(c, row)).toList();
        csv.writeRecord(cells);
      }
      csv.flush();
      out.flush();
      file.commit();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String text(ResultTable.Column column, int row) {
    return switch (column) {
      case ResultTable.Texts t -> t.values().get(row);
      case ResultTable.Numbers n -> Double.toString(n.values().get(row));
    };
  }
}
