package wassily.io.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.DirectedWeightedPseudograph;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.graphml.GraphMLImporter;
import org.jgrapht.util.SupplierUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.result.ResultTable;
import wassily.result.ResultTable.Numbers;
import wassily.result.ResultTable.Texts;

/** What others read in our GraphML is what we wrote. */
class GraphMlTest {
  /** Markup, quotes, Chinese, a character beyond 16 bits. */
  private static final List<String> LABELS = List.of("R&D <\"x\"> 'y'", "北京", "e𝄞 ]]> –");

  private static final double TINY = Double.MIN_VALUE;

  @TempDir private Path folder;

  private static ResultTable nodes(List<String> labels) {
    return new ResultTable(
        "node",
        List.of(
            new Texts("label", labels),
            new Texts("group", List.of("cluster", "", "other")),
            new Numbers("out_strength", List.of(1.0 / 3, Double.NaN, 1e300))));
  }

  private static ResultTable edges() {
    return new ResultTable(
        "edge",
        List.of(
            new Texts("source", List.of(LABELS.get(0), LABELS.get(2), LABELS.get(1))),
            new Texts("target", List.of(LABELS.get(1), LABELS.get(0), LABELS.get(0))),
            new Numbers("weight", List.of(0.1, -2.5e-7, TINY))));
  }

  private Path written() throws IOException {
    Path file = folder.resolve("net.graphml");
    GraphMl.write(nodes(LABELS), edges(), file, false);
    return file;
  }

  @Test
  void jgraphtReadsTheSame() throws IOException {
    var graph =
        new DirectedWeightedPseudograph<String, DefaultWeightedEdge>(
            SupplierUtil.createStringSupplier(),
            SupplierUtil.createSupplier(DefaultWeightedEdge.class));
    var attributes = new HashMap<String, Map<String, String>>();
    var importer = new GraphMLImporter<String, DefaultWeightedEdge>();
    importer.setSchemaValidation(true);
    importer.setEdgeWeightAttributeName("weight");
    importer.setVertexFactory(id -> id);
    importer.addVertexAttributeConsumer(
        (at, value) -> put(attributes, at.getFirst(), at.getSecond(), value));
    importer.importGraph(graph, written().toFile());
    assertEquals(3, graph.vertexSet().size());
    for (int i = 0; i < 3; i++) {
      assertEquals(LABELS.get(i), attributes.get("n" + i).get("label"));
    }
    assertEquals(Double.toString(1.0 / 3), attributes.get("n0").get("out_strength"));
    assertFalse(attributes.get("n1").containsKey("out_strength"), "NaN is no attribute");
    assertFalse(attributes.get("n1").containsKey("group"), "an empty text is no attribute");
    assertEquals(3, graph.edgeSet().size());
    assertEquals(0.1, graph.getEdgeWeight(graph.getEdge("n0", "n1")));
    assertEquals(-2.5e-7, graph.getEdgeWeight(graph.getEdge("n2", "n0")));
    assertEquals(TINY, graph.getEdgeWeight(graph.getEdge("n1", "n0")));
  }

  private static void put(
      Map<String, Map<String, String>> into, String node, String name, Attribute value) {
    into.computeIfAbsent(node, _ -> new HashMap<>()).put(name, value.getValue());
  }

  /** Python's NetworkX, where it is installed, reads labels and weights. */
  @Test
  void networkxReadsTheSame() throws Exception {
    String program =
        """
        import networkx as nx, sys
        g = nx.read_graphml(sys.argv[1])
        assert g.is_directed()
        for n, d in g.nodes(data=True):
            print(n, d['label'].encode('utf-8').hex())
        for a, b, d in g.edges(data=True):
            print(a, b, repr(d['weight']))
        """;
    assumeTrue(runs("import networkx"), "skipped: no Python with networkx");
    Process python =
        new ProcessBuilder("python3", "-c", program, written().toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), out);
    var lines = out.lines().toList();
    for (int i = 0; i < 3; i++) {
      var hex = java.util.HexFormat.of();
      byte[] utf8 = LABELS.get(i).getBytes(StandardCharsets.UTF_8);
      assertTrue(lines.contains("n" + i + " " + hex.formatHex(utf8)), out);
    }
    assertTrue(lines.contains("n0 n1 0.1"), out);
    assertTrue(lines.contains("n2 n0 -2.5e-07"), out);
    assertTrue(lines.contains("n1 n0 5e-324"), out);
  }

  private static boolean runs(String program) throws InterruptedException {
    try {
      Process python =
          new ProcessBuilder("python3", "-c", program)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return python.waitFor(60, TimeUnit.SECONDS) && python.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** XML 1.0 cannot hold them in any way. */
  @Test
  void controlCharactersAreReplaced() throws IOException {
    Path file = folder.resolve("control.graphml");
    var labels = List.of("a\u0001b", "c", "d");
    var none =
        new ResultTable(
            "edge",
            List.of(new Texts("source", List.of("a\u0001b")), new Texts("target", List.of("c"))));
    GraphMl.write(nodes(labels), none, file, false);
    String text = Files.readString(file);
    assertTrue(text.contains(">a\uFFFDb<"), text);
    assertTrue(text.contains("source=\"n0\" target=\"n1\""), text);
  }

  @Test
  void whatCannotBeANetworkLeavesNoFile() throws IOException {
    Path file = folder.resolve("bad.graphml");
    var twice = nodes(List.of("a", "b", "a"));
    assertThrows(IllegalArgumentException.class, () -> GraphMl.write(twice, edges(), file, false));
    var others = nodes(List.of("a", "b", "c"));
    assertThrows(IllegalArgumentException.class, () -> GraphMl.write(others, edges(), file, false));
    assertFalse(Files.exists(file));
    Path there = written();
    assertThrows(
        FileAlreadyExistsException.class,
        () -> GraphMl.write(nodes(LABELS), edges(), there, false));
    GraphMl.write(nodes(LABELS), edges(), there, true);
  }
}
