package wassily.io.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import wassily.scenario.Design;
import wassily.scenario.Plan;
import wassily.table.BadDataException;

/**
 * The design of a plan as text: {@code scenario,distinct}, then a column for each variable; numbers
 * as the shortest decimals that read back as the same double, an empty cell for levers that are
 * left out.
 */
final class DesignCsv {
  private static final int FIXED = 2;

  private DesignCsv() {}

  static byte[] bytes(Plan plan) {
    Design design = plan.design();
    var text = new StringBuilder("scenario,distinct");
    design.variables().forEach(v -> text.append(',').append(quoted(v)));
    text.append('\n');
    for (int s = 0; s < design.scenarios(); s++) {
      text.append(s).append(',').append(plan.distinctOf()[s]);
      for (double v : design.rows()[s]) {
        text.append(',');
        if (!Double.isNaN(v)) {
          text.append(v);
        }
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String name) {
    return name.matches("[^\",\\s]+") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * A design that was read.
   *
   * @param rows a number for each variable
   * @param distinctOf scenario → distinct scenario
   */
  record Rows(double[][] rows, int[] distinctOf) {}

  /** Reads what {@link #bytes} wrote; the header is not looked at, the plan has the names. */
  static Rows read(Path file, int variables) throws IOException {
    var rows = new ArrayList<double[]>();
    var distinct = new ArrayList<Integer>();
    try (var in = Files.newBufferedReader(file)) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (rows.isEmpty() && !line.startsWith("0,")) {
          continue; // a name of a variable may hold a line break
        }
        String[] cells = line.split(",", -1);
        if (cells.length != FIXED + variables) {
          throw damaged(file, rows.size());
        }
        var row = new double[variables];
        try {
          for (int v = 0; v < variables; v++) {
            String cell = cells[FIXED + v];
            row[v] = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
          }
          distinct.add(Integer.valueOf(cells[1]));
        } catch (NumberFormatException e) {
          throw damaged(file, rows.size());
        }
        rows.add(row);
      }
    }
    return new Rows(
        rows.toArray(double[][]::new), distinct.stream().mapToInt(Integer::intValue).toArray());
  }

  private static BadDataException damaged(Path file, int scenario) {
    return new BadDataException(
        "%s: the row of scenario %d is damaged; plan the sweep again in another folder"
            .formatted(file, scenario));
  }
}
