package wassily.io.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import wassily.label.PrimaryInput;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * Imports a table as pymrio saves it and as EXIOBASE 3 is distributed: a folder or zip with Z.txt
 * or A.txt, Y.txt, x.txt, unit.txt and a folder for each extension with F.txt and F_Y.txt (or
 * {@code F_hh.txt}, {@code FY.txt}).
 *
 * <p>Z is taken as it is where there is one; else {@code Z = A·x̂} with x from its file, or from
 * {@code x = (I − A)⁻¹·Y·1} by a solver that the caller hands in, which is what pymrio does. Names
 * of regions stay as they are in the files (pymrio renames those of EXIOBASE 3.4).
 */
public final class PymrioImporter {
  private static final Pattern YEAR = Pattern.compile("(?<!\\d)((?:19|20)\\d\\d)(?!\\d)");

  private final PymrioOptions options;
  private final ImportSettings settings;
  private final Progress progress;
  private final Arena arena = Arena.ofShared();

  private PymrioImporter(PymrioOptions options, Progress progress) {
    this.options = options;
    this.settings = options.settings();
    this.progress = progress;
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
  public static MrioTable read(PymrioOptions options, Progress progress) throws IOException {
    var importer = new PymrioImporter(options, progress);
    try (var files = TextFolder.open(options.path())) {
      return importer.read(PymrioFolder.of(files, options.inside()));
    } catch (IOException | RuntimeException | Error e) {
      importer.arena.close();
      throw e;
    }
  }

  private MrioTable read(PymrioFolder folder) throws IOException {
    TextFormat format = settings.format();
    Optional<PymrioFolder.Part> flows = folder.part(format, "Z");
    PymrioFolder.Part square =
        flows
            .or(() -> folder.part(format, "A"))
            .orElseThrow(() -> new BadDataException(folder.where() + ": neither Z.txt nor A.txt"));
    var read =
        SquareReader.read(
            square.file(),
            square.format(),
            header -> ProductionAxis.of(header, LabelOptions.AUTO),
            settings.reorder(),
            arena,
            settings.threads(),
            progress);
    ProductionAxis production = read.axis();
    DemandReader.Demand demand;
    try (var file = open(required(folder, format, "Y"))) {
      demand =
          DemandReader.read(
              file, production, DemandColumns.AUTO, Set.of(), settings.reorder(), arena);
    }
    if (demand.imports() != null) {
      throw new BadDataException(
          "%s: the column \"%s\" of Y is imports; a table saved by pymrio must be domestic"
              .formatted(folder.where(), demand.importsColumn()));
    }
    double[] published = null;
    var output = folder.part(format, "x");
    if (output.isPresent()) {
      try (var file = open(output.get())) {
        published = DemandReader.vector(file, "", production, settings.reorder());
      }
    }
    double[] x = published;
    if (flows.isEmpty()) {
      x = published != null ? published : solve(read.matrix(), demand.y(), square.file());
      TableAssembly.scaleColumns(read.matrix(), x);
    }
    var assembly =
        new TableAssembly(
            settings, demand.axis().axes(), square.file().name(), read.matrix(), demand.y());
    if (x != null) {
      assembly.published(x);
    }
    extensions(
        folder, assembly, new AccountReader(demand.axis(), List.of(), settings.reorder(), arena));
    var population = folder.part(format, "population");
    if (population.isPresent()) {
      try (var file = open(population.get())) {
        assembly.population(PopulationReader.read(file, production, settings.reorder()));
      }
    }
    return finish(folder, assembly);
  }

  private MrioTable finish(PymrioFolder folder, TableAssembly assembly) throws IOException {
    String description = folder.metadata("description");
    String name = folder.metadata("name");
    var year =
        YEAR.matcher(String.join(" ", description, name, TableAssembly.nameOf(options.path())));
    String version = folder.metadata("version");
    return assembly.finish(
        TableAssembly.firstOf(
            settings.title(), description, name, TableAssembly.nameOf(options.path())),
        settings.year() != 0 ? settings.year() : year.find() ? Integer.parseInt(year.group(1)) : 0,
        TableAssembly.firstOf(settings.unit(), unit(folder)),
        TableAssembly.firstOf(
            settings.source(), (folder.where() + " " + name + " " + version).strip()),
        arena,
        Imports.REFUSE);
  }

  private PymrioFolder.Part required(PymrioFolder folder, TextFormat format, String key) {
    return folder
        .part(format, key)
        .orElseThrow(
            () ->
                new BadDataException(
                    "%s: no %s.txt; expected it beside Z.txt or A.txt"
                        .formatted(folder.where(), key)));
  }

  private LabelledMatrix open(PymrioFolder.Part part) throws IOException {
    return LabelledMatrix.read(part.file(), part.format(), settings.threads(), progress);
  }

  private double[] solve(HostMatrix a, HostMatrix y, TextFile file) throws IOException {
    OutputSolver solver =
        options
            .solver()
            .orElseThrow(
                () ->
                    new BadDataException(
                        file.name()
                            + ": coefficients without output: expected Z.txt or x.txt beside it, or a solver for x"));
    var total = new double[(int) y.rows()];
    for (int i = 0; i < total.length; i++) {
      for (double v : y.row(i)) {
        total[i] += v;
      }
    }
    try (var _ = progress.begin("solving for x", 0)) {
      return solver.output(a, total);
    }
  }

  private void extensions(PymrioFolder folder, TableAssembly assembly, AccountReader reader)
      throws IOException {
    var missing = new HashSet<>(options.extensions());
    if (!options.valueAdded().isEmpty()) {
      missing.add(options.valueAdded());
    }
    List<PymrioFolder> extensions = folder.extensions();
    for (PymrioFolder extension : extensions) {
      String name = extension.name();
      boolean wanted = missing.remove(name) || options.extensions().isEmpty();
      if (!wanted) {
        continue;
      }
      AccountReader.Block block;
      try (var file = open(required(extension, settings.format(), "F"))) {
        block = reader.block(file, List.of());
      }
      if (name.equals(options.valueAdded())) {
        for (int k = 0; k < block.names().size(); k++) {
          assembly.input(
              new PrimaryInput(block.names().get(k), PrimaryInput.Kind.VALUE_ADDED),
              block.f().row(k));
        }
      } else {
        account(extension, block, reader, assembly);
      }
    }
    if (!missing.isEmpty()) {
      throw new BadDataException(
          "%s: no extension \"%s\"; there are %s"
              .formatted(
                  folder.where(),
                  missing.iterator().next(),
                  extensions.stream().map(PymrioFolder::name).toList()));
    }
  }

  private void account(
      PymrioFolder extension,
      AccountReader.Block block,
      AccountReader reader,
      TableAssembly assembly)
      throws IOException {
    HostMatrix direct = null;
    var fY = extension.part(settings.format(), "F_Y", "FY", "F_hh");
    if (fY.isPresent()) {
      try (var file = open(fY.get())) {
        direct = reader.direct().read(file, block.names(), List.of(), "");
      }
    }
    var unit = extension.part(settings.format(), "unit");
    Map<String, String> units =
        unit.isEmpty()
            ? Map.of()
            : AccountReader.units(unit.get().file(), settings.format(), block.names());
    assembly.satellite(reader.account(extension.name(), block, direct, units, ""));
  }

  /** The unit of money: the one in unit.txt, or all of them where they differ. */
  private String unit(PymrioFolder folder) throws IOException {
    var part = folder.part(settings.format(), "unit");
    if (part.isEmpty()) {
      return "";
    }
    List<List<String>> rows = TextRows.read(part.get().file(), settings.format());
    return String.join(", ", rows.stream().skip(1).map(List::getLast).distinct().sorted().toList());
  }
}
