package wassily.io.graph;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import wassily.io.OutputFile;
import wassily.result.ResultTable;

/**
 * Writes directed networks as GraphML (Brandes et al. 2002, http://graphml.graphdrawing.org),
 * UTF-8.
 *
 * <p>Nodes get the identifiers n0, n1, … and carry every column of their table as an attribute;
 * Gephi shows {@code label} and takes {@code weight} of the edges by these names. A number that is
 * not finite has no attribute, because readers disagree about NaN. Numbers are the shortest
 * decimals that read back as the same double.
 */
public final class GraphMl {
  private static final String NAMESPACE = "http://graphml.graphdrawing.org/xmlns";
  private static final String LABEL = "label";
  private static final String SOURCE = "source";
  private static final String TARGET = "target";
  private static final int BUFFER = 1 << 16;

  private GraphMl() {}

  /**
   * Writes a network; the file appears when it is complete.
   *
   * @param nodes a table with texts {@code label}, all different; its other columns become
   *     attributes
   * @param edges a table with texts {@code source} and {@code target}, labels of nodes; its other
   *     columns become attributes
   * @param target the file
   * @param overwrite whether it may be replaced
   * @throws IllegalArgumentException when two nodes have one label, or an edge has no node
   * @throws IOException when it exists and may not be replaced, or cannot be written
   */
  public static void write(ResultTable nodes, ResultTable edges, Path target, boolean overwrite)
      throws IOException {
    try (var file = OutputFile.create(target, overwrite)) {
      // Closing the stream would close the channel, which commit() still flushes to the disk.
      var out = new BufferedOutputStream(Channels.newOutputStream(file.channel()), BUFFER);
      write(nodes, edges, out);
      out.flush();
      file.commit();
    }
  }

  /**
   * Writes a network to a stream, which stays open.
   *
   * @param nodes as above
   * @param edges as above
   * @param out where to write
   * @throws IOException when writing fails
   */
  static void write(ResultTable nodes, ResultTable edges, OutputStream out) throws IOException {
    Map<String, Integer> ids = ids(nodes.texts(LABEL));
    try {
      var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      xml.writeStartElement("graphml");
      xml.writeDefaultNamespace(NAMESPACE);
      keys(xml, "node", "n", nodes.columns());
      keys(xml, "edge", "e", edges.columns());
      xml.writeStartElement("graph");
      xml.writeAttribute("edgedefault", "directed");
      for (int i = 0; i < nodes.rows(); i++) {
        line(xml);
        xml.writeStartElement("node");
        xml.writeAttribute("id", "n" + i);
        data(xml, "n", nodes.columns(), i);
        xml.writeEndElement();
      }
      for (int i = 0; i < edges.rows(); i++) {
        line(xml);
        xml.writeStartElement("edge");
        xml.writeAttribute("id", "e" + i);
        xml.writeAttribute(SOURCE, end(edges, SOURCE, i, ids));
        xml.writeAttribute(TARGET, end(edges, TARGET, i, ids));
        data(xml, "e", edges.columns(), i);
        xml.writeEndElement();
      }
      line(xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      // The disk's own words, if it was the disk.
      throw e.getNestedException() instanceof IOException io ? io : new IOException(e);
    }
  }

  private static Map<String, Integer> ids(List<String> labels) {
    Map<String, Integer> ids = HashMap.newHashMap(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      if (ids.put(labels.get(i), i) != null) {
        throw new IllegalArgumentException("two nodes are called \"" + labels.get(i) + "\"");
      }
    }
    return ids;
  }

  private static String end(ResultTable edges, String which, int row, Map<String, Integer> ids) {
    String label = edges.texts(which).get(row);
    Integer id = ids.get(label);
    if (id == null) {
      throw new IllegalArgumentException("the edge %d has no node \"%s\"".formatted(row, label));
    }
    return "n" + id;
  }

  private static void keys(
      XMLStreamWriter xml, String of, String prefix, List<ResultTable.Column> columns)
      throws XMLStreamException {
    for (int c = 0; c < columns.size(); c++) {
      if (isEnd(columns.get(c))) {
        continue;
      }
      line(xml);
      xml.writeEmptyElement("key");
      xml.writeAttribute("id", prefix + "d" + c);
      xml.writeAttribute("for", of);
      xml.writeAttribute("attr.name", legal(columns.get(c).name()));
      xml.writeAttribute(
          "attr.type", columns.get(c) instanceof ResultTable.Numbers ? "double" : "string");
    }
    line(xml);
  }

  private static void data(
      XMLStreamWriter xml, String prefix, List<ResultTable.Column> columns, int row)
      throws XMLStreamException {
    for (int c = 0; c < columns.size(); c++) {
      ResultTable.Column column = columns.get(c);
      String text =
          switch (column) {
            case ResultTable.Texts t -> legal(t.values().get(row));
            case ResultTable.Numbers n -> {
              double v = n.values().get(row);
              yield Double.isFinite(v) ? Double.toString(v) : "";
            }
          };
      if (!isEnd(column) && !text.isEmpty()) {
        xml.writeStartElement("data");
        xml.writeAttribute("key", prefix + "d" + c);
        xml.writeCharacters(text);
        xml.writeEndElement();
      }
    }
  }

  private static boolean isEnd(ResultTable.Column column) {
    return column.name().equals(SOURCE) || column.name().equals(TARGET);
  }

  private static void line(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  /** XML 1.0 has no place for control characters and lone surrogates, not even escaped. */
  private static String legal(String text) {
    var kept = new StringBuilder();
    text.codePoints().map(c -> isLegal(c) ? c : 0xFFFD).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }
}
