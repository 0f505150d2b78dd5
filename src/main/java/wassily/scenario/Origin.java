package wassily.scenario;

import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;

/**
 * Rows of the table that stand one after the other in a layout, whose emissions are asked for
 * together: all of them, a group, a region.
 *
 * @param layout the order of the rows
 * @param first where they begin in it
 * @param count how many they are
 */
record Origin(RowLayout layout, int first, int count) {
  /** The rows of one group. */
  static Origin ofGroup(RowLayout layout, int group) {
    int first = layout.start()[group];
    return new Origin(layout, first, layout.start()[group + 1] - first);
  }

  /** Its columns of S. */
  DeviceBlock columns(DeviceMatrix s) {
    return DeviceBlock.ofColumns(s, first, count);
  }

  /** Its columns of some rows of S. */
  DeviceBlock columns(DeviceMatrix s, long firstRow, long rows) {
    return new DeviceBlock(s, firstRow, rows, first, count, false);
  }

  /** Its rows of W or of L·U. */
  DeviceBlock rows(DeviceMatrix w) {
    return DeviceBlock.ofRows(w, first, count);
  }

  /** Its rows of W, for some parts of Y. */
  DeviceBlock rows(DeviceMatrix w, long firstPart, long parts) {
    return new DeviceBlock(w, first, count, firstPart, parts, false);
  }
}
