package wassily.io.text;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;

/** F_Y, the direct emissions of final demand, out of its file. */
final class DirectReader {
  private final DemandAxis demand;
  private final List<String> ignored;
  private final boolean reorder;
  private final Arena arena;

  DirectReader(DemandAxis demand, List<String> ignored, boolean reorder, Arena arena) {
    this.demand = demand;
    this.ignored = ignored;
    this.reorder = reorder;
    this.arena = arena;
  }

  /**
   * Reads F_Y: stressors over final demand, final demand over stressors, or regions over stressors.
   *
   * @param file the file
   * @param names the stressors in F's order
   * @param wanted how they are called in this file, in F's order; none when they are called alike
   * @param householdCategory the category for emissions given by region
   * @return K × R·C
   */
  HostMatrix read(
      LabelledMatrix file, List<String> names, List<String> wanted, String householdCategory) {
    List<String> called = wanted.isEmpty() ? names : wanted;
    if (called.size() != names.size()) {
      throw new BadDataException(
          "%s: %d name(s) given for the %d stressors %s"
              .formatted(file.file(), called.size(), names.size(), names));
    }
    var direct = HostMatrix.allocate(arena, names.size(), demand.regionalColumns());
    Header header = file.header();
    boolean over = false;
    for (int c = 0; c < file.columns() && !over; c++) {
      over = demand.find(header.levelNames(), header.columns().get(c)) >= 0;
    }
    if (over) {
      asRows(file, called, direct);
    } else {
      asColumns(file, called, householdCategory, direct);
    }
    return direct;
  }

  private void asRows(LabelledMatrix file, List<String> called, HostMatrix direct) {
    Header header = file.header();
    var places = new int[file.columns()];
    var columns =
        new Placement(file.file(), "column", demand.regionalColumns(), demand::text, reorder);
    for (int c = 0; c < places.length; c++) {
      var column = demand.parse(header.levelNames(), header.columns().get(c));
      boolean outside =
          demand.place(column) < 0
              && (demand.exogenousPlace(column.name()) >= 0 || ignored.contains(header.column(c)));
      places[c] =
          outside
              ? -1
              : columns.place(
                  demand.place(column), header.column(c), "column " + (c + 1) + " of the numbers");
    }
    columns.end();
    List<Integer> rows = AccountReader.select(AccountReader.names(file), called, file.file());
    for (int k = 0; k < rows.size(); k++) {
      double[] from = file.row(rows.get(k));
      for (int c = 0; c < places.length; c++) {
        if (places[c] >= 0) {
          direct.set(k, places[c], from[c]);
        } else if (from[c] != 0 && !ignored.contains(header.column(c))) {
          throw new BadDataException(
              "%s %s, column \"%s\": found %s, expected 0: only regions have direct emissions; leave the column out with --ignore-columns"
                  .formatted(file.file(), file.at(rows.get(k)), header.column(c), from[c]));
        }
      }
    }
  }

  private void asColumns(
      LabelledMatrix file, List<String> called, String householdCategory, HostMatrix direct) {
    var columns = new ArrayList<Integer>();
    for (String w : called) {
      columns.add(DemandReader.columnNamed(file, w));
    }
    var regions = demand.production().regions();
    boolean byRegion =
        file.labels(0).size() == 1 && regions.find(file.labels(0).getFirst()).isPresent();
    int category = demand.category(householdCategory);
    if (byRegion && category < 0) {
      throw new BadDataException(
          "%s gives direct emissions by region; say with --household-category which category they belong to: one of %s"
              .formatted(file.file(), demand.categoryNames()));
    }
    var rows =
        new Placement(
            file.file(),
            "row",
            byRegion ? regions.size() : demand.regionalColumns(),
            byRegion ? r -> regions.get(r).name() : demand::text,
            reorder);
    for (int i = 0; i < file.rows(); i++) {
      List<String> label = file.labels(i);
      int found =
          byRegion
              ? regions.find(label.getFirst()).orElse(-1)
              : demand.find(file.header().indexNames(), label);
      int at = rows.place(found, Header.join(label), file.at(i));
      int column = byRegion ? at * demand.categoryCount() + category : at;
      for (int k = 0; k < columns.size(); k++) {
        direct.set(k, column, file.row(i)[columns.get(k)]);
      }
    }
    rows.end();
  }
}
