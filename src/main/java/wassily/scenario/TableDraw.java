package wassily.scenario;

import java.util.List;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.draw.BlockDraw;

/** Draws Z by one lever after the other. */
final class TableDraw {
  private final Backend backend;
  private final DeviceMatrix z;
  private final RowProducts products;
  private final boolean negative;

  /**
   * Draws from a table.
   *
   * @param z where x = 0 its column is 0
   * @param negative whether cells of Z may be
   */
  TableDraw(Backend backend, DeviceMatrix z, RowProducts products, boolean negative) {
    this.backend = backend;
    this.z = z;
    this.products = products;
    this.negative = negative;
  }

  /** A lever's draw of Z. */
  record Lever(ResolvedLever lever, List<BlockDraw> blocks, Action.Kept keep) {}

  /**
   * Draws.
   *
   * @param levers in their order
   * @param drawn becomes Z_b
   * @throws ScenarioFailure when a sum that is kept cannot be restored
   */
  void draw(List<Lever> levers, DeviceMatrix drawn) throws ScenarioFailure {
    DeviceMatrix from = z;
    for (Lever draw : levers) {
      BlockSums.draw(
          backend, draw.lever().name(), draw.blocks(), draw.keep(), from, drawn, negative);
      from = drawn;
    }
    if (from == z) {
      backend.perturb(z, List.of(), drawn);
    }
  }

  /**
   * Draws, and multiplies rows with what was drawn: at once where one lever draws and no sums are
   * kept.
   *
   * @param rows rows of n numbers
   * @param absolute whether |rows|·|Z_b| is another product
   */
  RowProducts.Products multiply(
      List<Lever> levers, DeviceMatrix drawn, double[][] rows, boolean absolute)
      throws ScenarioFailure {
    if (!absolute && levers.size() == 1 && levers.getFirst().keep() == Action.Kept.NONE) {
      return products.ofDrawn(rows, z, levers.getFirst().blocks(), drawn);
    }
    draw(levers, drawn);
    return products.of(rows, drawn, absolute);
  }
}
