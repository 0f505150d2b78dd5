package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import wassily.account.AdjointSensitivity;
import wassily.account.ElasticitySums;
import wassily.account.SensitiveCell;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitivityArrays;
import wassily.label.Stressor;
import wassily.table.SatelliteAccount;

/** Sensitivities as JSON for scripts. */
final class SensitivityJson {
  private SensitivityJson() {}

  static void print(
      PrintWriter out, SatelliteAccount account, AdjointSensitivity s, SensitivityArrays labelled)
      throws IOException {
    var mapper = new ObjectMapper();
    Stressor stressor = account.stressors().get(s.stressor());
    var root = mapper.createObjectNode();
    root.put("of", s.target().name())
        .put("stressor", stressor.name())
        .put("unit", stressor.unit())
        .put("D", s.footprint())
        .put("direct", s.direct());
    var sums = root.putObject("elasticity_sum");
    for (Matrix matrix : Matrix.values()) {
      ElasticitySums e = s.sums().get(matrix);
      sums.putObject(matrix.toString())
          .put("cells", e.cells())
          .put("sum", e.sum())
          .put("absolute", e.absolute())
          .put("root_of_squares", e.rootOfSquares());
    }
    var cells = root.putArray("cells");
    for (SensitiveCell c : s.largest()) {
      cells
          .addObject()
          .put("matrix", c.matrix().toString())
          .put("from", labelled.from(c))
          .put("to", labelled.to(c))
          .put("row", c.row())
          .put("column", c.column())
          .put("value", c.value())
          .put("unit", labelled.units().get(c.matrix()))
          .put("derivative", c.derivative())
          .put("elasticity", c.elasticity());
    }
    CertificateLines.json(s.certificate(), root.putArray("certificate"));
    out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    out.flush();
  }
}
