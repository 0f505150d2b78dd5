package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import wassily.linalg.BackendProvider.Availability;
import wassily.linalg.BackendProvider.Finding;
import wassily.linalg.Backends;
import wassily.linalg.HostMemory;

/** What this machine can compute on. */
@Command(
    name = "devices",
    description = {
      "Lists what this machine can compute on, and what is missing.",
      "",
      "  wassily devices",
      "  wassily devices --blas /opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so"
    })
final class DevicesCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print as JSON")
  boolean json;

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    backend.requireName();
    var steps = Backends.inspect(backend.options());
    var found = new LinkedHashMap<String, Availability>();
    Backends.probe(backend.options())
        .forEach((name, probed) -> found.put(name, asInspected(probed, steps.get(name))));
    if (json) {
      var mapper = new ObjectMapper();
      var root = mapper.createObjectNode();
      root.put("memory_available_bytes", HostMemory.available());
      var list = root.putArray("backends");
      found.forEach(
          (name, availability) -> {
            var node = list.addObject().put("name", name);
            switch (availability) {
              case Availability.Ready r ->
                  node.put("ready", true).put("description", r.description());
              case Availability.Missing m -> node.put("ready", false).put("why", m.why());
            }
            var looked = node.putArray("steps");
            for (Finding step : steps.get(name)) {
              looked
                  .addObject()
                  .put("what", step.what())
                  .put("good", step.good())
                  .put("text", step.text());
            }
          });
      out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    } else {
      found.forEach(
          (name, availability) -> {
            out.println(
                switch (availability) {
                  case Availability.Ready r -> "%-5s ready    %s".formatted(name, r.description());
                  case Availability.Missing m -> "%-5s missing  %s".formatted(name, m.why());
                });
            if (steps.get(name).size() > 1) {
              for (Finding step : steps.get(name)) {
                out.println(
                    "      %-10s %-3s %s"
                        .formatted(step.what(), step.good() ? "ok" : "no", step.text()));
              }
            }
          });
      out.println("memory available: %,d MB".formatted(HostMemory.available() >> 20));
    }
    out.flush();
    return Exit.OK;
  }

  /** What a look finds ready may still refuse to be opened. */
  private static Availability asInspected(Availability probed, List<Finding> steps) {
    return steps.stream()
        .filter(step -> !step.good())
        .findFirst()
        .<Availability>map(step -> new Availability.Missing(step.text()))
        .orElse(probed);
  }
}
