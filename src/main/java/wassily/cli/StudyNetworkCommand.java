package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.OutputFile;
import wassily.io.graph.GraphMl;
import wassily.result.ResultArray;
import wassily.result.ResultSet;
import wassily.result.ResultTable;
import wassily.study.NetworkArrays;
import wassily.study.NetworkHeadline;
import wassily.study.NetworkHeadlines;
import wassily.study.NetworkQuestion;
import wassily.study.NetworkStudy;

/** A cluster of regions: who emits for whom, driven by whom, and in which direction. */
@Command(
    name = "network",
    description = {
      "The pollutant network of a cluster of regions: flows, drivers, imbalance, roles.",
      "",
      "  wassily study network table.h5 -s NOx --cluster province:Hebei --cluster Beijing \\",
      "      --groups-by province --driver-sector Construction --out network.h5",
      "  wassily study network table.h5 -s CO2 --cluster \"*\" --graphml flows.graphml",
      "",
      "Imbalance is the share of the flows between the cluster's regions that run from higher to",
      "lower intensity. In brackets behind each number stands where the result file has it."
    })
final class StudyNetworkCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path table;

  @Mixin AccountArgs of = new AccountArgs();
  @Mixin NetworkArgs network = new NetworkArgs();

  @Mixin CsvArgs csv = new CsvArgs();

  @Option(
      names = "--graphml",
      paramLabel = "FILE",
      description = "Write nodes and edges as GraphML, for Gephi, NetworkX, Cytoscape, igraph")
  Path graphml;

  @Mixin TopArgs top = new TopArgs();
  @Mixin ResultArgs result = new ResultArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  /** The options with their names looked up in the table, before the long work. */
  private NetworkQuestion question;

  @Override
  public Integer call() throws IOException {
    network.check();
    requireWritable();
    var talk = new Talk(spec.commandLine().getErr());
    int threads = backend.threads();
    return Computation.accounts(
        table,
        backend,
        t -> {
          question = network.question(t);
          return of.account(t, threads, talk);
        },
        talk,
        c -> compute(c, talk));
  }

  private void requireWritable() throws IOException {
    result.requireWritable();
    if (graphml != null) {
      OutputFile.require(graphml, result.force);
    }
    csv.requireWritable(result.force);
  }

  private int compute(Computation c, Talk talk) throws IOException {
    int threads = backend.threads();
    var study =
        talk.timed(
            "study", () -> NetworkStudy.of(c.system(), c.account(), question, threads, talk));
    study.run().warnings().forEach(w -> talk.say("warning: " + w));
    var labelled = new NetworkArrays(study);
    List<ResultArray> arrays = labelled.arrays();
    List<NetworkHeadline> headlines = NetworkHeadlines.of(study, arrays);
    var tables = new ArrayList<ResultTable>();
    if (!headlines.isEmpty()) {
      tables.add(NetworkHeadlines.table(headlines));
    }
    tables.add(labelled.nodes());
    if (!study.graph().edges().isEmpty()) {
      tables.add(labelled.edges());
    }
    if (result.json) {
      ArrayJson.print(spec.commandLine().getOut(), arrays);
    } else {
      StudyNetworkText.print(spec.commandLine().getOut(), study, headlines, top);
    }
    if (result.out != null) {
      var provenance = c.provenance("study network", talk);
      provenance.put("cluster", labels(study));
      provenance.put("intensity", study.base());
      provenance.put("network", study.graph().kind().toString());
      var set =
          new ResultSet(
              "network study of " + c.table().info().title(),
              arrays,
              study.run().certificate(),
              provenance,
              tables);
      result.store(set, talk, threads);
    }
    csv.write(arrays, tables, result.force, talk);
    if (graphml != null) {
      GraphMl.write(labelled.nodes(), labelled.edges(), graphml, result.force);
      talk.say("network: " + graphml);
    }
    c.writeTimings(result.timings, talk);
    return CertificateLines.say(study.run().certificate(), c.system(), talk);
  }

  private static String labels(NetworkStudy study) {
    var regions = study.inputs().axes().regions();
    return IntStream.of(study.question().cluster().regions())
        .mapToObj(r -> regions.get(r).name())
        .collect(Collectors.joining("; "));
  }
}
