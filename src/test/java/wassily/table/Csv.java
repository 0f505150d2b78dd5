package wassily.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * A labelled CSV file of the test data: a header and rows, both with leading labels.
 *
 * @param header the first line
 * @param rows the other lines
 */
record Csv(List<String> header, List<List<String>> rows) {
  /** The folder of real tables; tests that want it are skipped where it is absent. */
  static Path data(String folder) {
    var path = Path.of(System.getProperty("wassily.testdata", "../shared/data"), folder, "csv");
    Assumptions.assumeTrue(
        Files.isDirectory(path), "skipped: no real tables at " + path + " (-Dwassily.testdata)");
    return path;
  }

  static Csv read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      var rows = new ArrayList<List<String>>();
      for (String line; (line = lines.readLine()) != null; ) {
        rows.add(split(line));
      }
      return new Csv(rows.getFirst(), rows.subList(1, rows.size()));
    }
  }

  private static List<String> split(String line) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  List<String> column(int k) {
    return rows.stream().map(r -> r.get(k)).toList();
  }

  double[] numbers(int row, int from, int to) {
    return rows.get(row).subList(from, to).stream().mapToDouble(Double::parseDouble).toArray();
  }

  /** The numbers right of the leading labels, up to a column. */
  double[][] numbers(int from, int to) {
    var numbers = new double[rows.size()][];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = numbers(i, from, to);
    }
    return numbers;
  }

  double[][] numbers(int from) {
    return numbers(from, header.size());
  }
}
