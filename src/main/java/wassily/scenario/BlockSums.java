package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;

/** Sums over the cells of blocks, and the factors that restore them, where the matrix is. */
final class BlockSums {
  private BlockSums() {}

  /**
   * Draws cells, and restores the sums of their blocks that are kept.
   *
   * @param from what is drawn
   * @param to the draw; may be the same
   * @param signs whether there may be negative cells, which take two passes more
   * @throws ScenarioFailure when a sum cannot be restored
   */
  static void draw(
      Backend backend,
      String lever,
      List<BlockDraw> blocks,
      Action.Kept keep,
      DeviceMatrix from,
      DeviceMatrix to,
      boolean signs)
      throws ScenarioFailure {
    if (keep == Action.Kept.NONE) {
      backend.perturb(from, blocks, to);
      return;
    }
    double[][] before = of(backend, from, blocks, keep);
    backend.perturb(from, blocks, to);
    double[][] after = of(backend, to, blocks, keep);
    double[][] doubled = after;
    if (signs) {
      // P − 2N beside P − N tells both apart, where the matrix is and without another.
      backend.perturb(to, twiceNegative(blocks), to);
      doubled = of(backend, to, blocks, keep);
    }
    backend.perturb(to, restoring(lever, blocks, keep, before, after, doubled, signs), to);
  }

  private static List<BlockDraw> twiceNegative(List<BlockDraw> blocks) {
    return blocks.stream()
        .map(
            b ->
                new BlockDraw(
                    new CellDraws(
                        Distribution.BY_SIGN,
                        CellDraws.By.BLOCK,
                        b.cells().block(),
                        inside(b.cells().rowClass()),
                        inside(b.cells().columnClass()),
                        1,
                        new double[] {1},
                        new double[] {2}),
                    b.key()))
        .toList();
  }

  /**
   * Sums of blocks, in the order that {@link Backend#aggregate} fixes.
   *
   * @param keep of rows, of columns, or one for a block
   * @return for each block as many as it has rows, columns, or 1
   */
  private static double[][] of(
      Backend backend, DeviceMatrix m, List<BlockDraw> blocks, Action.Kept keep) {
    var all = new double[blocks.size()][];
    for (int b = 0; b < all.length; b++) {
      CellDraws cells = blocks.get(b).cells();
      AxisGroups rows = groups(cells.rowClass(), keep == Action.Kept.ROW_SUMS);
      AxisGroups columns = groups(cells.columnClass(), keep == Action.Kept.COLUMN_SUMS);
      try (var arena = Arena.ofShared();
          var sums = backend.zeros(new Shape(rows.count(), columns.count()))) {
        backend.aggregate(m, rows, columns, sums);
        var host = HostMatrix.allocate(arena, rows.count(), columns.count());
        sums.download(host);
        all[b] = host.reshape(1, (long) rows.count() * columns.count()).row(0);
      }
    }
    return all;
  }

  /** The block's rows or columns, each by itself or all together. */
  private static AxisGroups groups(int[] classes, boolean each) {
    int[] places = places(classes);
    int count = Math.max(0, Arrays.stream(places).max().orElse(-1) + 1);
    return each
        ? AxisGroups.of(places, count)
        : AxisGroups.of(Arrays.stream(places).map(p -> p < 0 ? -1 : 0).toArray(), 1);
  }

  /** Position → place within the block, −1 outside. */
  private static int[] places(int[] classes) {
    var places = new int[classes.length];
    int next = 0;
    for (int i = 0; i < classes.length; i++) {
      places[i] = classes[i] < 0 ? -1 : next++;
    }
    return places;
  }

  /**
   * Factors that are not random, in the form of draws.
   *
   * @param after sums of the drawn cells
   * @param doubled sums of the same with negative cells twice, as they stand there now
   * @throws ScenarioFailure when a sum cannot be restored
   */
  private static List<BlockDraw> restoring(
      String lever,
      List<BlockDraw> blocks,
      Action.Kept keep,
      double[][] before,
      double[][] after,
      double[][] doubled,
      boolean signs)
      throws ScenarioFailure {
    var restoring = new ArrayList<BlockDraw>();
    for (int b = 0; b < blocks.size(); b++) {
      CellDraws cells = blocks.get(b).cells();
      var factors = new double[before[b].length];
      var ofNegative = new double[factors.length];
      for (int k = 0; k < factors.length; k++) {
        double negative = Math.max(0, after[b][k] - doubled[b][k]);
        factors[k] = KeptSums.factor(lever, before[b][k], after[b][k] + negative, negative);
        ofNegative[k] = 1 / factors[k] / (signs ? 2 : 1);
      }
      boolean rows = keep == Action.Kept.ROW_SUMS;
      boolean columns = keep == Action.Kept.COLUMN_SUMS;
      restoring.add(
          new BlockDraw(
              new CellDraws(
                  Distribution.BY_SIGN,
                  rows ? CellDraws.By.ROW : columns ? CellDraws.By.COLUMN : CellDraws.By.BLOCK,
                  cells.block(),
                  rows ? places(cells.rowClass()) : inside(cells.rowClass()),
                  columns ? places(cells.columnClass()) : inside(cells.columnClass()),
                  columns ? factors.length : 1,
                  factors,
                  ofNegative),
              blocks.get(b).key()));
    }
    return restoring;
  }

  private static int[] inside(int[] classes) {
    return Arrays.stream(classes).map(c -> c < 0 ? -1 : 0).toArray();
  }
}
