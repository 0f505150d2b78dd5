package wassily.io.hdf5;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.result.ResultTable;
import wassily.table.BadDataException;

/** Reads a result file; the values stay in it. */
final class ResultReader {
  private static final String RESPONSE = "/" + ResultSpec.RESPONSE + "/";
  private static final String CERTIFICATE = "/" + ResultSpec.CERTIFICATE + "/";
  private static final String PROVENANCE = "/" + ResultSpec.PROVENANCE + "/";

  private final Hdf5Reader reader;

  ResultReader(Hdf5Reader reader) {
    this.reader = reader;
  }

  /** A dataset of the group of responses. */
  private record Member(String path, String role, double position, String name, String axis) {}

  ResultSet read() throws IOException {
    Hdf5Kind.RESULT.require(reader);
    var members = new ArrayList<Member>();
    for (String link : reader.children(RESPONSE)) {
      String path = RESPONSE + link;
      members.add(
          new Member(
              path,
              reader.text(path, ResultSpec.ROLE).orElse(""),
              reader.number(path, ResultSpec.POSITION).orElse(0),
              reader.text(path, "name").orElse(LinkNames.decode(link)),
              reader.text(path, "axis").orElse("")));
    }
    // Programs that rewrite a file list it by name.
    members.sort(Comparator.comparingDouble(Member::position));
    Map<String, ResultAxis> axes = axes(members);
    var arrays = new ArrayList<ResultArray>();
    for (Member m : members) {
      if (m.role().equals("response")) {
        arrays.add(array(m, axes));
      }
    }
    return new ResultSet(
        reader.text("/", "title").orElse(""), arrays, certificate(), provenance(), tables());
  }

  private List<ResultTable> tables() throws IOException {
    var found = new TreeMap<Double, ResultTable>();
    for (String link : reader.children("/")) {
      String group = "/" + link + "/";
      if (!reader.isDataset("/" + link)
          && reader.text(group, ResultSpec.ROLE).filter(ResultSpec.TABLE::equals).isPresent()) {
        found.put(
            reader.number(group, ResultSpec.POSITION).orElse(0),
            new ResultTable(
                reader.text(group, "name").orElse(LinkNames.decode(link)), columns(group)));
      }
    }
    return List.copyOf(found.values());
  }

  private List<ResultTable.Column> columns(String group) throws IOException {
    var columns = new TreeMap<Double, ResultTable.Column>();
    int rows = -1;
    for (String link : reader.children(group)) {
      String path = group + link;
      String name = reader.text(path, "name").orElse(LinkNames.decode(link));
      ResultTable.Column column;
      if (!reader.type(path).equals("strings")) {
        column = new ResultTable.Numbers(name, Arrays.stream(reader.vector(path)).boxed().toList());
      } else {
        column = new ResultTable.Texts(name, reader.strings(path));
      }
      rows = rows < 0 ? column.size() : rows;
      requireSize(path, column.size(), rows);
      columns.put(reader.number(path, ResultSpec.POSITION).orElse(0), column);
    }
    if (columns.isEmpty()) {
      throw new BadDataException(reader.file() + ":" + group + ": has no columns");
    }
    return List.copyOf(columns.values());
  }

  private Map<String, ResultAxis> axes(List<Member> members) throws IOException {
    var axes = new HashMap<String, ResultAxis>();
    for (Member m : members) {
      if (!m.role().equals("axis")) {
        continue;
      }
      List<String> labels = reader.strings(m.path());
      var coordinates = new LinkedHashMap<String, List<String>>();
      for (Member c : members) {
        if (c.role().equals("coordinate") && c.axis().equals(m.name())) {
          coordinates.put(c.name(), sized(c.path(), labels.size()));
        }
      }
      axes.put(m.path(), new ResultAxis(m.name(), labels, coordinates));
    }
    return axes;
  }

  private ResultArray array(Member m, Map<String, ResultAxis> axes) throws IOException {
    long[] dims = reader.dimensions(m.path());
    List<String> scales = reader.scales(m.path());
    var along = new ArrayList<ResultAxis>();
    for (int i = 0; i < dims.length; i++) {
      ResultAxis axis = axes.get(scales.get(i));
      if (axis == null || axis.labels().size() != dims[i]) {
        throw new BadDataException(
            "%s:%s: dimension %d of length %d has no axis of that length"
                .formatted(reader.file(), m.path(), i + 1, dims[i]));
      }
      along.add(axis);
    }
    if (along.isEmpty()) {
      throw new BadDataException(reader.file() + ":" + m.path() + ": has no dimensions");
    }
    return new ResultArray(
        m.name(),
        reader.text(m.path(), "units").orElse(""),
        reader.text(m.path(), "long_name").orElse(""),
        along,
        reader.source(m.path()));
  }

  private Certificate certificate() throws IOException {
    List<String> names = reader.strings(CERTIFICATE + "name");
    double[] values = numbers(CERTIFICATE + "value", names.size());
    double[] bounds = numbers(CERTIFICATE + "bound", names.size());
    List<String> meanings = sized(CERTIFICATE + "meaning", names.size());
    var checks = new ArrayList<Certificate.Check>();
    for (int i = 0; i < names.size(); i++) {
      checks.add(new Certificate.Check(names.get(i), values[i], bounds[i], meanings.get(i)));
    }
    return new Certificate(checks);
  }

  private Map<String, String> provenance() throws IOException {
    List<String> keys = reader.strings(PROVENANCE + "key");
    List<String> values = sized(PROVENANCE + "value", keys.size());
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < keys.size(); i++) {
      map.put(keys.get(i), values.get(i));
    }
    return map;
  }

  private double[] numbers(String path, int size) throws IOException {
    double[] found = reader.vector(path);
    requireSize(path, found.length, size);
    return found;
  }

  private List<String> sized(String path, int size) throws IOException {
    List<String> found = reader.strings(path);
    requireSize(path, found.size(), size);
    return found;
  }

  private void requireSize(String path, int found, int expected) {
    if (found != expected) {
      throw new BadDataException(
          "%s:%s: %d entries, expected %d".formatted(reader.file(), path, found, expected));
    }
  }
}
