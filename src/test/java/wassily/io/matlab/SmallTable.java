package wassily.io.matlab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import wassily.io.hdf5.MatrixFiles;
import wassily.io.text.ImportSettings;
import wassily.io.text.MatrixPart;
import wassily.linalg.HostMatrix;

/**
 * Two regions, three sectors, written by hand: rows and columns balance, Z is far from symmetric.
 */
final class SmallTable {
  private SmallTable() {}

  static final HostMatrix Z =
      HostMatrix.of(
          new double[] {10, 40, 5, 1, 9, 0},
          new double[] {6, 70, 30, 2, 25, 8},
          new double[] {3, 20, 60, 0, 4, 6},
          new double[] {2, 8, 0, 5, 22, 3},
          new double[] {1, 12, 7, 4, 50, 16},
          new double[] {0, 5, 9, 2, 14, 40});

  /** Final demand of the two regions. */
  static final HostMatrix FD =
      HostMatrix.of(
          new double[] {30, 5},
          new double[] {90, 9},
          new double[] {150, 7},
          new double[] {6, 24},
          new double[] {10, 80},
          new double[] {5, 120});

  static final double[] EX = {0, 20, 5, 0, 20, 5};

  /** Row sums of Z, FD and EX, added by hand. */
  static final double[] GO = {100, 260, 255, 70, 200, 200};

  /** GO less the column sums of Z: 22, 155, 111, 14, 124, 73. */
  static final double[] VA = {78, 105, 144, 56, 76, 127};

  static final double[] E = {1.5, 20, 4, 0.5, 11, 3};
  static final double[] EY = {7, 2};
  static final double[] POP = {21, 12};

  static final List<String> CITIES = List.of("North", "South");
  static final List<String> SECTORS = List.of("farms, forests", "industry", "services");

  /** All matrices by name; vectors are rows. */
  static Map<String, HostMatrix> matrices() {
    var all = new LinkedHashMap<String, HostMatrix>();
    all.put("Z", Z);
    all.put("FD", FD);
    all.put("EX", HostMatrix.of(EX));
    all.put("GO", HostMatrix.of(GO));
    all.put("VA", HostMatrix.of(VA));
    all.put("E", HostMatrix.of(E));
    all.put("EY", HostMatrix.of(EY));
    all.put("pop", HostMatrix.of(POP));
    return all;
  }

  /** Writes them as they are, in MATLAB's layout or row by row. */
  static Path write(Path file, boolean matlab, Map<String, HostMatrix> matrices)
      throws IOException {
    MatrixFiles files = matlab ? MatrixFiles.matlab() : MatrixFiles.plain();
    matrices.forEach(files::matrix);
    return files.write(file, 0);
  }

  /** Writes label files beside the matrices. */
  static void labels(Path folder) throws IOException {
    Files.write(folder.resolve("cities.txt"), CITIES);
    Files.write(folder.resolve("sectors.txt"), SECTORS.stream().map(s -> "\"" + s + "\"").toList());
  }

  /** Writes them as text, NAME.txt each. */
  static void texts(Path folder) throws IOException {
    for (var e : matrices().entrySet()) {
      var lines = new java.util.ArrayList<String>();
      for (long i = 0; i < e.getValue().rows(); i++) {
        lines.add(
            DoubleStream.of(e.getValue().row(i))
                .mapToObj(Double::toString)
                .collect(Collectors.joining(",")));
      }
      Files.write(folder.resolve(e.getKey() + ".txt"), lines);
    }
  }

  /** The names that belong to it, with label files in a folder. */
  static MatlabOptions options(Path file, Path labels) {
    return MatlabOptions.of(file, ImportSettings.DEFAULT.describing("small", 2017, "M CNY"))
        .with(MatrixPart.Z, "Z")
        .with(MatrixPart.Y, "FD")
        .with(MatrixPart.X, "GO")
        .with(MatrixPart.EXPORTS, "EX")
        .with(MatrixPart.POPULATION, "pop")
        .with(MatrixPart.REGIONS, labels.resolve("cities.txt").toString())
        .with(MatrixPart.SECTORS, labels.resolve("sectors.txt").toString())
        .withInputs(List.of("VA"), List.of())
        .withAccount(
            new MatlabOptions.Account("CO2", "E", Optional.of("EY"), Optional.empty(), "kt"));
  }
}
