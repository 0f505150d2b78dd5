package wassily.io.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wassily.label.PrimaryInput;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * Imports a table from delimited text files that carry their labels: one line and column of labels
 * ({@code AUS_c1}), several as pandas and pymrio write them, or sectors only for a table of one
 * region; plain or gzipped.
 *
 * <p>Every row and column is matched by label. Memory is Z and the other matrices, and twice the
 * size of F while an account is read.
 */
public final class LabelledCsvImporter {
  private final LabelledCsvOptions options;
  private final ImportSettings settings;
  private final Progress progress;
  private final Arena arena = Arena.ofShared();

  private LabelledCsvImporter(LabelledCsvOptions options, Progress progress) {
    this.options = options;
    this.settings = options.settings();
    this.progress = progress;
  }

  /**
   * Imports a table.
   *
   * @param options its files and how they are to be understood
   * @param progress told how far it is
   * @return the table, which the caller closes
   * @throws BadDataException when the files do not make a table; the message names file and line
   * @throws IOException when a file cannot be read
   */
  public static MrioTable read(LabelledCsvOptions options, Progress progress) throws IOException {
    var importer = new LabelledCsvImporter(options, progress);
    try {
      return importer.read();
    } catch (IOException | RuntimeException | Error e) {
      importer.arena.close();
      throw e;
    }
  }

  private MrioTable read() throws IOException {
    var square = square(options.z(), null, arena);
    ProductionAxis production = square.axis();
    DemandReader.Demand demand;
    try (var file = open(options.y())) {
      demand =
          DemandReader.read(
              file, production, options.demand(), claimed(), settings.reorder(), arena);
    }
    var assembly =
        new TableAssembly(
            settings, demand.axis().axes(), options.z().toString(), square.matrix(), demand.y());
    if (demand.imports() != null) {
      if (options.imports() == Imports.REFUSE) {
        throw new BadDataException(
            "%s: the column \"%s\" makes this an import-competitive table, and imports are no final demand; make the table domestic with --imports convert, or name other columns with --imports-column and --ignore-columns"
                .formatted(options.y(), demand.importsColumn()));
      }
      assembly.imports(demand.imports());
    } else if (options.imports() == Imports.CONVERT) {
      throw new BadDataException(
          options.y() + ": no column of imports to convert; name it with --imports-column");
    }
    if (options.x().isPresent()) {
      CsvPart part = options.x().get();
      if (part.names().size() > 1) {
        throw new BadDataException(
            "%s: one column is x, given are %s".formatted(part.file(), part.names()));
      }
      try (var file = open(part.file())) {
        String column = part.names().isEmpty() ? "" : part.names().getFirst();
        assembly.published(DemandReader.vector(file, column, production, settings.reorder()));
      }
    }
    var reader =
        new AccountReader(demand.axis(), options.demand().ignored(), settings.reorder(), arena);
    primaryInputs(reader, assembly, production);
    for (CsvAccount account : options.accounts()) {
      account(account, reader, assembly);
    }
    if (options.population().isPresent()) {
      try (var file = open(options.population().get())) {
        assembly.population(PopulationReader.read(file, production, settings.reorder()));
      }
    }
    String name = TableAssembly.nameOf(options.z().toAbsolutePath().getParent());
    return assembly.finish(
        TableAssembly.firstOf(settings.title(), name),
        settings.year(),
        settings.unit(),
        TableAssembly.firstOf(settings.source(), options.z() + ", " + options.y()),
        arena,
        options.imports());
  }

  /** Columns of Y's file that are used for something else. */
  private Set<String> claimed() {
    var claimed = new HashSet<String>();
    options.x().filter(this::inY).ifPresent(p -> claimed.addAll(p.names()));
    options.v().stream().filter(this::inY).forEach(p -> claimed.addAll(p.names()));
    options.accounts().stream()
        .map(CsvAccount::f)
        .filter(this::inY)
        .forEach(p -> claimed.addAll(p.names()));
    return claimed;
  }

  private boolean inY(CsvPart part) {
    return part.file().equals(options.y());
  }

  private SquareReader.Square square(Path path, ProductionAxis known, Arena into)
      throws IOException {
    return SquareReader.read(
        TextFile.of(path),
        settings.format(),
        header -> known != null ? known : ProductionAxis.of(header, options.labels()),
        settings.reorder(),
        into,
        settings.threads(),
        progress);
  }

  private LabelledMatrix open(Path path) throws IOException {
    return LabelledMatrix.read(TextFile.of(path), settings.format(), settings.threads(), progress);
  }

  private void primaryInputs(
      AccountReader reader, TableAssembly assembly, ProductionAxis production) throws IOException {
    var missing = new HashSet<>(options.importRows());
    for (CsvPart part : options.v()) {
      try (var file = open(part.file())) {
        var block = reader.block(file, part.names());
        for (int k = 0; k < block.names().size(); k++) {
          String name = block.names().get(k);
          missing.remove(name);
          var kind =
              options.importRows().contains(name)
                  ? PrimaryInput.Kind.IMPORTS
                  : PrimaryInput.Kind.VALUE_ADDED;
          assembly.input(new PrimaryInput(name, kind), block.f().row(k));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new BadDataException(
          "no row of V is called \"%s\", which is to be imported inputs"
              .formatted(missing.iterator().next()));
    }
    if (options.importedZ().isPresent()) {
      try (Arena temporary = Arena.ofShared()) {
        HostMatrix imported = square(options.importedZ().get(), production, temporary).matrix();
        var sums = new double[production.size()];
        for (int i = 0; i < sums.length; i++) {
          double[] row = imported.row(i);
          for (int j = 0; j < sums.length; j++) {
            sums[j] += row[j];
          }
        }
        assembly.input(new PrimaryInput("imported inputs", PrimaryInput.Kind.IMPORTS), sums);
      }
    }
  }

  private void account(CsvAccount account, AccountReader reader, TableAssembly assembly)
      throws IOException {
    AccountReader.Block block;
    try (var file = open(account.f().file())) {
      block = reader.block(file, account.f().names());
    }
    HostMatrix direct = null;
    if (account.fY().isPresent()) {
      CsvPart part = account.fY().get();
      if (block.fY() != null) {
        throw new BadDataException(
            "%s has columns of final demand, and F_Y is given in %s too; give one of them"
                .formatted(account.f().file(), part.file()));
      }
      try (var file = open(part.file())) {
        direct =
            reader.direct().read(file, block.names(), part.names(), account.householdCategory());
      }
    }
    Map<String, String> units =
        account.units().isEmpty()
            ? Map.of()
            : AccountReader.units(
                TextFile.of(account.units().get()), settings.format(), List.copyOf(block.names()));
    assembly.satellite(reader.account(account.name(), block, direct, units, account.unit()));
  }
}
