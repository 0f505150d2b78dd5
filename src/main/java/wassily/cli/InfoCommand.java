package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.hdf5.TableFile;
import wassily.label.Stressor;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** What a table file holds. */
@Command(
    name = "info",
    description = {
      "Tells what a table file holds: labels, units, year, source, stressors.",
      "",
      "  wassily info table.h5 --labels"
    })
final class InfoCommand implements Callable<Integer> {
  private static final int LISTED = 20;

  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path file;

  @Option(names = "--labels", description = "Print all regions and sectors too")
  boolean labels;

  @Option(names = "--json", description = "Print as JSON, with all labels")
  boolean json;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (MrioTable t = TableFile.open(file, 1)) {
      if (json) {
        printJson(t);
      } else {
        print(t);
      }
    }
    spec.commandLine().getOut().flush();
    return Exit.OK;
  }

  private void print(MrioTable t) throws IOException {
    var out = spec.commandLine().getOut();
    var axes = t.axes();
    out.println(t.info().title());
    out.println("  year        " + (t.info().year() == 0 ? "unknown" : t.info().year()));
    out.println("  unit        " + known(t.info().unit()));
    out.println("  source      " + known(t.info().source()));
    out.println(
        "  output x    " + (t.info().output().name().equals("ROWS") ? "row sums" : "as published"));
    out.println("  regions     " + axes.regions().size());
    out.println("  sectors     " + axes.sectors().size());
    out.println("  categories  " + String.join(", ", axes.categories().texts()));
    if (axes.exogenous().size() > 0) {
      out.println("  exogenous   " + String.join(", ", axes.exogenous().texts()));
    }
    if (t.primaryInputs().size() > 0) {
      out.println("  inputs V    " + String.join(", ", t.primaryInputs().texts()));
    }
    out.println("  population  " + (t.population().isPresent() ? "yes" : "no"));
    for (SatelliteAccount s : t.satellites()) {
      out.println(
          "  %-11s %s"
              .formatted(
                  s.name(),
                  String.join(
                          ", ",
                          s.stressors().labels().stream()
                              .limit(LISTED)
                              .map(
                                  k ->
                                      k.name() + " [" + (k.unit().isBlank() ? "?" : k.unit()) + "]")
                              .toList())
                      + more(s.stressors().size())));
    }
    out.println("  Z           %,d × %,d".formatted(axes.n(), axes.n()));
    out.println("  file        %s, %,d bytes".formatted(file, Files.size(file)));
    if (labels) {
      out.println("regions:");
      axes.regions().texts().forEach(r -> out.println("  " + r));
      out.println("sectors:");
      axes.sectors().texts().forEach(s -> out.println("  " + s));
    }
  }

  private static String known(String text) {
    return text.isBlank() ? "unknown" : text;
  }

  private static String more(int stressors) {
    return stressors > LISTED
        ? " … and %,d more (--json lists all)".formatted(stressors - LISTED)
        : "";
  }

  private void printJson(MrioTable t) throws IOException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    root.put("title", t.info().title())
        .put("year", t.info().year())
        .put("unit", t.info().unit())
        .put("source", t.info().source())
        .put("output", t.info().output().name().toLowerCase(Locale.ROOT))
        .put("n", t.axes().n());
    t.axes().regions().texts().forEach(root.putArray("regions")::add);
    t.axes().sectors().texts().forEach(root.putArray("sectors")::add);
    t.axes().categories().texts().forEach(root.putArray("categories")::add);
    t.axes().exogenous().texts().forEach(root.putArray("exogenous")::add);
    t.primaryInputs().texts().forEach(root.putArray("primary_inputs")::add);
    root.put("population", t.population().isPresent());
    var satellites = root.putArray("satellites");
    for (SatelliteAccount s : t.satellites()) {
      var list = satellites.addObject().put("name", s.name()).putArray("stressors");
      for (Stressor k : s.stressors()) {
        list.addObject().put("name", k.name()).put("unit", k.unit());
      }
    }
    spec.commandLine()
        .getOut()
        .println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }
}
