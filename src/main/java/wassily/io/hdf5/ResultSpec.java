package wassily.io.hdf5;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.result.ResultTable;

/**
 * The layout of a result file.
 *
 * <p>The axes stand beside the values in {@code /response}: xarray opens one group at a time and
 * makes coordinates of the scales in that group only.
 */
final class ResultSpec {
  static final String RESPONSE = "response";
  static final String CERTIFICATE = "certificate";
  static final String PROVENANCE = "provenance";

  /** Attribute that tells what a dataset of the group is. */
  static final String ROLE = "role";

  static final String POSITION = "position";

  /** The role of a group that is a table. */
  static final String TABLE = "table";

  private final GroupSpec group;
  private final Map<String, ResultAxis> axes = new HashMap<>();
  private final Map<String, DatasetSpec> scales = new HashMap<>();

  private ResultSpec(GroupSpec group) {
    this.group = group;
  }

  /** Describes the file of a result. */
  static GroupSpec of(ResultSet result) {
    GroupSpec root = GroupSpec.root();
    Hdf5Kind.RESULT.mark(root);
    root.attribute("title", result.title());
    var responses = new ResultSpec(root.group(RESPONSE));
    for (int i = 0; i < result.arrays().size(); i++) {
      responses.add(result.arrays().get(i), i);
    }
    certificate(result.certificate(), root.group(CERTIFICATE));
    GroupSpec provenance = root.group(PROVENANCE);
    DatasetSpec key =
        provenance.strings("key", List.copyOf(result.provenance().keySet())).asScale("key");
    provenance.strings("value", List.copyOf(result.provenance().values())).along(key);
    for (int i = 0; i < result.tables().size(); i++) {
      table(result.tables().get(i), i, root);
    }
    return root;
  }

  /** A group with a dataset for each column; the first is the scale of the others. */
  private static void table(ResultTable table, int position, GroupSpec root) {
    GroupSpec group = root.group(LinkNames.encode(table.name()));
    group.attribute(ROLE, TABLE);
    group.attribute(POSITION, position);
    group.attribute("name", table.name());
    DatasetSpec first = null;
    for (int i = 0; i < table.columns().size(); i++) {
      String link = LinkNames.encode(table.columns().get(i).name());
      DatasetSpec column =
          switch (table.columns().get(i)) {
            case ResultTable.Texts t -> group.strings(link, t.values());
            case ResultTable.Numbers n ->
                group.numbers(link, n.values().stream().mapToDouble(Double::doubleValue).toArray());
          };
      column.attribute(POSITION, i);
      column.attribute("name", table.columns().get(i).name());
      if (first == null) {
        first = column.asScale(link);
      } else {
        column.along(first);
      }
    }
  }

  private void add(ResultArray array, int position) {
    var along = new ArrayList<DatasetSpec>();
    var coordinates = new ArrayList<String>();
    for (ResultAxis axis : array.axes()) {
      along.add(scale(axis));
      axis.coordinates().keySet().forEach(c -> coordinates.add(coordinate(axis, c)));
    }
    long[] dims = array.axes().stream().mapToLong(a -> a.labels().size()).toArray();
    DatasetSpec values =
        group
            .matrix(LinkNames.encode(array.name()), array.values(), dims)
            .along(along.toArray(DatasetSpec[]::new));
    values.attribute(ROLE, "response");
    values.attribute(POSITION, position);
    values.attribute("name", array.name());
    values.attribute("units", array.unit());
    values.attribute("long_name", array.description());
    // A list of names apart by blanks, by the convention that xarray follows.
    if (!coordinates.isEmpty() && coordinates.stream().noneMatch(c -> c.contains(" "))) {
      values.attribute("coordinates", String.join(" ", coordinates));
    }
  }

  private static String coordinate(ResultAxis axis, String coordinate) {
    return LinkNames.encode(axis.name() + "_" + coordinate);
  }

  private DatasetSpec scale(ResultAxis axis) {
    ResultAxis known = axes.putIfAbsent(axis.name(), axis);
    if (known != null) {
      if (!known.equals(axis)) {
        throw new IllegalArgumentException(
            "two different axes of one result are called " + axis.name());
      }
      return scales.get(axis.name());
    }
    String link = LinkNames.encode(axis.name());
    DatasetSpec scale = group.strings(link, axis.labels()).asScale(link);
    scale.attribute(ROLE, "axis");
    scale.attribute("name", axis.name());
    int position = 0;
    for (Map.Entry<String, List<String>> c : axis.coordinates().entrySet()) {
      DatasetSpec values = group.strings(coordinate(axis, c.getKey()), c.getValue()).along(scale);
      values.attribute(ROLE, "coordinate");
      values.attribute(POSITION, position++);
      values.attribute("name", c.getKey());
      values.attribute("axis", axis.name());
    }
    scales.put(axis.name(), scale);
    return scale;
  }

  private static void certificate(Certificate certificate, GroupSpec group) {
    List<Certificate.Check> checks = certificate.checks();
    group.attribute("passed", certificate.passed() ? 1 : 0);
    DatasetSpec name =
        group
            .strings("name", checks.stream().map(Certificate.Check::name).toList())
            .asScale("name");
    group
        .numbers("value", checks.stream().mapToDouble(Certificate.Check::value).toArray())
        .along(name);
    group
        .numbers("bound", checks.stream().mapToDouble(Certificate.Check::bound).toArray())
        .along(name);
    byte[] passed = new byte[checks.size()];
    for (int i = 0; i < passed.length; i++) {
      passed[i] = (byte) (checks.get(i).passed() ? 1 : 0);
    }
    group.bytes("passed", passed).along(name);
    group.strings("meaning", checks.stream().map(Certificate.Check::meaning).toList()).along(name);
  }
}
