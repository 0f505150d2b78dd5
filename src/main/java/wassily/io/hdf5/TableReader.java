package wassily.io.hdf5;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.Label;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo;

/** Reads a table file and refuses what does not fit together. */
final class TableReader {
  private static final String AXIS = "/" + TableSpec.AXES + "/";
  private static final String SATELLITE = "/" + TableSpec.SATELLITES;

  private final Hdf5Reader reader;
  private final int threads;

  /**
   * Reads from an open file.
   *
   * @param reader the file; it stays open with the table
   * @param threads how many threads read
   */
  TableReader(Hdf5Reader reader, int threads) {
    this.reader = reader;
    this.threads = threads;
  }

  /** Reads all but Z. */
  MrioTable read() throws IOException {
    Hdf5Kind.TABLE.require(reader);
    var arena = Arena.ofShared();
    try {
      return read(arena);
    } catch (Throwable e) {
      arena.close();
      throw e;
    }
  }

  private MrioTable read(Arena arena) throws IOException {
    var axes = axes();
    Axis<PrimaryInput> inputs = primaryInputs();
    int n = axes.n();
    MatrixSource z = reader.source("/Z", threads);
    requireShape("/Z", z.shape(), n, n);
    HostMatrix y = matrix("/Y", n, axes.m(), axes::rowLabel, axes::columnLabel, arena);
    HostMatrix v =
        inputs.size() == 0
            ? HostMatrix.allocate(arena, 0, n)
            : matrix("/V", inputs.size(), n, i -> inputs.get(i).label(), axes::rowLabel, arena);
    double[] x = reader.vector("/x");
    requireShape("/x", reader.shape("/x"), 1, n);
    for (int i = 0; i < n; i++) {
      requireFinite("/x", x[i], i, axes::rowLabel, null, 0);
    }
    return new MrioTable(
        info(),
        axes,
        z,
        y,
        x,
        inputs,
        v,
        population(axes),
        satellites(axes, arena),
        () -> {
          arena.close();
          reader.close();
        });
  }

  private TableInfo info() throws IOException {
    double year = reader.number("/", "year").orElse(0);
    String output = reader.text("/", "output").orElse("");
    return new TableInfo(
        reader.text("/", "title").orElse(""),
        (int) year,
        reader.text("/", "unit").orElse(""),
        reader.text("/", "source").orElse(""),
        switch (output) {
          case "rows" -> TableInfo.OutputSource.ROWS;
          case "file" -> TableInfo.OutputSource.FILE;
          default -> throw bad("", "the attribute output is \"%s\", expected rows or file", output);
        });
  }

  private TableAxes axes() throws IOException {
    List<String> regions = reader.strings(AXIS + "region");
    List<String> regionCodes = texts(AXIS + "region_code", regions.size());
    var regionGroups = groups("region", regions.size());
    List<String> sectors = reader.strings(AXIS + "sector");
    List<String> sectorCodes = texts(AXIS + "sector_code", sectors.size());
    var sectorGroups = groups("sector", sectors.size());
    try {
      return new TableAxes(
          axis(
              "region",
              regions,
              i -> new Region(regions.get(i), regionCodes.get(i), regionGroups.get(i))),
          axis(
              "sector",
              sectors,
              i -> new Sector(sectors.get(i), sectorCodes.get(i), sectorGroups.get(i))),
          simple("category", "category", Category::new),
          simple("exogenous", "exogenous consumer", ExogenousConsumer::new));
    } catch (IllegalArgumentException e) {
      throw new BadDataException(reader.file() + ":" + AXIS + ": " + e.getMessage(), e);
    }
  }

  private <T extends Label> Axis<T> simple(String dataset, String name, Function<String, T> make)
      throws IOException {
    String path = AXIS + dataset;
    List<String> labels = reader.exists(path) ? reader.strings(path) : List.of();
    return axis(name, labels, i -> make.apply(labels.get(i)));
  }

  private static <T extends Label> Axis<T> axis(
      String name, List<String> labels, IntFunction<T> make) {
    return Axis.of(name, IntStream.range(0, labels.size()).mapToObj(make).toList());
  }

  /** One text for each label; empty ones when the dataset is not there. */
  private List<String> texts(String path, int size) throws IOException {
    if (!reader.exists(path)) {
      return Collections.nCopies(size, "");
    }
    List<String> found = reader.strings(path);
    if (found.size() != size) {
      throw bad(path, "%d entries, the axis has %d", found.size(), size);
    }
    return found;
  }

  private List<Map<String, String>> groups(String axis, int size) throws IOException {
    var groups = new ArrayList<Map<String, String>>();
    for (int i = 0; i < size; i++) {
      groups.add(new TreeMap<>());
    }
    String path = AXIS + axis + "_group";
    if (reader.exists(path)) {
      for (String kind : reader.children(path)) {
        List<String> values = texts(path + "/" + kind, size);
        for (int i = 0; i < size; i++) {
          if (!values.get(i).isEmpty()) {
            groups.get(i).put(LinkNames.decode(kind), values.get(i));
          }
        }
      }
    }
    return groups;
  }

  private Axis<PrimaryInput> primaryInputs() throws IOException {
    String path = AXIS + "primary_input";
    if (!reader.exists(path)) {
      return Axis.of("primary input", List.of());
    }
    List<String> names = reader.strings(path);
    List<String> kinds = texts(path + "_kind", names.size());
    var inputs = new ArrayList<PrimaryInput>();
    for (int i = 0; i < names.size(); i++) {
      var kind =
          switch (kinds.get(i)) {
            case "value_added" -> PrimaryInput.Kind.VALUE_ADDED;
            case "imports" -> PrimaryInput.Kind.IMPORTS;
            default ->
                throw bad(
                    path + "_kind",
                    "entry %d is \"%s\", expected value_added or imports",
                    i + 1,
                    kinds.get(i));
          };
      inputs.add(new PrimaryInput(names.get(i), kind));
    }
    return labelled(path, "primary input", inputs);
  }

  private <T extends Label> Axis<T> labelled(String path, String name, List<T> labels) {
    try {
      return Axis.of(name, labels);
    } catch (IllegalArgumentException e) {
      throw new BadDataException(reader.file() + ":" + path + ": " + e.getMessage(), e);
    }
  }

  private Optional<double[]> population(TableAxes axes) throws IOException {
    String path = AXIS + "population";
    if (!reader.exists(path)) {
      return Optional.empty();
    }
    requireShape(path, reader.shape(path), 1, axes.regions().size());
    double[] people = reader.vector(path);
    for (int i = 0; i < people.length; i++) {
      // NaN says that it is not known.
      if (Double.isInfinite(people[i])) {
        throw bad(path, "is %s for %s", people[i], axes.regions().get(i).name());
      }
    }
    return Optional.of(people);
  }

  private record Placed(double position, SatelliteAccount account) {}

  private List<SatelliteAccount> satellites(TableAxes axes, Arena arena) throws IOException {
    if (!reader.exists(SATELLITE)) {
      return List.of();
    }
    var found = new ArrayList<Placed>();
    for (String link : reader.children(SATELLITE)) {
      String path = SATELLITE + "/" + link;
      List<String> names = reader.strings(path + "/stressor");
      List<String> units = texts(path + "/unit", names.size());
      Axis<Stressor> stressors =
          labelled(
              path + "/stressor",
              "stressor",
              IntStream.range(0, names.size())
                  .mapToObj(i -> new Stressor(names.get(i), units.get(i)))
                  .toList());
      int k = names.size();
      IntFunction<String> row = i -> stressors.get(i).name();
      HostMatrix f = matrix(path + "/F", k, axes.n(), row, axes::rowLabel, arena);
      HostMatrix fY =
          matrix(path + "/F_Y", k, axes.regionalColumns(), row, axes::columnLabel, arena);
      found.add(
          new Placed(
              reader.number(path, TableSpec.POSITION).orElse(found.size()),
              new SatelliteAccount(
                  reader.text(path, "name").orElse(LinkNames.decode(link)), stressors, f, fY)));
    }
    found.sort(Comparator.comparingDouble(Placed::position));
    return found.stream().map(Placed::account).toList();
  }

  private HostMatrix matrix(
      String path,
      long rows,
      long columns,
      IntFunction<String> rowLabel,
      IntFunction<String> columnLabel,
      Arena arena)
      throws IOException {
    requireShape(path, reader.shape(path), rows, columns);
    HostMatrix m = reader.matrix(path, arena, threads);
    double[] row = new double[(int) columns];
    for (int i = 0; i < rows; i++) {
      m.getRow(i, row);
      for (int j = 0; j < row.length; j++) {
        requireFinite(path, row[j], i, rowLabel, columnLabel, j);
      }
    }
    return m;
  }

  private void requireFinite(
      String path,
      double value,
      int row,
      IntFunction<String> rowLabel,
      IntFunction<String> columnLabel,
      int column) {
    if (!Double.isFinite(value)) {
      String cell =
          columnLabel == null
              ? "%s (entry %d)".formatted(rowLabel.apply(row), row + 1)
              : "%s, %s (row %d, column %d)"
                  .formatted(rowLabel.apply(row), columnLabel.apply(column), row + 1, column + 1);
      throw bad(path, "is %s at %s; a finite number was expected", value, cell);
    }
  }

  private void requireShape(String path, Shape found, long rows, long columns) {
    if (found.rows() != rows || found.columns() != columns) {
      throw bad(path, "is %s, the labels ask for %s", found, new Shape(rows, columns));
    }
  }

  private BadDataException bad(String path, String format, Object... arguments) {
    return new BadDataException(reader.file() + ":" + path + ": " + format.formatted(arguments));
  }
}
