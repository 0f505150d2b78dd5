package wassily.io.excel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import wassily.io.study.PopulationFile;
import wassily.io.text.CsvTables;
import wassily.io.text.Imports;
import wassily.io.text.TableAssembly;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.label.china.ChinaProvince;
import wassily.label.china.ChinaSector;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.scenario.Where;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * Imports a provincial table from a workbook of CEADs (Carbon Emission Accounts and Datasets).
 *
 * <p>Its layout: a title; provinces, in the first column of each block only; names of sectors;
 * codes; then n rows of numbers, each with province, sector and code in front: n columns of Z, a
 * total, final demand of each province (FU101 to FU202), EX, a total, ERR, GO. Below: IM (imported
 * inputs), VA001 to VA004 (value added) and emissions such as "CO2 (Mt)". Totals and checks are not
 * read. EX and ERR become exogenous consumers: rows balance with ERR only. Provinces and sectors in
 * Chinese or English become {@link ChinaProvince} and {@link ChinaSector}; others stay as they are
 * and are told.
 */
public final class CeadsImporter {
  private static final int HEADER = 4;
  private static final String UNIT = "10000 CNY";

  private static final Map<String, String> CATEGORIES =
      Map.of(
          "FU101", "Rural household consumption",
          "FU102", "Urban household consumption",
          "FU103", "Government consumption",
          "FU201", "Gross fixed capital formation",
          "FU202", "Changes in inventories");

  private static final Map<String, String> INPUTS =
      Map.of(
          "IM", "Imported inputs",
          "VA001", "Compensation of employees",
          "VA002", "Net taxes on production",
          "VA003", "Depreciation of fixed capital",
          "VA004", "Operating surplus");

  private static final Pattern INPUT = Pattern.compile("IM|VA\\d{3}");
  private static final Pattern EMISSION = Pattern.compile("([\\p{L}\\p{N}.]+)\\s*[(（](\\S.*)[)）]");
  private static final Pattern YEAR = Pattern.compile("(?<!\\d)(19|20)\\d\\d(?!\\d)");

  private final CeadsOptions options;
  private final boolean emptyIsZero;
  private final Arena arena;
  private final Progress progress;
  private final List<PrimaryInput> inputs = new ArrayList<>();
  private final List<double[]> v = new ArrayList<>();
  private final List<Stressor> stressors = new ArrayList<>();
  private final List<double[]> f = new ArrayList<>();
  private CeadsColumns columns;
  private TableAxes axes;
  private HostMatrix z;
  private HostMatrix y;
  private double[] output;

  private CeadsImporter(CeadsOptions options, Arena arena, Progress progress) {
    this.options = options;
    this.emptyIsZero = options.settings().format().emptyIsZero();
    this.arena = arena;
    this.progress = progress;
  }

  /**
   * Imports a table.
   *
   * @param options the workbook and how it is to be understood
   * @param progress told how far it is
   * @return the table and spellings that are not known
   * @throws BadDataException when the sheet does not make a table; in one line with file, sheet,
   *     cell, what was found and the cure
   * @throws IOException when the file cannot be read
   */
  public static CeadsImport read(CeadsOptions options, Progress progress) throws IOException {
    Arena arena = Arena.ofShared();
    try (var sheet = XlsxSheet.open(options.file(), options.sheet())) {
      return new CeadsImporter(options, arena, progress).read(sheet);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private CeadsImport read(XlsxSheet sheet) throws IOException {
    String title = sheet.require(0, "a title").text(0);
    columns =
        CeadsColumns.of(
            sheet.require(1, "provinces"),
            sheet.require(2, "names of sectors"),
            sheet.require(3, "codes of sectors"));
    refuseImports(sheet);
    axes = axes(sheet);
    z = HostMatrix.allocate(arena, axes.n(), axes.n());
    y = HostMatrix.allocate(arena, axes.n(), axes.m());
    output = columns.other("GO").isPresent() ? new double[axes.n()] : null;
    String province = "";
    try (var task = progress.begin("reading " + sheet.place(), axes.n())) {
      for (int i = 0; i < axes.n(); i++) {
        XlsxRow row = sheet.require(HEADER + i, axes.rowLabel(i));
        province = row.text(0).isEmpty() ? province : row.text(0);
        requireLabel(row, i, province);
        producer(row, i);
        task.advance(1);
      }
    }
    for (var row = sheet.next(); row.isPresent(); row = sheet.next()) {
      below(row.get());
    }
    return new CeadsImport(table(sheet, title), warnings());
  }

  private void refuseImports(XlsxSheet sheet) {
    OptionalInt im = columns.other("IM");
    if (im.isPresent()) {
      throw sheet.refusal(
          HEADER - 1,
          im.getAsInt(),
          "a column IM: imports are inside the rows; export the sheet as CSV and import it with --imports convert --imports-column IM");
    }
  }

  private TableAxes axes(XlsxSheet sheet) {
    var sectors = new ArrayList<Sector>();
    for (int s = 0; s < columns.sectors().size(); s++) {
      sectors.add(Spellings.sectorLabel(columns.sectors().get(s), columns.codes().get(s)));
    }
    var categories =
        columns.categories().entrySet().stream()
            .map(c -> new Category(CATEGORIES.getOrDefault(c.getKey(), named(c))))
            .toList();
    var exogenous = new ArrayList<ExogenousConsumer>();
    columns.other("EX").ifPresent(_ -> exogenous.add(new ExogenousConsumer("Foreign export")));
    columns.other("ERR").ifPresent(_ -> exogenous.add(new ExogenousConsumer("Error")));
    try {
      return new TableAxes(
          Axis.<Region>of(
              "region", columns.regions().stream().map(Spellings::regionLabel).toList()),
          Axis.of("sector", sectors),
          Axis.of("category", categories),
          Axis.of("exogenous consumer", exogenous));
    } catch (IllegalArgumentException e) {
      throw new BadDataException("%s, rows 2 to 4: %s".formatted(sheet.place(), e.getMessage()), e);
    }
  }

  private static String named(Map.Entry<String, String> code) {
    return code.getValue().isEmpty() ? code.getKey() : code.getValue();
  }

  private void requireLabel(XlsxRow row, int i, String province) {
    int sectors = axes.sectors().size();
    String region = axes.regions().get(i / sectors).name();
    if (!Spellings.region(province).equals(region)) {
      throw row.refusal(
          0,
          "found the province \"%s\", expected %s, as the columns have it; rows and columns must be in the same order"
              .formatted(province, region));
    }
    String sector = axes.sectors().get(i % sectors).name();
    if (!Spellings.sector(row.text(1)).equals(sector)) {
      throw row.refusal(
          1,
          "found the sector \"%s\" of %s, expected \"%s\", as the columns have it"
              .formatted(row.text(1), region, sector));
    }
    String code = columns.codes().get(i % sectors);
    if (!CeadsColumns.code(row.text(2)).equals(code)) {
      throw row.refusal(
          2,
          "found the code \"%s\" of %s, expected %s"
              .formatted(row.text(2), axes.rowLabel(i), code));
    }
  }

  private void producer(XlsxRow row, int i) {
    z.setRow(i, intermediate(row, axes.rowLabel(i)));
    var demand = new double[axes.m()];
    for (int j = 0; j < demand.length; j++) {
      String label = axes.columnLabel(j);
      int column =
          j < axes.regionalColumns()
              ? columns.demand()[j]
              : columns.other(label.equals("Error") ? "ERR" : "EX").orElseThrow();
      demand[j] = row.number(column, emptyIsZero, () -> axes.rowLabel(i) + " to " + label);
    }
    y.setRow(i, demand);
    if (output != null) {
      int go = columns.other("GO").orElseThrow();
      output[i] = row.number(go, emptyIsZero, () -> "output of " + axes.rowLabel(i));
    }
  }

  private double[] intermediate(XlsxRow row, String label) {
    var values = new double[axes.n()];
    for (int j = 0; j < values.length; j++) {
      int at = j;
      values[j] =
          row.number(CeadsColumns.FIRST + j, emptyIsZero, () -> label + " to " + axes.rowLabel(at));
    }
    return values;
  }

  /** A row of primary inputs or emissions; totals and checks are left out. */
  private void below(XlsxRow row) {
    for (int c = CeadsColumns.FIRST - 1; c >= 0; c--) {
      String text = row.text(c);
      String code = text.toUpperCase(Locale.ROOT);
      if (INPUT.matcher(code).matches()) {
        var kind = code.equals("IM") ? PrimaryInput.Kind.IMPORTS : PrimaryInput.Kind.VALUE_ADDED;
        inputs.add(new PrimaryInput(INPUTS.getOrDefault(code, code), kind));
        v.add(intermediate(row, code));
        return;
      }
      var emission = EMISSION.matcher(text);
      if (emission.matches()) {
        stressors.add(new Stressor(emission.group(1), emission.group(2)));
        f.add(intermediate(row, text));
        return;
      }
    }
  }

  private MrioTable table(XlsxSheet sheet, String title) throws IOException {
    var settings = options.settings();
    var assembly = new TableAssembly(settings, axes, sheet.place(), z, y);
    if (output != null) {
      assembly.published(output);
    }
    if (options.population().isPresent()) {
      Path people = options.population().get();
      assembly.population(
          PopulationFile.read(
              people, new CsvTables(), axes.regions(), new Where(people.toString(), 0)));
    }
    for (int k = 0; k < v.size(); k++) {
      assembly.input(inputs.get(k), v.get(k));
    }
    if (!f.isEmpty()) {
      try {
        assembly.satellite(
            new SatelliteAccount(
                "emissions",
                Axis.of("stressor", stressors),
                HostMatrix.of(f.toArray(double[][]::new)),
                HostMatrix.allocate(arena, f.size(), axes.regionalColumns())));
      } catch (IllegalArgumentException e) {
        throw new BadDataException(sheet.place() + ": " + e.getMessage(), e);
      }
    }
    var year = YEAR.matcher(title);
    String name = String.valueOf(options.file().getFileName());
    return assembly.finish(
        TableAssembly.firstOf(settings.title(), title, name),
        settings.year() != 0 || !year.find() ? settings.year() : Integer.parseInt(year.group()),
        TableAssembly.firstOf(settings.unit(), UNIT),
        TableAssembly.firstOf(settings.source(), options.file().toString()),
        arena,
        Imports.REFUSE);
  }

  private List<String> warnings() {
    var warnings = new ArrayList<String>();
    unknown("provinces", columns.regions(), t -> ChinaProvince.of(t).isEmpty(), warnings);
    unknown("sectors", columns.sectors(), t -> ChinaSector.of(t).isEmpty(), warnings);
    return warnings;
  }

  private static void unknown(
      String what, List<String> texts, Predicate<String> isUnknown, List<String> into) {
    List<String> found = texts.stream().filter(isUnknown).toList();
    if (!found.isEmpty()) {
      into.add(
          "%d %s have no known spelling and keep their names: %s"
              .formatted(found.size(), what, String.join(", ", found)));
    }
  }
}
