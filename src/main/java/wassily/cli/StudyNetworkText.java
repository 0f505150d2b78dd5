package wassily.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import wassily.study.ImbalanceShare;
import wassily.study.NetworkEdge;
import wassily.study.NetworkGraph;
import wassily.study.NetworkHeadline;
import wassily.study.NetworkStudy;

/** The network study on the terminal. */
final class StudyNetworkText {
  private static final int NAMED = 5;

  private StudyNetworkText() {}

  static void print(
      PrintWriter out, NetworkStudy study, List<NetworkHeadline> headlines, TopArgs top) {
    var s = study.inputs().stressor();
    out.println(s.name() + " [" + s.unit() + "], " + cluster(study));
    if (study.question().cluster().size() == 1) {
      out.println("  the cluster is one region: nothing flows between its regions");
    }
    for (NetworkHeadline h : headlines) {
      String number =
          h.unit().equals("1")
              ? Double.isNaN(h.value()) ? "no share" : "%.1f %%".formatted(100 * h.value())
              : TextTable.number(h.value()) + " " + h.unit();
      out.println("  %s %s [%s]".formatted(number, h.text(), h.where()));
    }
    if (study.question().cluster().groups().isEmpty()) {
      out.println("  the cluster is the whole table: there is nobody to have a role towards");
    }
    if (study.question().cluster().size() > 1) {
      out.println();
      sectors(out, study, top);
    }
    out.println();
    edges(out, study, top);
    out.flush();
  }

  private static String cluster(NetworkStudy study) {
    var regions = study.inputs().axes().regions();
    int[] cluster = study.question().cluster().regions();
    String names =
        String.join(
            ", ", IntStream.of(cluster).limit(NAMED).mapToObj(r -> regions.get(r).name()).toList());
    int left = cluster.length - NAMED;
    return "cluster of %d region%s: %s%s"
        .formatted(
            cluster.length,
            cluster.length == 1 ? "" : "s",
            names,
            left > 0 ? " and " + left + " more" : "");
  }

  private static void sectors(PrintWriter out, NetworkStudy study, TopArgs top) {
    var names = study.inputs().axes().sectors();
    List<ImbalanceShare> shares = study.bySector();
    out.println("flows within the cluster by producing sector [imbalance_sector]");
    var text = new TextTable("sector", "flow", "from higher to lower", "share", "additional");
    IntStream.range(0, shares.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer p) -> -shares.get(p).all()))
        .limit(top.of(shares.size()))
        .forEach(
            p ->
                text.add(
                    names.get(p).name(),
                    TextTable.number(shares.get(p).all()),
                    TextTable.number(shares.get(p).higherToLower()),
                    TextTable.percent(
                        shares.get(p).higherToLower(),
                        shares.get(p).higherToLower() + shares.get(p).lowerToHigher()),
                    TextTable.number(study.emissions().get(p).positive())));
    text.print(out);
  }

  private static void edges(PrintWriter out, NetworkStudy study, TopArgs top) {
    NetworkGraph g = study.graph();
    double total = g.total();
    out.println(
        "strongest edges between %s [edge]; all edges together %s"
            .formatted(
                switch (g.kind()) {
                  case CONSUMER -> "regions, for final demand";
                  case PRODUCT -> "regions, for final products";
                  case REGION_SECTOR -> "region-sectors, for final products";
                },
                TextTable.number(total)));
    var text = new TextTable(2, "emitted in", "for", "weight", "share");
    for (NetworkEdge e : g.edges().subList(0, top.of(g.edges().size()))) {
      text.add(
          g.labels().get(e.from()),
          g.labels().get(e.to()),
          TextTable.number(e.weight()),
          TextTable.percent(e.weight(), total));
    }
    text.print(out);
  }
}
