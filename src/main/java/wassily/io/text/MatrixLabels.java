package wassily.io.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wassily.table.BadDataException;

/** The labels of a folder of headerless matrices, from whichever label files it has. */
final class MatrixLabels {
  private final MatrixFolder files;

  MatrixLabels(MatrixFolder files) {
    this.files = files;
  }

  /** Region and sector of each row of Z, as a header that an axis can be made of. */
  Header production() throws IOException {
    return new Header(
        files.where(),
        List.of(),
        List.of("region", "sector"),
        pairs(MatrixPart.REGION_SECTORS, MatrixPart.SECTORS, "sector_category")
            .orElseThrow(
                () ->
                    new BadDataException(
                        "%s: no labels of regions and sectors; expected multi_reg_sectors.csv (region,sector), labels.csv (region_name,sector_category), or regions.csv and sectors.csv"
                            .formatted(files.where()))));
  }

  /** Region and category of each column of Y; one category when there are no labels. */
  Header demand(ProductionAxis production) throws IOException {
    var labels = pairs(MatrixPart.DEMAND_COLUMNS, MatrixPart.CATEGORIES, "final_demand_category");
    return new Header(
        files.where(),
        List.of(),
        List.of("region", "category"),
        labels.orElseGet(
            () ->
                production.regions().texts().stream()
                    .map(r -> List.of(r, DemandAxis.ONLY))
                    .toList()));
  }

  /** The rows of V. */
  Optional<List<String>> inputs() throws IOException {
    return list(MatrixPart.INPUTS, "value_added_category");
  }

  /** The stressors; a unit in a second column is put as {@code (unit: …)} behind the name. */
  Optional<List<String>> stressors() throws IOException {
    return list(MatrixPart.STRESSORS, "extension_name");
  }

  private Optional<List<List<String>>> pairs(MatrixPart both, MatrixPart second, String column)
      throws IOException {
    var file = files.find(both);
    if (file.isPresent()) {
      var rows = withoutHeading(files.rows(file.get()));
      for (List<String> row : rows) {
        if (row.size() != 2) {
          throw new BadDataException(
              "%s: found %s, expected two cells, region and label"
                  .formatted(file.get().name(), row));
        }
      }
      return Optional.of(rows);
    }
    var regions = list(MatrixPart.REGIONS, "region_name");
    var labels = list(second, column);
    if (regions.isEmpty() || labels.isEmpty()) {
      return Optional.empty();
    }
    var grid = new ArrayList<List<String>>();
    for (String r : regions.get()) {
      for (String l : labels.get()) {
        grid.add(List.of(r, l));
      }
    }
    return Optional.of(grid);
  }

  private Optional<List<String>> list(MatrixPart part, String column) throws IOException {
    var own = files.find(part);
    if (own.isPresent()) {
      return Optional.of(
          withoutHeading(files.rows(own.get())).stream()
              .map(r -> r.size() > 1 ? r.get(0) + " (unit: " + r.get(1) + ")" : r.get(0))
              .toList());
    }
    var all = files.find(MatrixPart.LABELS);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    var rows = files.rows(all.get());
    int at = Header.named(rows.getFirst(), column);
    if (at < 0) {
      return Optional.empty();
    }
    var labels =
        rows.stream()
            .skip(1)
            .filter(r -> r.size() > at && !r.get(at).isEmpty())
            .map(r -> r.get(at))
            .toList();
    return labels.isEmpty() ? Optional.empty() : Optional.of(labels);
  }

  private static List<List<String>> withoutHeading(List<List<String>> rows) {
    return LabelFile.isHeading(rows.getFirst()) ? rows.subList(1, rows.size()) : rows;
  }
}
