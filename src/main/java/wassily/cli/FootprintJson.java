package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import wassily.account.Footprint;
import wassily.account.FootprintRun;
import wassily.label.Stressor;
import wassily.table.MrioTable;

/** Footprints by region as JSON for scripts. */
final class FootprintJson {
  private FootprintJson() {}

  static void print(PrintWriter out, MrioTable table, FootprintRun run) throws IOException {
    Footprint f = run.footprint();
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    root.put("table", table.info().title());
    root.put("year", table.info().year());
    var stressors = root.putArray("stressors");
    for (int k = 0; k < f.account().stressors().size(); k++) {
      Stressor s = f.account().stressors().get(k);
      var node = stressors.addObject().put("name", s.name()).put("unit", s.unit());
      double total = 0;
      for (int r = 0; r < f.axes().regions().size(); r++) {
        total += f.cba(k, r);
      }
      node.put("D_cba", total);
      var regions = node.putArray("regions");
      for (int r = 0; r < f.axes().regions().size(); r++) {
        var region =
            regions
                .addObject()
                .put("region", f.axes().regions().get(r).name())
                .put("D_pba", f.pba(k, r))
                .put("D_cba", f.cba(k, r))
                .put("D_imp", f.imports(k, r))
                .put("D_exp", f.exports(k, r));
        var categories = region.putObject("D_cba_by_category");
        for (int c = 0; c < f.axes().categories().size(); c++) {
          categories.put(f.axes().categories().get(c).name(), f.cba(k, r, c));
        }
      }
      if (f.axes().exogenous().size() > 0) {
        var exogenous = node.putObject("exogenous");
        for (int e = 0; e < f.axes().exogenous().size(); e++) {
          exogenous.put(f.axes().exogenous().get(e).name(), f.exogenous(k, e));
        }
      }
    }
    CertificateLines.json(run.certificate(), root.putArray("certificate"));
    var warnings = root.putArray("warnings");
    run.warnings().forEach(warnings::add);
    out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    out.flush();
  }
}
