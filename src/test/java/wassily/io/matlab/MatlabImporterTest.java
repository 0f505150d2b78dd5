package wassily.io.matlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static wassily.io.matlab.Tables.assertSameNumbers;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.io.hdf5.MatrixFiles;
import wassily.io.text.ImportSettings;
import wassily.io.text.MatrixFolderImporter;
import wassily.io.text.MatrixFolderOptions;
import wassily.io.text.MatrixPart;
import wassily.label.Stressor;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.TableGenerator;
import wassily.table.TableInfo.OutputSource;

/** Tables of matrices in HDF5, compared with the same table from text and from memory. */
class MatlabImporterTest {
  @TempDir Path folder;

  @BeforeEach
  void writeLabels() throws IOException {
    SmallTable.labels(folder);
  }

  private static MatlabImport read(MatlabOptions options) throws IOException {
    return MatlabImporter.read(options, Progress.NONE);
  }

  private MrioTable fromText() throws IOException {
    SmallTable.texts(folder);
    Files.writeString(folder.resolve("stressors.txt"), "CO2 (unit: kt)\n");
    Files.writeString(folder.resolve("primary_inputs.txt"), "value added\n");
    var o = MatrixFolderOptions.of(folder, ImportSettings.DEFAULT.describing("small", 2017, ""));
    return MatrixFolderImporter.read(
        o.withFile(MatrixPart.X, "GO.txt")
            .withFile(MatrixPart.F, "E.txt")
            .withFile(MatrixPart.F_Y, "EY.txt"),
        Progress.NONE);
  }

  private void assertSmall(MrioTable found) throws IOException {
    try (MrioTable expected = fromText()) {
      assertSameNumbers(expected, found);
      assertEquals(expected.axes(), found.axes());
      assertEquals(expected.primaryInputs(), found.primaryInputs());
      assertEquals(
          expected.satellites().getFirst().stressors(), found.satellites().getFirst().stressors());
    }
  }

  @Test
  void readsMatlabsLayoutTransposedAndAgreesWithTheTableFromText() throws IOException {
    Path file = SmallTable.write(folder.resolve("small.mat"), true, SmallTable.matrices());
    var read = read(SmallTable.options(file, folder));
    try (MrioTable t = read.table()) {
      assertSmall(t);
      assertEquals(List.of(), read.warnings());
      // By hand: what South's industry buys from North's farms, and back.
      var z = (HostMatrix) t.z();
      assertEquals(9, z.get(0, 4));
      assertEquals(1, z.get(4, 0));
      assertEquals(List.of("farms, forests", "industry", "services"), t.axes().sectors().texts());
      assertEquals(List.of("final demand"), t.axes().categories().texts());
      assertEquals(List.of("foreign export"), t.axes().exogenous().texts());
      assertEquals(
          List.of(new Stressor("CO2", "kt")), t.satellites().getFirst().stressors().labels());
      assertEquals("small", t.info().title());
      assertEquals(OutputSource.ROWS, t.info().output());
    }
  }

  @Test
  void readsAPlainFileRowByRowWhenToldSo() throws IOException {
    Path file = SmallTable.write(folder.resolve("small.h5"), false, SmallTable.matrices());
    var read =
        read(SmallTable.options(file, folder).lying(Optional.of(MatrixLayout.ROWS), Set.of()));
    try (MrioTable t = read.table()) {
      assertSmall(t);
      assertEquals(List.of(), read.warnings());
    }
  }

  @Test
  void readsVectorsOfOneDimensionAndLabelsInAPlainFile() throws IOException {
    var files = MatrixFiles.plain().matrix("Z", SmallTable.Z).matrix("FD", SmallTable.FD);
    files.vector("GO", SmallTable.GO).vector("EX", SmallTable.EX).vector("VA", SmallTable.VA);
    files.vector("E", SmallTable.E).vector("EY", SmallTable.EY).vector("pop", SmallTable.POP);
    files.texts("city", SmallTable.CITIES).texts("sector", SmallTable.SECTORS);
    Path file = files.write(folder.resolve("small.h5"), 0);
    var options =
        SmallTable.options(file, folder)
            .with(MatrixPart.REGIONS, "city")
            .with(MatrixPart.SECTORS, "/sector")
            .lying(Optional.of(MatrixLayout.ROWS), Set.of());
    try (MrioTable t = read(options).table()) {
      assertSmall(t);
    }
  }

  /** Which way round single matrices lie does not matter once it is said. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsMatricesThatAreSaidToBeTransposed(boolean matlab) throws IOException {
    var turned = new HashMap<>(SmallTable.matrices());
    for (String name : List.of("Z", "FD")) {
      turned.put(name, MatrixFiles.transposed(turned.get(name)));
    }
    Path file = SmallTable.write(folder.resolve("small.mat"), matlab, turned);
    var layout = matlab ? Optional.<MatrixLayout>empty() : Optional.of(MatrixLayout.ROWS);
    var read = read(SmallTable.options(file, folder).lying(layout, Set.of("Z", "FD")));
    try (MrioTable t = read.table()) {
      assertSmall(t);
      assertEquals(List.of(), read.warnings());
    }
  }

  @Test
  void makesZOfAAndX() throws IOException {
    var matrices = new HashMap<>(SmallTable.matrices());
    HostMatrix a = HostMatrix.allocate(Arena.ofAuto(), 6, 6);
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        a.set(i, j, SmallTable.Z.get(i, j) / SmallTable.GO[j]);
      }
    }
    matrices.remove("Z");
    matrices.put("A", a);
    Path file = SmallTable.write(folder.resolve("a.mat"), true, matrices);
    var o = SmallTable.options(file, folder);
    var names = new HashMap<>(o.names());
    names.remove(MatrixPart.Z);
    names.put(MatrixPart.A, "A");
    var read = read(SpoiledMatrices.withNames(o, names));
    try (MrioTable t = read.table()) {
      double[] found = Tables.all(t.z());
      double[] expected = Tables.all(SmallTable.Z);
      for (int k = 0; k < found.length; k++) {
        // One division and one multiplication: each rounds by half an ulp, relative 2^-53.
        assertEquals(expected[k], found[k], 2 * 0x1p-53 * expected[k]);
      }
      assertEquals(List.of(), read.warnings());
    }
  }

  @Test
  void takesOutputFromTheFileWhenAsked() throws IOException {
    var matrices = new HashMap<>(SmallTable.matrices());
    double[] published = SmallTable.GO.clone();
    published[2] += 0.5; // as a source that rounds
    matrices.put("GO", HostMatrix.of(published));
    Path file = SmallTable.write(folder.resolve("small.mat"), true, matrices);
    var o = SmallTable.options(file, folder);
    try (MrioTable rows = read(o).table()) {
      assertEquals(255, rows.x()[2]);
    }
    var fromFile =
        new MatlabOptions(
            o.file(),
            o.layout(),
            o.transposed(),
            o.names(),
            o.inputs(),
            o.accounts(),
            o.exportsName(),
            o.importRows(),
            o.householdCategory(),
            o.settings().withOutput(OutputSource.FILE));
    try (MrioTable t = read(fromFile).table()) {
      assertEquals(255.5, t.x()[2]);
      assertEquals(OutputSource.FILE, t.info().output());
    }
  }

  @Test
  void namesWhatHasNoLabels() throws IOException {
    var matrices = new HashMap<>(SmallTable.matrices());
    matrices.put("VA", HostMatrix.of(half(SmallTable.VA), half(SmallTable.VA)));
    matrices.put("E", HostMatrix.of(SmallTable.E, SmallTable.VA, SmallTable.GO));
    matrices.put("FD", HostMatrix.allocate(Arena.ofAuto(), 6, 4));
    Path file = SmallTable.write(folder.resolve("small.mat"), true, matrices);
    var small = SmallTable.options(file, folder);
    var names = new HashMap<>(small.names());
    names.remove(MatrixPart.X);
    Path water = folder.resolve("water.txt");
    Files.writeString(water, "blue\tMm3\nstressors (unit: kg)\n\n");
    var accounts =
        List.of(
            new MatlabOptions.Account("CO2", "E", Optional.empty(), Optional.empty(), "t"),
            new MatlabOptions.Account(
                "water", "VA", Optional.empty(), Optional.of(water.toString()), "?"));
    var o =
        new MatlabOptions(
            file,
            Optional.empty(),
            Set.of(),
            names,
            List.of("VA"),
            accounts,
            "abroad",
            List.of("value added 2"),
            "",
            small.settings());
    try (MrioTable t = read(o).table()) {
      assertEquals(List.of("category 1", "category 2"), t.axes().categories().texts());
      assertEquals(List.of("abroad"), t.axes().exogenous().texts());
      assertEquals(List.of("value added 1", "value added 2"), t.primaryInputs().texts());
      assertEquals("IMPORTS", t.primaryInputs().get(1).kind().name());
      assertEquals(List.of("CO2 1", "CO2 2", "CO2 3"), t.satellite("CO2").stressors().texts());
      assertEquals("t", t.satellite("CO2").stressors().get(2).unit());
      assertEquals(
          List.of(new Stressor("blue", "Mm3"), new Stressor("stressors", "kg")),
          t.satellite("water").stressors().labels());
    }
  }

  private static double[] half(double[] values) {
    return java.util.Arrays.stream(values).map(v -> v / 2).toArray();
  }

  @Test
  void putsDirectEmissionsByRegionIntoTheCategoryNamed() throws IOException {
    var matrices = new HashMap<>(SmallTable.matrices());
    HostMatrix fd = HostMatrix.allocate(Arena.ofAuto(), 6, 4);
    for (int i = 0; i < 6; i++) {
      fd.setRow(i, new double[] {SmallTable.FD.get(i, 0), 0, 0, SmallTable.FD.get(i, 1)});
    }
    matrices.put("FD", fd);
    Path file = SmallTable.write(folder.resolve("small.mat"), true, matrices);
    Path categories = Files.writeString(folder.resolve("c.txt"), "category\nhouseholds\nstate\n");
    var o =
        SmallTable.options(file, folder)
            .with(MatrixPart.CATEGORIES, categories.toString())
            .withHouseholdCategory("households");
    try (MrioTable t = read(o).table()) {
      assertEquals(List.of("households", "state"), t.axes().categories().texts());
      org.junit.jupiter.api.Assertions.assertArrayEquals(
          new double[] {7, 0, 2, 0}, t.satellite("CO2").fY().row(0));
    }
  }

  /** A table as the engine generates it, through the file and back; chunks and deflate too. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void bringsAGeneratedTableBack(int compression) throws IOException {
    try (MrioTable made =
        new TableGenerator(2, Progress.NONE).generate(new GeneratorOptions(9, 13, 7))) {
      int regional = made.axes().regionalColumns();
      int n = made.axes().n();
      HostMatrix y = HostMatrix.allocate(Arena.ofAuto(), n, regional);
      for (int i = 0; i < n; i++) {
        y.setRow(i, java.util.Arrays.copyOf(made.y().row(i), regional));
      }
      var satellite = made.satellites().getFirst();
      Path file =
          MatrixFiles.matlab()
              .matrix("Z", whole(made.z()))
              .matrix("FD", y)
              .row("EX", made.y().column(regional))
              .row("GO", made.x())
              .matrix("VA", made.v())
              .matrix("E", satellite.f())
              .matrix("EY", satellite.fY())
              .row("pop", made.population().orElseThrow())
              .texts("cities", made.axes().regions().texts())
              .texts("sectors", made.axes().sectors().texts())
              .texts("uses", made.axes().categories().texts())
              .texts("inputs", made.primaryInputs().texts())
              .texts(
                  "gases",
                  satellite.stressors().labels().stream()
                      .map(s -> s.name() + " (unit: " + s.unit() + ")")
                      .toList())
              .write(folder.resolve("made.mat"), compression);
      var settings = ImportSettings.DEFAULT.withOutput(OutputSource.FILE);
      var options =
          MatlabOptions.of(file, settings)
              .with(MatrixPart.Z, "Z")
              .with(MatrixPart.Y, "FD")
              .with(MatrixPart.X, "GO")
              .with(MatrixPart.EXPORTS, "EX")
              .with(MatrixPart.POPULATION, "pop")
              .with(MatrixPart.REGIONS, "cities")
              .with(MatrixPart.SECTORS, "sectors")
              .with(MatrixPart.CATEGORIES, "uses")
              .with(MatrixPart.INPUTS, "inputs")
              .withInputs(List.of("VA"), List.of())
              .withAccount(
                  new MatlabOptions.Account(
                      satellite.name(), "E", Optional.of("EY"), Optional.of("gases"), ""));
      var read = read(options);
      try (MrioTable t = read.table()) {
        assertSameNumbers(made, t);
        assertEquals(made.axes().regions().texts(), t.axes().regions().texts());
        assertEquals(made.axes().sectors().texts(), t.axes().sectors().texts());
        assertEquals(made.axes().categories(), t.axes().categories());
        assertEquals(satellite.stressors(), t.satellites().getFirst().stressors());
        assertEquals(List.of(), read.warnings());
      }
    }
  }

  private static HostMatrix whole(MatrixSource m) throws IOException {
    var all = HostMatrix.allocate(Arena.ofAuto(), m.shape().rows(), m.shape().columns());
    m.read(0, all);
    return all;
  }

  @Test
  void readsWhatH5pyWritesInMatlabsFormat() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    SmallTable.texts(texts);
    Path file = folder.resolve("python.mat");
    MatrixFiles.python(texts.toString(), file.toString());
    try (MrioTable t = read(SmallTable.options(file, folder)).table()) {
      assertSmall(t);
    }
    var cells =
        SmallTable.options(file, folder)
            .with(MatrixPart.Z, "data.Z")
            .with(MatrixPart.Y, "data/FD")
            .with(MatrixPart.REGIONS, "cities")
            .with(MatrixPart.SECTORS, "sectors");
    try (MrioTable t = read(cells).table()) {
      assertEquals(List.of("北京", "São Paulo"), t.axes().regions().texts());
      assertEquals(List.of("farms", "industry", "services"), t.axes().sectors().texts());
      Tables.same(SmallTable.Z, t.z(), "data.Z");
    }
    for (String z : List.of("Z_single", "Z_int32")) {
      // The numbers are small integers, which these types hold exactly.
      try (MrioTable t =
          read(SmallTable.options(file, folder)
                  .with(MatrixPart.Z, z)
                  .with(MatrixPart.POPULATION, "pop_uint8"))
              .table()) {
        Tables.same(SmallTable.Z, t.z(), z);
        assertEquals(4, t.population().orElseThrow()[1]);
      }
    }
  }
}
