package wassily.io.matlab;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import wassily.io.text.ImportSettings;
import wassily.io.text.Imports;
import wassily.io.text.MatrixPart;
import wassily.io.text.TableAssembly;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo.OutputSource;

/**
 * Imports a table from a MATLAB v7.3 file, which is HDF5, or from another HDF5 file of matrices.
 *
 * <p>MATLAB stores matrices column by column, so every matrix is read transposed; a Z that lies the
 * other way round is refused where x or V can tell ({@link wassily.table.OrientationCheck}), and
 * where nothing can, a warning says so. Rows are region-major, {@code i = region·S + sector}.
 * Memory holds Z once.
 */
public final class MatlabImporter {
  private final MatlabOptions options;
  private final ImportSettings settings;
  private final MatlabFile file;
  private final MatlabLabels labels;
  private final Arena arena;
  private int n;

  private MatlabImporter(MatlabOptions options, MatlabFile file, Arena arena) {
    this.options = options;
    this.settings = options.settings();
    this.file = file;
    this.labels = new MatlabLabels(file, options);
    this.arena = arena;
  }

  /**
   * Imports a table.
   *
   * @param options the file, the names in it and how they are to be understood
   * @param progress told how far it is
   * @return the table and what could not be verified
   * @throws BadDataException when the file does not make a table; the message names the matrix
   * @throws IOException when the file cannot be read
   */
  public static MatlabImport read(MatlabOptions options, Progress progress) throws IOException {
    Arena arena = Arena.ofShared();
    try (var file = MatlabFile.open(options, progress)) {
      return new MatlabImporter(options, file, arena).read();
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private MatlabImport read() throws IOException {
    String flows = flows();
    requireKnownNames(flows);
    Axis<Region> regions = labels.regions();
    Axis<Sector> sectors = labels.sectors();
    n = Math.multiplyExact(regions.size(), sectors.size());
    String size = "n × n with n = R·S = %d · %d = %d".formatted(regions.size(), sectors.size(), n);
    file.requireShape(flows, n, n, size);

    // Small matrices first: their shapes tell whether the layout is right, before Z is read.
    String demand = name(MatrixPart.Y, "final demand, Y", "--y");
    long columns = file.across(demand, n, true, n + " rows (region-sectors) and the columns of Y");
    Axis<Category> categories = labels.categories(demand, columns, regions.size());
    HostMatrix y = file.matrix(demand, n, columns, arena);
    var exports =
        vector(MatrixPart.EXPORTS, n, n + " numbers, one consumer (sum(…, 2) of several)");
    List<ExogenousConsumer> exogenous =
        exports.isPresent() ? List.of(new ExogenousConsumer(options.exportsName())) : List.of();
    TableAxes axes = axes(regions, sectors, categories, exogenous);
    if (exports.isPresent()) {
      y = withColumn(y, exports.get());
    }
    Optional<double[]> published = vector(MatrixPart.X, n, n + " numbers");
    published.ifPresent(x -> requireFinite(x, axes));
    var population =
        vector(MatrixPart.POPULATION, regions.size(), regions.size() + " numbers, one a region");
    HostMatrix v = inputs();
    Axis<PrimaryInput> inputLabels = labels.inputs(v.rows());
    var satellites = new ArrayList<SatelliteAccount>();
    for (var account : options.accounts()) {
      satellites.add(satellite(account, axes));
    }

    HostMatrix z = file.matrix(flows, n, n, arena);
    boolean coefficients = !options.names().containsKey(MatrixPart.Z);
    var way = new WayRound(file, flows, coefficients);
    Optional<String> warning = way.check(z, y, published, v);
    if (coefficients) {
      TableAssembly.scaleColumns(z, published.orElseThrow());
    }
    var assembly = new TableAssembly(settings, axes, file.where(flows), z, y);
    if (settings.output() == OutputSource.FILE) {
      published.ifPresent(assembly::published);
    }
    population.ifPresent(assembly::population);
    for (int k = 0; k < inputLabels.size(); k++) {
      assembly.input(inputLabels.get(k), v.row(k));
    }
    satellites.forEach(assembly::satellite);
    String path = options.file().toString();
    MrioTable table =
        assembly.finish(
            TableAssembly.firstOf(settings.title(), options.file().getFileName().toString()),
            settings.year(),
            settings.unit(),
            TableAssembly.firstOf(settings.source(), path),
            arena,
            Imports.REFUSE);
    return new MatlabImport(table, warning.stream().toList());
  }

  /** The name of Z, or of A when there is an x beside it. */
  private String flows() throws IOException {
    var names = options.names();
    if (names.containsKey(MatrixPart.Z) && names.containsKey(MatrixPart.A)) {
      throw new BadDataException(
          options.file() + ": Z and A are both named; expected one of --z and --a");
    }
    if (names.containsKey(MatrixPart.A)) {
      if (!names.containsKey(MatrixPart.X)) {
        throw new BadDataException(
            file.where(names.get(MatrixPart.A)) + ": A without x; name x with --x, or Z with --z");
      }
      return names.get(MatrixPart.A);
    }
    return name(MatrixPart.Z, "intermediate flows, Z", "--z (or A and x with --a and --x)");
  }

  private String name(MatrixPart part, String what, String option) throws IOException {
    String name = options.names().get(part);
    if (name == null) {
      throw new BadDataException(
          "%s: no name given for %s; name it with %s; the file has %s"
              .formatted(options.file(), what, option, file.contents()));
    }
    return name;
  }

  /** A misspelt exception would be no exception. */
  private void requireKnownNames(String flows) {
    var matrices = new TreeSet<>(options.inputs());
    matrices.add(flows);
    Optional.ofNullable(options.names().get(MatrixPart.Y)).ifPresent(matrices::add);
    for (var account : options.accounts()) {
      matrices.add(account.f());
      account.fY().ifPresent(matrices::add);
    }
    for (String name : options.transposed()) {
      if (!matrices.contains(name)) {
        throw new BadDataException(
            "--transposed %s: no matrix of that name is read; those that are: %s"
                .formatted(name, String.join(", ", matrices)));
      }
    }
  }

  private TableAxes axes(
      Axis<Region> regions,
      Axis<Sector> sectors,
      Axis<Category> categories,
      List<ExogenousConsumer> exogenous) {
    try {
      return new TableAxes(regions, sectors, categories, Axis.of("exogenous consumer", exogenous));
    } catch (IllegalArgumentException e) {
      throw new BadDataException(options.file() + ": " + e.getMessage(), e);
    }
  }

  private Optional<double[]> vector(MatrixPart part, int length, String expected)
      throws IOException {
    String name = options.names().get(part);
    return name == null ? Optional.empty() : Optional.of(file.vector(name, length, expected));
  }

  /** Even where x is taken from rows, a published x that is no number cannot check them. */
  private void requireFinite(double[] x, TableAxes axes) {
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i])) {
        throw new BadDataException(
            "%s[%s] is %s, expected a finite number; correct the source"
                .formatted(file.where(options.names().get(MatrixPart.X)), axes.rowLabel(i), x[i]));
      }
    }
  }

  private HostMatrix withColumn(HostMatrix y, double[] column) {
    var wider = HostMatrix.allocate(arena, y.rows(), y.columns() + 1);
    for (int i = 0; i < column.length; i++) {
      double[] row = Arrays.copyOf(y.row(i), (int) wider.columns());
      row[row.length - 1] = column[i];
      wider.setRow(i, row);
    }
    return wider;
  }

  private HostMatrix inputs() throws IOException {
    var rows = new ArrayList<double[]>();
    for (String name : options.inputs()) {
      long height =
          file.across(name, n, false, "the rows of V and %d columns (region-sectors)".formatted(n));
      HostMatrix part = file.matrix(name, height, n, arena);
      for (long k = 0; k < height; k++) {
        rows.add(part.row(k));
      }
    }
    var v = HostMatrix.allocate(arena, rows.size(), n);
    for (int k = 0; k < rows.size(); k++) {
      v.setRow(k, rows.get(k));
    }
    return v;
  }

  private SatelliteAccount satellite(MatlabOptions.Account account, TableAxes axes)
      throws IOException {
    long height =
        file.across(
            account.f(), n, false, "the stressors and %d columns (region-sectors)".formatted(n));
    var stressors = labels.stressors(account, height);
    HostMatrix f = file.matrix(account.f(), height, n, arena);
    HostMatrix direct =
        account.fY().isPresent()
            ? direct(account.fY().get(), height, axes)
            : HostMatrix.allocate(arena, height, axes.regionalColumns());
    return new SatelliteAccount(account.name(), stressors, f, direct);
  }

  private HostMatrix direct(String name, long height, TableAxes axes) throws IOException {
    int regions = axes.regions().size();
    int categories = axes.categories().size();
    int columns = axes.regionalColumns();
    String household = options.householdCategory();
    if (household.isEmpty() || categories == 1) {
      file.requireShape(
          name,
          height,
          columns,
          "%d × %d (stressors × regions and categories)%s"
              .formatted(
                  height,
                  columns,
                  categories == 1
                      ? ""
                      : "; one column a region needs --household-category, one of "
                          + axes.categories().texts()));
      return file.matrix(name, height, columns, arena);
    }
    int category =
        axes.categories()
            .find(household)
            .orElseThrow(
                () ->
                    new BadDataException(
                        "--household-category %s: no such category; there are %s"
                            .formatted(household, axes.categories().texts())));
    file.requireShape(
        name, height, regions, "%d × %d (stressors × regions)".formatted(height, regions));
    HostMatrix byRegion = file.matrix(name, height, regions, arena);
    var direct = HostMatrix.allocate(arena, height, columns);
    for (long k = 0; k < height; k++) {
      for (int r = 0; r < regions; r++) {
        direct.set(k, axes.column(r, category), byRegion.get(k, r));
      }
    }
    return direct;
  }
}
