package wassily.io.text;

import java.util.List;
import wassily.table.BadDataException;

/** People by region, given as one column or as one row. */
final class PopulationReader {
  private PopulationReader() {}

  /**
   * Reads population.
   *
   * @param file the file
   * @param production whose regions it is matched with
   * @param reorder whether another order is allowed
   * @return one number for each region
   */
  static double[] read(LabelledMatrix file, ProductionAxis production, boolean reorder) {
    var regions = production.regions();
    var people = new double[regions.size()];
    boolean asRow = regions.find(file.header().column(0)).isPresent();
    var placement =
        new Placement(
            file.file(),
            asRow ? "column" : "row",
            people.length,
            r -> regions.get(r).name(),
            reorder);
    if (asRow) {
      if (file.rows() != 1) {
        throw new BadDataException(
            "%s: %d rows, expected one row of population".formatted(file.file(), file.rows()));
      }
      for (int c = 0; c < file.columns(); c++) {
        String label = file.header().column(c);
        int at = regions.find(label).orElse(-1);
        people[placement.place(at, label, "column " + (c + 1) + " of the numbers")] =
            file.row(0)[c];
      }
    } else {
      int column = DemandReader.columnNamed(file, "");
      for (int i = 0; i < file.rows(); i++) {
        List<String> label = file.labels(i);
        int at = regions.find(label.getFirst()).orElse(-1);
        people[placement.place(at, Header.join(label), file.at(i))] = file.row(i)[column];
      }
    }
    placement.end();
    return people;
  }
}
