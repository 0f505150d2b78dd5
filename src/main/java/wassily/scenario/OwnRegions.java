package wassily.scenario;

import java.util.Arrays;
import wassily.linalg.AxisGroups;

/**
 * Where what regions emit for themselves stands: each region's rows of the table, and its parts of
 * Y.
 */
final class OwnRegions {
  private final SweepModel model;
  private final int sectors;

  OwnRegions(SweepModel model) {
    this.model = model;
    this.sectors = model.table().axes().sectors().size();
  }

  int count() {
    return model.table().axes().regions().size();
  }

  /** The rows of a region in a layout that has the table's order. */
  Origin rows(RowLayout whole, int region) {
    return new Origin(whole, region * sectors, sectors);
  }

  /** The parts of Y of a region's final demand: the first, and one past the last. */
  int[] parts(int region) {
    var axes = model.table().axes();
    int column = axes.column(region, 0);
    return new int[] {
      model.basis().first(column), model.basis().first(column + axes.categories().size())
    };
  }

  /** The parts of Y of the region that a row of the table belongs to. */
  int[] partsOfRow(int row) {
    return parts(row / sectors);
  }

  /** The parts of Y by region; those of exogenous consumers belong to none. */
  AxisGroups groups() {
    var region = new int[model.basis().size()];
    Arrays.fill(region, -1);
    for (int r = 0; r < count(); r++) {
      int[] parts = parts(r);
      Arrays.fill(region, parts[0], parts[1], r);
    }
    return AxisGroups.of(region, count());
  }
}
