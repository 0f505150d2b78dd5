package wassily.io.text;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;

/** Y out of its file, with its axis and, where there is one, the column of imports. */
final class DemandReader {
  private DemandReader() {}

  /**
   * What was read.
   *
   * @param axis the columns
   * @param y n × m
   * @param imports imports by row as positive numbers, or null
   * @param importsColumn the label of that column, or ""
   */
  record Demand(DemandAxis axis, HostMatrix y, double[] imports, String importsColumn) {}

  /**
   * Takes Y apart.
   *
   * @param file its numbers
   * @param production the region-sectors
   * @param options what its columns are
   * @param claimed columns of this file that are used otherwise
   * @param reorder whether another order is allowed
   * @param arena decides how long Y lives
   * @return Y
   */
  static Demand read(
      LabelledMatrix file,
      ProductionAxis production,
      DemandColumns options,
      Set<String> claimed,
      boolean reorder,
      Arena arena) {
    Header header = file.header();
    var axis = DemandAxis.of(header, production, options, claimed);
    int regional = axis.regionalColumns();
    var places = new int[file.columns()];
    Arrays.fill(places, -1);
    int importsAt = -1;
    var columns = new Placement(file.file(), "column", regional, axis::text, reorder);
    for (int c = 0; c < places.length; c++) {
      if (claimed.contains(header.column(c))) {
        continue;
      }
      var column = axis.column(header, c);
      switch (column.kind()) {
        case REGIONAL ->
            places[c] =
                columns.place(
                    axis.place(column), header.column(c), "column " + (c + 1) + " of the numbers");
        case EXOGENOUS -> places[c] = regional + axis.exogenousPlace(column.name());
        case IMPORTS -> {
          if (importsAt >= 0) {
            throw new BadDataException(
                "%s: two columns of imports, \"%s\" and \"%s\"; leave one out with --ignore-columns"
                    .formatted(file.file(), header.column(importsAt), header.column(c)));
          }
          importsAt = c;
        }
        case IGNORED -> {}
      }
    }
    columns.end();
    var y = HostMatrix.allocate(arena, production.size(), regional + axis.exogenousColumns());
    double[] imports = importsAt < 0 ? null : new double[production.size()];
    int[] rows = rows(file, production, reorder);
    var into = new double[(int) y.columns()];
    for (int i = 0; i < rows.length; i++) {
      double[] from = file.row(i);
      for (int c = 0; c < places.length; c++) {
        if (places[c] >= 0) {
          into[places[c]] = from[c];
        }
      }
      y.setRow(rows[i], into);
      if (imports != null) {
        imports[rows[i]] = from[importsAt];
      }
    }
    if (imports != null && Arrays.stream(imports).sum() < 0) {
      for (int i = 0; i < imports.length; i++) {
        imports[i] = 0 - imports[i];
      }
    }
    return new Demand(axis, y, imports, importsAt < 0 ? "" : header.column(importsAt));
  }

  /**
   * Matches the rows of a file with the region-sectors.
   *
   * @param file the file
   * @param production the region-sectors
   * @param reorder whether another order is allowed
   * @return the place of each row
   */
  static int[] rows(LabelledMatrix file, ProductionAxis production, boolean reorder) {
    var placement = new Placement(file.file(), "row", production.size(), production::text, reorder);
    List<Integer> key = production.keyColumns(file.header().indexNames(), file.labels(0));
    var places = new int[file.rows()];
    for (int i = 0; i < places.length; i++) {
      List<String> label = ProductionAxis.pick(file.labels(i), key);
      places[i] = placement.place(production.find(label), Header.join(label), file.at(i));
    }
    placement.end();
    return places;
  }

  /**
   * A column of numbers by its label, over the region-sectors.
   *
   * @param file the file
   * @param name the column's label, or "" when there is only one
   * @param production the region-sectors
   * @param reorder whether another order is allowed
   * @return n numbers
   */
  static double[] vector(
      LabelledMatrix file, String name, ProductionAxis production, boolean reorder) {
    int column = columnNamed(file, name);
    int[] rows = rows(file, production, reorder);
    var values = new double[production.size()];
    for (int i = 0; i < rows.length; i++) {
      values[rows[i]] = file.row(i)[column];
    }
    return values;
  }

  /** The position of a column by its label; the only one when no label is given. */
  static int columnNamed(LabelledMatrix file, String name) {
    if (name.isEmpty()) {
      if (file.columns() == 1) {
        return 0;
      }
      throw new BadDataException(
          "%s: %d columns of numbers, expected one; say which with FILE#COLUMN; it has %s"
              .formatted(file.file(), file.columns(), DemandAxis.columnsInWords(file.header())));
    }
    for (int c = 0; c < file.columns(); c++) {
      if (file.header().column(c).equals(name)) {
        return c;
      }
    }
    throw new BadDataException(
        "%s: no column \"%s\"; it has %s"
            .formatted(file.file(), name, DemandAxis.columnsInWords(file.header())));
  }
}
