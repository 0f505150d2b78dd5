package wassily.cli;

import java.io.PrintWriter;
import wassily.account.AdjointSensitivity;
import wassily.account.ElasticitySums;
import wassily.account.SensitiveCell;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitivityArrays;
import wassily.label.Stressor;
import wassily.table.SatelliteAccount;

/** Sensitivities as text: the footprint, what all cells add up to, the largest ones. */
final class SensitivityText {
  private SensitivityText() {}

  static void print(
      PrintWriter out, SatelliteAccount account, AdjointSensitivity s, SensitivityArrays labelled) {
    Stressor stressor = account.stressors().get(s.stressor());
    out.println(
        "%s of %s: %s %s, of which direct %s"
            .formatted(
                s.target().name(),
                stressor.name(),
                TextTable.number(s.footprint()),
                stressor.unit(),
                TextTable.number(s.direct())));
    out.println("if every cell errs by 1 %, the footprint errs by (first order)");
    var sums = new TextTable("cells of", "not 0", "independently", "all together");
    for (Matrix matrix : Matrix.values()) {
      ElasticitySums e = s.sums().get(matrix);
      sums.add(
          matrix.toString(),
          "%,d".formatted(e.cells()),
          percent(e.rootOfSquares()),
          percent(e.sum()));
    }
    sums.print(out);
    var cells = new TextTable(3, "of", "from", "to", "value", "derivative", "elasticity");
    for (SensitiveCell c : s.largest()) {
      cells.add(
          c.matrix().toString(),
          labelled.from(c),
          labelled.to(c),
          TextTable.number(c.value()),
          TextTable.number(c.derivative()),
          TextTable.number(c.elasticity()));
    }
    cells.print(out);
    out.println();
    out.flush();
  }

  /** Of a cell's percent, so a share is a percentage. */
  private static String percent(double share) {
    return Double.isNaN(share) ? "" : "%.4f %%".formatted(share);
  }
}
