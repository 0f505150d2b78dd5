package wassily.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import wassily.io.matlab.MatrixLayout;

/** The files, or the names of matrices in one file, that a table is put together from. */
final class ImportParts {
  @Option(names = "--z", paramLabel = "FILE", description = "Z, or with MATLAB its name")
  String z;

  @Option(names = "--a", paramLabel = "FILE", description = "A, where there is no Z; needs --x")
  String a;

  @Option(names = "--y", paramLabel = "FILE", description = "Y, final demand")
  String y;

  @Option(names = "--x", paramLabel = "FILE[#COLUMN]", description = "Published gross output")
  String x;

  @Option(
      names = "--v",
      paramLabel = "FILE[#ROWS]",
      description = "Primary inputs; may be repeated")
  List<String> v = new ArrayList<>();

  @Option(
      names = "--imported-z",
      paramLabel = "FILE",
      description = "Imported intermediate inputs, summed to a row of V")
  Path importedZ;

  @Option(
      names = "--f",
      paramLabel = "NAME=FILE[#ROWS]",
      description = "F of a satellite account; may be repeated")
  Map<String, String> f = new LinkedHashMap<>();

  @Option(
      names = "--fy",
      paramLabel = "NAME=FILE[#ROWS]",
      description = "F_Y of a satellite account: direct emissions of final demand")
  Map<String, String> fY = new LinkedHashMap<>();

  @Option(
      names = "--units",
      paramLabel = "NAME=FILE",
      description = "Units of an account's stressors, in the last column of a file")
  Map<String, Path> units = new LinkedHashMap<>();

  @Option(
      names = "--unit-of",
      paramLabel = "NAME=UNIT",
      description = "The unit of an account's stressors that have none in their files")
  Map<String, String> unitOf = new LinkedHashMap<>();

  @Option(
      names = "--exports",
      paramLabel = "FILE",
      description = "Foreign export: one more consumer")
  String exports;

  @Option(names = "--population", paramLabel = "FILE", description = "People by region")
  String population;

  @Option(
      names = "--regions",
      paramLabel = "FILE",
      description =
          "Region labels, one a line; with MATLAB this and the other lists of labels may also name"
              + " a char or cell array")
  Path regions;

  @Option(names = "--sectors", paramLabel = "FILE", description = "Sector labels, one a line")
  Path sectors;

  @Option(
      names = "--categories",
      paramLabel = "FILE",
      description =
          "Final-demand labels, one a line. Default with MATLAB: \"final demand\", or numbered")
  Path categories;

  @Option(
      names = "--inputs",
      paramLabel = "FILE",
      description = "Labels of the rows of V, one a line. Default with MATLAB: numbered")
  Path inputs;

  @Option(
      names = "--stressors",
      paramLabel = "NAME=FILE",
      description =
          "Labels of an account's stressors, one a line: CO2 (unit: kt). Default with MATLAB: the"
              + " account's name, or numbered")
  Map<String, String> stressors = new LinkedHashMap<>();

  @Option(
      names = "--layout",
      paramLabel = "columns|rows",
      description =
          "The order in which MATLAB or HDF5 files store matrices. Default: columns in files of"
              + " MATLAB, which are known by their attributes; must be said for others (h5py: rows)")
  MatrixLayout layout;

  @Option(
      names = "--transposed",
      split = ",",
      paramLabel = "NAME",
      description =
          "Matrices of a MATLAB or HDF5 file that are the transpose of what is wanted: Z'")
  List<String> transposed = new ArrayList<>();

  /** Refuses what is said about a satellite account that has no F. */
  void requireAccounts(CommandLine command) {
    for (var named : Map.of("--fy", fY, "--stressors", stressors).entrySet()) {
      for (String name : named.getValue().keySet()) {
        if (!f.containsKey(name)) {
          throw new ParameterException(
              command, "%s %s=…: there is no --f %s=…".formatted(named.getKey(), name, name));
        }
      }
    }
  }

  /** Refuses parts that are named although one file holds all but the population. */
  void requirePopulationAtMost(CommandLine command, String what) {
    boolean named =
        Stream.of(z, a, y, x, importedZ, exports, regions, sectors, categories, inputs)
            .anyMatch(Objects::nonNull);
    boolean listed =
        !v.isEmpty() || Stream.of(f, fY, units, unitOf, stressors).anyMatch(m -> !m.isEmpty());
    if (named || listed) {
      throw new ParameterException(
          command,
          what
              + " holds all parts of the table; of the options that name files only --population goes with it");
    }
  }
}
