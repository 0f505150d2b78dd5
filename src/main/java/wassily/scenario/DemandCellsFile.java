package wassily.scenario;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import wassily.label.TableAxes;

/** Explicit changes of Y from a CSV: region, sector, consumer, category, value. */
final class DemandCellsFile {
  private final TableAxes axes;
  private final ActionResolver.Names names;
  private final CsvTable.Reader csv;

  DemandCellsFile(TableAxes axes, ActionResolver.Names names, CsvTable.Reader csv) {
    this.axes = axes;
    this.names = names;
    this.csv = csv;
  }

  ResolvedAction.DemandCells read(Lever lever, Action.DemandCells a) throws IOException {
    CsvTable given = csv.read(a.file(), lever.where());
    var columns = new CsvColumns(given, lever.where());
    int regionAt = columns.required("region");
    int sectorAt = columns.required("sector");
    int consumerAt = columns.required("consumer");
    int categoryAt = columns.required("category");
    int valueAt = columns.required("value");
    int count = given.rows().size();
    if (count == 0) {
      throw lever.where().refusal("%s has no rows".formatted(given.file()));
    }
    var rows = new int[count];
    var cols = new int[count];
    var values = new double[count];
    Map<Long, Where> seen = new HashMap<>();
    for (int at = 0; at < count; at++) {
      CsvTable.Row row = given.rows().get(at);
      var labels = new CsvLabels(row);
      int region = labels.one("region", row.cells().get(regionAt), axes.regions(), names::regions);
      int sector = labels.one("sector", row.cells().get(sectorAt), axes.sectors(), names::sectors);
      rows[at] = axes.row(region, sector);
      cols[at] = column(row, row.cells().get(consumerAt), row.cells().get(categoryAt));
      values[at] = CsvColumns.number(row, "value", row.cells().get(valueAt));
      Where before = seen.put((long) rows[at] * axes.m() + cols[at], row.where());
      if (before != null) {
        throw row.where()
            .refusal(
                "the cell %s for %s stands twice, first in line %d"
                    .formatted(axes.rowLabel(rows[at]), axes.columnLabel(cols[at]), before.line()));
      }
    }
    return new ResolvedAction.DemandCells(rows, cols, values, a.set(), a.factor(), a.directFixed());
  }

  private int column(CsvTable.Row row, String consumer, String category) {
    var labels = new CsvLabels(row);
    var exogenous = axes.exogenous().find(consumer.strip());
    int at =
        exogenous.isPresent()
            ? axes.regions().size() + exogenous.getAsInt()
            : labels.one("consumer", consumer, axes.regions(), names::consumers);
    if (at >= axes.regions().size()) {
      if (!category.isBlank()) {
        throw row.where()
            .refusal(
                "category is \"%s\", but %s has no categories; leave it empty"
                    .formatted(category, consumer));
      }
      return axes.regionalColumns() + at - axes.regions().size();
    }
    return axes.column(at, labels.one("category", category, axes.categories(), names::categories));
  }
}
