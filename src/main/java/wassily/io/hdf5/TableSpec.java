package wassily.io.hdf5;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import wassily.label.Axis;
import wassily.label.Label;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo;

/**
 * The layout of a table file.
 *
 * <p>The scales {@code row}, {@code column} and {@code final_demand} stand in the root, because
 * netCDF looks for the scale of a dimension in the dataset's group and in those above it only. The
 * two sides of Z need two scales: netCDF and xarray do not take one dimension twice.
 */
final class TableSpec {
  static final String AXES = "axis";
  static final String SATELLITES = "satellite";

  /** Attribute of a satellite's group: libhdf5 lists groups by name, tables have an order. */
  static final String POSITION = "position";

  private final MrioTable table;
  private final TableAxes axes;
  private final GroupSpec root = GroupSpec.root();

  private TableSpec(MrioTable table) {
    this.table = table;
    this.axes = table.axes();
  }

  /** Describes the file of a table. */
  static GroupSpec of(MrioTable table) {
    var spec = new TableSpec(table);
    spec.build();
    return spec.root;
  }

  private void build() {
    Hdf5Kind.TABLE.mark(root);
    root.attribute("title", table.info().title());
    root.attribute("year", table.info().year());
    root.attribute("unit", table.info().unit());
    root.attribute("source", table.info().source());
    root.attribute("output", outputWord(table.info().output()));
    int n = axes.n();
    List<String> rows = IntStream.range(0, n).mapToObj(axes::rowLabel).toList();
    DatasetSpec row = scale(root, "row", rows);
    DatasetSpec column = scale(root, "column", rows);
    DatasetSpec demand =
        scale(root, "final_demand", columns(axes.m()), "region | category, then exogenous");
    money("Z", table.z(), "sales of the row to the column as intermediate input", n, n)
        .along(row, column);
    money("Y", table.y(), "final demand", n, axes.m()).along(row, demand);
    DatasetSpec x = root.numbers("x", table.x()).along(row);
    x.attribute("units", table.info().unit());
    x.attribute("long_name", "gross output");
    axes();
    if (table.primaryInputs().size() > 0) {
      DatasetSpec inputs = scale(root, "primary_input", table.primaryInputs().texts());
      money("V", table.v(), "primary inputs", table.primaryInputs().size(), n)
          .along(inputs, column);
    }
    if (!table.satellites().isEmpty()) {
      satellites(column);
    }
  }

  private List<String> columns(int count) {
    return IntStream.range(0, count).mapToObj(axes::columnLabel).toList();
  }

  private DatasetSpec money(String name, MatrixSource m, String what, long... dims) {
    DatasetSpec d = root.matrix(name, m, dims);
    d.attribute("units", table.info().unit());
    d.attribute("long_name", what);
    return d;
  }

  private static DatasetSpec scale(GroupSpec group, String name, List<String> labels) {
    return group.strings(name, labels).asScale(name);
  }

  private static DatasetSpec scale(
      GroupSpec group, String name, List<String> labels, String meaning) {
    DatasetSpec d = scale(group, name, labels);
    d.attribute("long_name", meaning);
    return d;
  }

  private void axes() {
    GroupSpec group = root.group(AXES);
    DatasetSpec region = axis(group, "region", axes.regions());
    texts(group, "region_code", axes.regions(), Region::code, region);
    groups(group, "region", axes.regions(), Region::groups, region);
    table
        .population()
        .ifPresent(p -> group.numbers("population", p).along(region).attribute("units", "people"));
    DatasetSpec sector = axis(group, "sector", axes.sectors());
    texts(group, "sector_code", axes.sectors(), Sector::code, sector);
    groups(group, "sector", axes.sectors(), Sector::groups, sector);
    axis(group, "category", axes.categories());
    if (axes.exogenous().size() > 0) {
      axis(group, "exogenous", axes.exogenous());
    }
    if (table.primaryInputs().size() > 0) {
      DatasetSpec inputs = axis(group, "primary_input", table.primaryInputs());
      texts(group, "primary_input_kind", table.primaryInputs(), TableSpec::kindWord, inputs);
    }
  }

  private static DatasetSpec axis(GroupSpec group, String name, Axis<?> axis) {
    return scale(group, name, axis.texts());
  }

  private static <T extends Label> void texts(
      GroupSpec group, String name, Axis<T> axis, Function<T, String> text, DatasetSpec along) {
    group.strings(name, axis.labels().stream().map(text).toList()).along(along);
  }

  /** For each kind of group one dataset; an empty text where a label belongs to none. */
  private static <T extends Label> void groups(
      GroupSpec group,
      String name,
      Axis<T> axis,
      Function<T, Map<String, String>> groups,
      DatasetSpec along) {
    var kinds = new TreeSet<String>();
    axis.forEach(label -> kinds.addAll(groups.apply(label).keySet()));
    if (kinds.isEmpty()) {
      return;
    }
    GroupSpec into = group.group(name + "_group");
    for (String kind : kinds) {
      List<String> values =
          axis.labels().stream().map(l -> groups.apply(l).getOrDefault(kind, "")).toList();
      into.strings(LinkNames.encode(kind), values).along(along);
    }
  }

  private void satellites(DatasetSpec column) {
    // F_Y has no column for exogenous consumers: they have no households.
    DatasetSpec regional =
        scale(root, "regional_demand", columns(axes.regionalColumns()), "region | category");
    GroupSpec all = root.group(SATELLITES);
    int position = 0;
    for (SatelliteAccount account : table.satellites()) {
      GroupSpec group = all.group(LinkNames.encode(account.name()));
      group.attribute(POSITION, position++);
      group.attribute("name", account.name());
      int k = account.stressors().size();
      DatasetSpec stressor = scale(group, "stressor", account.stressors().texts());
      texts(group, "unit", account.stressors(), Stressor::unit, stressor);
      satellite(group, "F", account.f(), "by production", k, axes.n()).along(stressor, column);
      satellite(group, "F_Y", account.fY(), "directly by final demand", k, axes.regionalColumns())
          .along(stressor, regional);
    }
  }

  private static DatasetSpec satellite(
      GroupSpec group, String name, HostMatrix m, String what, long... dims) {
    DatasetSpec d = group.matrix(name, m, dims);
    d.attribute("long_name", what);
    // xarray makes a coordinate of it.
    d.attribute("coordinates", "unit");
    return d;
  }

  /** How the source of output is written. */
  static String outputWord(TableInfo.OutputSource source) {
    return switch (source) {
      case ROWS -> "rows";
      case FILE -> "file";
    };
  }

  /** How the kind of a primary input is written. */
  static String kindWord(PrimaryInput input) {
    return switch (input.kind()) {
      case VALUE_ADDED -> "value_added";
      case IMPORTS -> "imports";
    };
  }
}
