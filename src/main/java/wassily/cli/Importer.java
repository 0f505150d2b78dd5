package wassily.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import wassily.io.excel.CeadsImporter;
import wassily.io.excel.CeadsOptions;
import wassily.io.text.CsvAccount;
import wassily.io.text.CsvPart;
import wassily.io.text.DemandColumns;
import wassily.io.text.ImportSettings;
import wassily.io.text.LabelOptions;
import wassily.io.text.LabelledCsvImporter;
import wassily.io.text.LabelledCsvOptions;
import wassily.io.text.MatrixFolderImporter;
import wassily.io.text.MatrixFolderOptions;
import wassily.io.text.MatrixPart;
import wassily.io.text.PymrioImporter;
import wassily.io.text.PymrioOptions;
import wassily.io.text.TextFormat;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.Pivoting;
import wassily.table.MrioTable;

/** Chooses the importer and hands it what the user said. */
final class Importer {
  private final ImportCommand c;
  private final Talk talk;
  private final List<String> unverified = new ArrayList<>();

  Importer(ImportCommand command, Talk talk) {
    this.c = command;
    this.talk = talk;
  }

  MrioTable read(ImportCommand.Format format) throws IOException {
    boolean lying = c.parts.layout != null || !c.parts.transposed.isEmpty();
    if (lying && format != ImportCommand.Format.MATLAB) {
      throw new ParameterException(
          c.spec.commandLine(), "--layout and --transposed are for MATLAB and HDF5 files");
    }
    if (c.reading.sheet != null && format != ImportCommand.Format.CEADS) {
      throw new ParameterException(c.spec.commandLine(), "--sheet is for CEADs workbooks");
    }
    return switch (format) {
      case LABELLED -> LabelledCsvImporter.read(labelled(), talk);
      case PYMRIO -> PymrioImporter.read(pymrio(), talk);
      case MATRICES -> MatrixFolderImporter.read(matrices(), talk);
      case MATLAB -> {
        var read = new MatlabArgs(c, talk).read(settings());
        unverified.addAll(read.warnings());
        yield read.table();
      }
      case CEADS -> {
        c.parts.requirePopulationAtMost(c.spec.commandLine(), "a CEADs workbook");
        var read =
            CeadsImporter.read(
                new CeadsOptions(
                    c.source,
                    Optional.ofNullable(c.reading.sheet),
                    Optional.ofNullable(c.parts.population).map(Path::of),
                    settings()),
                talk);
        unverified.addAll(read.warnings());
        yield read.table();
      }
      case AUTO -> throw new IllegalStateException("the format is chosen before");
    };
  }

  /** What a reader of the table should know at once. */
  List<String> warnings(MrioTable table) {
    var warnings = new ArrayList<>(unverified);
    if (table.info().unit().isBlank()) {
      warnings.add("the unit of money is unknown; say it with --unit");
    }
    if (table.satellites().isEmpty()) {
      warnings.add("no satellite account; footprints need one (--f NAME=FILE)");
    }
    long unknown =
        table.satellites().stream()
            .flatMap(s -> s.stressors().labels().stream())
            .filter(s -> s.unit().isBlank())
            .count();
    if (unknown > 0) {
      warnings.add("the unit of %d stressors is unknown; say it with --unit-of".formatted(unknown));
    }
    return warnings;
  }

  private ImportSettings settings() {
    var r = c.reading;
    return new ImportSettings(
        c.words.title,
        c.words.year,
        c.words.unit,
        c.words.source,
        r.output.source(),
        new TextFormat(
            TextFormat.SNIFF, r.charset, TextFormat.AUTO, TextFormat.AUTO, r.emptyIsZero),
        r.reorder,
        c.backend.threads());
  }

  private LabelledCsvOptions labelled() {
    var p = c.parts;
    var r = c.reading;
    if (p.z == null || p.y == null) {
      throw new ParameterException(c.spec.commandLine(), "labelled files: --z and --y are needed");
    }
    var b = LabelledCsvOptions.of(Path.of(p.z), Path.of(p.y)).settings(settings());
    if (p.x != null) {
      b.x(part(p.x));
    }
    p.v.forEach(v -> b.v(part(v)));
    b.importRows(r.importRows);
    if (p.importedZ != null) {
      b.importedZ(p.importedZ);
    }
    p.f.forEach((name, file) -> b.account(account(name, file)));
    p.requireAccounts(c.spec.commandLine());
    if (p.population != null) {
      b.population(Path.of(p.population));
    }
    b.labels(new LabelOptions(r.region, r.separator, LabelOptions.Cut.EITHER, List.of()));
    var exogenous = new ArrayList<>(r.exogenous);
    if (p.exports != null) {
      exogenous.add(p.exports);
    }
    b.demand(new DemandColumns(r.demand, exogenous, r.importsColumn, r.ignored));
    b.imports(r.imports.choice);
    return b.build();
  }

  private CsvAccount account(String name, String file) {
    var p = c.parts;
    return new CsvAccount(
        name,
        part(file),
        Optional.ofNullable(p.fY.get(name)).map(Importer::part),
        Optional.ofNullable(p.units.get(name)),
        p.unitOf.getOrDefault(name, ""),
        c.reading.householdCategory);
  }

  private static CsvPart part(String text) {
    int at = text.lastIndexOf('#');
    return at < 0
        ? CsvPart.of(Path.of(text))
        : CsvPart.of(Path.of(text.substring(0, at)), text.substring(at + 1).split(","));
  }

  private PymrioOptions pymrio() {
    return new PymrioOptions(
        c.source,
        c.reading.inside,
        c.reading.extensions,
        c.reading.valueAdded,
        Optional.of(this::outputFromCoefficients),
        settings());
  }

  /** EXIOBASE 3 ships A and Y only: {@code (I − A)·x = Y·1}. */
  private double[] outputFromCoefficients(HostMatrix a, double[] y) {
    try {
      return c.backend.run(talk, backend -> outputFromCoefficients(a, y, backend));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] outputFromCoefficients(HostMatrix a, double[] y, Backend backend) {
    String what = "the factors of I − A to solve for x";
    backend.requireOrder(y.length, what);
    backend.requireMemory(a.shape().bytes(), what);
    try (var arena = Arena.ofConfined();
        var factors = factorize(backend, a)) {
      var column = HostMatrix.allocate(arena, y.length, 1);
      for (int i = 0; i < y.length; i++) {
        column.set(i, 0, y[i]);
      }
      try (var b = backend.upload(column)) {
        factors.solve(b);
        b.download(column);
      }
      return column.column(0);
    }
  }

  private static Factorization factorize(Backend backend, HostMatrix a) {
    try {
      return backend.factorize(identityMinus(backend, a));
    } catch (BackendException.WrongPivot e) {
      return backend.factorize(identityMinus(backend, a), Pivoting.ALWAYS);
    }
  }

  private static DeviceMatrix identityMinus(Backend backend, HostMatrix a) {
    var m = backend.upload(a);
    try {
      var ones = new double[Math.toIntExact(a.rows())];
      Arrays.fill(ones, 1);
      backend.diagonalMinus(ones, m);
      return m;
    } catch (RuntimeException | Error e) {
      m.close();
      throw e;
    }
  }

  private MatrixFolderOptions matrices() {
    var p = c.parts;
    var o = MatrixFolderOptions.of(c.source, settings());
    o = file(o, MatrixPart.Z, p.z);
    o = file(o, MatrixPart.A, p.a);
    o = file(o, MatrixPart.Y, p.y);
    o = file(o, MatrixPart.X, p.x);
    o = file(o, MatrixPart.V, p.v.isEmpty() ? null : p.v.getFirst());
    o = file(o, MatrixPart.EXPORTS, p.exports);
    o = file(o, MatrixPart.POPULATION, p.population);
    o = file(o, MatrixPart.REGIONS, p.regions == null ? null : p.regions.toString());
    o = file(o, MatrixPart.SECTORS, p.sectors == null ? null : p.sectors.toString());
    o = file(o, MatrixPart.CATEGORIES, p.categories == null ? null : p.categories.toString());
    for (var named : c.reading.files.entrySet()) {
      o = file(o, named.getKey(), named.getValue());
    }
    o = file(o, MatrixPart.INPUTS, p.inputs == null ? null : p.inputs.toString());
    p.requireAccounts(c.spec.commandLine());
    String account = o.account();
    String unit = o.stressorUnit();
    if (!p.f.isEmpty()) {
      if (p.f.size() > 1) {
        throw new ParameterException(
            c.spec.commandLine(), "a folder of matrices has one satellite account, --f names two");
      }
      account = p.f.keySet().iterator().next();
      unit = p.unitOf.getOrDefault(account, "");
      o = file(o, MatrixPart.F, p.f.get(account));
      o = file(o, MatrixPart.F_Y, p.fY.get(account));
      o = file(o, MatrixPart.STRESSORS, p.stressors.get(account));
    }
    return new MatrixFolderOptions(
        o.folder(), o.files(), account, unit, o.exportsName(), c.reading.importRows, o.settings());
  }

  private static MatrixFolderOptions file(MatrixFolderOptions o, MatrixPart part, String name) {
    return name == null ? o : o.withFile(part, name);
  }
}
