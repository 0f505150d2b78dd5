package wassily.io.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import wassily.label.PrimaryInput;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * Imports a folder (or zip) of matrices without labels in their files: Z, Y, V, F, … as delimited
 * numbers, and label files that say what their rows and columns are ({@link MatrixPart} lists the
 * names).
 *
 * <p>The order of label files is the order of rows and columns. As nothing in the matrices can be
 * matched with labels, shapes are checked, and x where it is published.
 */
public final class MatrixFolderImporter {
  private final MatrixFolderOptions options;
  private final ImportSettings settings;
  private final Progress progress;
  private final MatrixFolder files;
  private final Arena arena;

  private MatrixFolderImporter(
      MatrixFolderOptions options, Progress progress, TextFolder files, Arena arena) {
    this.options = options;
    this.settings = options.settings();
    this.progress = progress;
    this.files = new MatrixFolder(files, options.files(), settings.format());
    this.arena = arena;
  }

  /**
   * Imports a table.
   *
   * @param options where it is and how it is to be understood
   * @param progress told how far it is
   * @return the table, which the caller closes
   * @throws BadDataException when the files do not make a table; the message names file and line
   * @throws IOException when a file cannot be read
   */
  public static MrioTable read(MatrixFolderOptions options, Progress progress) throws IOException {
    Arena arena = Arena.ofShared();
    try (var files = TextFolder.open(options.folder())) {
      return new MatrixFolderImporter(options, progress, files, arena).read();
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private MrioTable read() throws IOException {
    var labels = new MatrixLabels(files);
    Header rows = labels.production();
    ProductionAxis production = ProductionAxis.of(rows, LabelOptions.AUTO);
    var side = side(rows, production.size(), production::text, c -> production.findColumn(rows, c));
    Header columns = labels.demand(production);
    var inFile = DemandAxis.of(columns, production, DemandColumns.AUTO, Set.of());
    int regional = inFile.regionalColumns();
    var demandSide =
        side(
            columns,
            regional + inFile.exogenousColumns(),
            c ->
                c < regional
                    ? inFile.text(c)
                    : List.copyOf(inFile.exogenousNames()).get(c - regional),
            c -> place(inFile, columns, c));
    HostMatrix y = matrix(files.require(MatrixPart.Y), side, demandSide);
    DemandAxis demand = inFile;
    var exports = vector(MatrixPart.EXPORTS, side);
    if (exports.isPresent()) {
      y = withColumn(y, exports.get());
      demand = withExogenous(inFile, options.exportsName());
    }
    var published = vector(MatrixPart.X, side);
    var flows = files.find(MatrixPart.Z);
    HostMatrix z;
    TextFile zFile;
    if (flows.isPresent()) {
      zFile = flows.get();
      z = matrix(zFile, side, side);
    } else {
      zFile = files.find(MatrixPart.A).orElseGet(() -> files.require(MatrixPart.Z));
      double[] x =
          published.orElseThrow(
              () ->
                  new BadDataException(
                      "%s: A without x; expected Z, or x beside A".formatted(files.where())));
      z = matrix(zFile, side, side);
      TableAssembly.scaleColumns(z, x);
    }
    var assembly = new TableAssembly(settings, demand.axes(), zFile.name(), z, y);
    published.ifPresent(assembly::published);
    inputs(labels, side, assembly);
    account(
        labels,
        side,
        demandSide,
        regional,
        new AccountReader(demand, List.of(), false, arena),
        assembly);
    var regions = production.regions();
    vector(
            MatrixPart.POPULATION,
            PlainMatrix.Side.inOrder(regions.size(), r -> regions.get(r).name()))
        .ifPresent(assembly::population);
    return assembly.finish(
        TableAssembly.firstOf(settings.title(), TableAssembly.nameOf(options.folder())),
        settings.year(),
        settings.unit(),
        TableAssembly.firstOf(settings.source(), files.where()),
        arena,
        Imports.REFUSE);
  }

  private static int place(DemandAxis demand, Header header, int column) {
    var label = demand.parse(header.levelNames(), header.columns().get(column));
    return label.kind() == DemandAxis.Kind.REGIONAL
        ? demand.place(label)
        : demand.regionalColumns() + demand.exogenousPlace(label.name());
  }

  private PlainMatrix.Side side(
      Header header, int size, IntFunction<String> text, IntFunction<Integer> place) {
    var placement = new Placement(header.file(), "label", size, text, settings.reorder());
    var places = new int[header.columns().size()];
    for (int c = 0; c < places.length; c++) {
      places[c] = placement.place(place.apply(c), header.column(c), "label " + (c + 1));
    }
    placement.end();
    return new PlainMatrix.Side(places, text);
  }

  private HostMatrix matrix(TextFile file, PlainMatrix.Side rows, PlainMatrix.Side columns)
      throws IOException {
    return PlainMatrix.read(
        file, settings.format(), rows, columns, arena, settings.threads(), progress);
  }

  private Optional<double[]> vector(MatrixPart part, PlainMatrix.Side side) throws IOException {
    var file = files.find(part);
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(
            PlainMatrix.vector(file.get(), settings.format(), side, settings.threads(), progress));
  }

  private HostMatrix withColumn(HostMatrix y, double[] column) {
    var wider = HostMatrix.allocate(arena, y.rows(), y.columns() + 1);
    for (int i = 0; i < column.length; i++) {
      var row = java.util.Arrays.copyOf(y.row(i), (int) wider.columns());
      row[row.length - 1] = column[i];
      wider.setRow(i, row);
    }
    return wider;
  }

  private static DemandAxis withExogenous(DemandAxis demand, String name) {
    var exogenous = new java.util.ArrayList<>(demand.exogenousNames());
    exogenous.add(name);
    return DemandAxis.of(demand.production(), List.copyOf(demand.categoryNames()), exogenous);
  }

  private void inputs(MatrixLabels labels, PlainMatrix.Side side, TableAssembly assembly)
      throws IOException {
    var file = files.find(MatrixPart.V);
    if (file.isEmpty()) {
      return;
    }
    List<String> names = labels.inputs().orElse(List.of("value added"));
    HostMatrix v = matrix(file.get(), PlainMatrix.Side.inOrder(names.size(), names::get), side);
    for (int k = 0; k < names.size(); k++) {
      var kind =
          options.importRows().contains(names.get(k))
              ? PrimaryInput.Kind.IMPORTS
              : PrimaryInput.Kind.VALUE_ADDED;
      assembly.input(new PrimaryInput(names.get(k), kind), v.row(k));
    }
  }

  private void account(
      MatrixLabels labels,
      PlainMatrix.Side side,
      PlainMatrix.Side demandSide,
      int regional,
      AccountReader reader,
      TableAssembly assembly)
      throws IOException {
    var file = files.find(MatrixPart.F);
    if (file.isEmpty()) {
      return;
    }
    List<String> names =
        labels
            .stressors()
            .orElseThrow(
                () ->
                    new BadDataException(
                        "%s: no labels for the rows of %s; expected stressors.csv, or labels.csv with extension_name"
                            .formatted(files.where(), file.get().name())));
    var stressors = PlainMatrix.Side.inOrder(names.size(), names::get);
    HostMatrix f = matrix(file.get(), stressors, side);
    HostMatrix direct = null;
    var households = files.find(MatrixPart.F_Y);
    if (households.isPresent()) {
      // Only regions have direct emissions: the columns of Y without the exogenous ones.
      int[] places =
          java.util.Arrays.stream(demandSide.places()).filter(p -> p < regional).toArray();
      direct =
          matrix(households.get(), stressors, new PlainMatrix.Side(places, demandSide.labels()));
    }
    var block =
        new AccountReader.Block(names, java.util.Collections.nCopies(names.size(), ""), f, null);
    assembly.satellite(
        reader.account(options.account(), block, direct, Map.of(), options.stressorUnit()));
  }
}
