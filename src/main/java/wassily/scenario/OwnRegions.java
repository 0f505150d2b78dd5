package wassily.scenario;

import java.util.Arrays;
import wassily.linalg.AxisGroups;
import wassily.linalg.HostMatrix;

/**
 * Where what regions emit for themselves stands: each region's rows, and its parts of Y.
 *
 * <p>Rows that tell regions apart are consecutive by region. Where they are sums, all regions are
 * one product with a W that is 0 where row and part are of different regions; else each is a small
 * one. Of use only where a response leaves out what regions emit for themselves.
 */
final class OwnRegions {
  private final SweepModel model;
  private final RowLayout layout;

  /** Where the rows of each region begin. */
  private final int[] starts;

  /**
   * Looks at a sweep.
   *
   * @param layout its rows for this, in the table's order, one group
   */
  OwnRegions(SweepModel model, RowLayout layout) {
    var axes = model.table().axes();
    this.model = model;
    this.layout = layout;
    this.starts = model.emittingOwn().regionStarts(axes.regions().size(), axes.sectors().size());
  }

  RowLayout layout() {
    return layout;
  }

  /** Whether rows are sums, and all regions one product. */
  boolean together() {
    return !model.emittingOwn().areOfTable();
  }

  int count() {
    return starts.length - 1;
  }

  /** The rows of a region. */
  Origin rows(int region) {
    return new Origin(layout, starts[region], starts[region + 1] - starts[region]);
  }

  /** The parts of Y of a region's final demand: the first, and one past the last. */
  int[] parts(int region) {
    var axes = model.table().axes();
    int column = axes.column(region, 0);
    return new int[] {
      model.basis().first(column), model.basis().first(column + axes.categories().size())
    };
  }

  /** Keeps what rows deliver to their own region's parts of Y, in place. */
  HostMatrix within(HostMatrix w) {
    for (int r = 0; r < count(); r++) {
      int[] parts = parts(r);
      for (int e = starts[r]; e < starts[r + 1]; e++) {
        double[] row = w.row(e);
        Arrays.fill(row, 0, parts[0], 0);
        Arrays.fill(row, parts[1], row.length, 0);
        w.setRow(e, row);
      }
    }
    return w;
  }

  /** The regions of what is summed in the end: of rows together, else of the parts of Y. */
  AxisGroups groups() {
    var region = new int[together() ? model.emittingOwn().size() : model.basis().size()];
    Arrays.fill(region, -1);
    for (int r = 0; r < count(); r++) {
      int[] of = together() ? new int[] {starts[r], starts[r + 1]} : parts(r);
      Arrays.fill(region, of[0], of[1], r);
    }
    return AxisGroups.of(region, count());
  }
}
