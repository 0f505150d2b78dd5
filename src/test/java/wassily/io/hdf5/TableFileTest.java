package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.io.hdf5.SampleTables.Size;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultSet;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

class TableFileTest {
  private static final Size SMALL = new Size(3, 4, 2, 1, 2, 2);

  @TempDir Path folder;

  static Stream<Arguments> sizes() {
    return Stream.of(
            SMALL,
            new Size(1, 1, 1, 0, 0, 0),
            new Size(2, 3, 1, 0, 1, 1),
            new Size(300, 1, 2, 2, 0, 3),
            new Size(9, 45, 5, 1, 3, 4))
        .flatMap(s -> Stream.of(0, 1, 9).map(level -> Arguments.of(s, level)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void aTableComesBackAsItWas(Size size, int compression) throws IOException {
    Path file = folder.resolve("table.h5");
    try (MrioTable table = SampleTables.table(size, 7)) {
      TableFile.write(table, file, new WriteOptions(false, compression, 2), Progress.NONE);
      try (MrioTable read = TableFile.open(file, 2)) {
        assertSame(table, read);
      }
    }
  }

  private static void assertSame(MrioTable table, MrioTable read) throws IOException {
    assertEquals(table.info(), read.info());
    assertEquals(table.axes(), read.axes());
    assertEquals(table.primaryInputs(), read.primaryInputs());
    Matrices.assertSame(table.z(), read.z(), "Z");
    Matrices.assertSame(table.y(), read.y(), "Y");
    Matrices.assertSame(table.v(), read.v(), "V");
    assertArrayEquals(table.x(), read.x());
    assertArrayEquals(table.population().orElseThrow(), read.population().orElseThrow());
    assertEquals(table.satellites().size(), read.satellites().size());
    for (int i = 0; i < table.satellites().size(); i++) {
      var expected = table.satellites().get(i);
      var found = read.satellites().get(i);
      assertEquals(expected.name(), found.name());
      assertEquals(expected.stressors(), found.stressors());
      Matrices.assertSame(expected.f(), found.f(), "F");
      Matrices.assertSame(expected.fY(), found.fY(), "F_Y");
    }
  }

  @Test
  void theBytesDependOnNeitherThreadsNorRuns() throws IOException {
    for (int compression : List.of(0, 4)) {
      byte[] first = null;
      for (int threads : List.of(1, 2, 7, 2)) {
        Path file = folder.resolve("t" + compression + ".h5");
        try (MrioTable table = SampleTables.table(new Size(12, 60, 2, 1, 2, 2), 11)) {
          TableFile.write(table, file, new WriteOptions(true, compression, threads), Progress.NONE);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (first == null) {
          first = bytes;
        }
        assertArrayEquals(first, bytes, "compression " + compression + ", threads " + threads);
      }
    }
  }

  @Test
  void aTableReadFromAFileIsWrittenToAnother() throws IOException {
    Path a = folder.resolve("a.h5");
    Path b = folder.resolve("b.h5");
    try (MrioTable table = SampleTables.table(new Size(9, 45, 2, 1, 2, 1), 3)) {
      TableFile.write(table, a, new WriteOptions(false, 0, 2), Progress.NONE);
      Path c = folder.resolve("c.h5");
      try (MrioTable read = TableFile.open(a, 2)) {
        TableFile.write(read, b, new WriteOptions(false, 3, 2), Progress.NONE);
      }
      try (MrioTable read = TableFile.open(b, 2)) {
        assertSame(table, read);
        TableFile.write(read, c, new WriteOptions(false, 0, 2), Progress.NONE);
      }
      assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(c));
    }
  }

  @Test
  void anExistingFileIsKeptUnlessItMayBeReplaced() throws IOException {
    Path file = folder.resolve("table.h5");
    Files.writeString(file, "precious");
    try (MrioTable table = SampleTables.table(SMALL, 1)) {
      assertThrows(
          FileAlreadyExistsException.class,
          () -> TableFile.write(table, file, new WriteOptions(false, 0, 1), Progress.NONE));
      assertEquals("precious", Files.readString(file));
      TableFile.write(table, file, new WriteOptions(true, 0, 1), Progress.NONE);
      assertEquals(Hdf5Kind.TABLE, Hdf5Kind.of(file));
    }
    try (var left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void numbersThatAreNotFiniteAreNamed() throws IOException {
    for (String where : List.of("/Y", "/V", "/x", "F", "F_Y")) {
      Path file = folder.resolve("bad" + where.replace("/", "") + ".h5");
      try (MrioTable t = SampleTables.table(SMALL, 1)) {
        switch (where) {
          case "/Y" -> t.y().set(5, 2, Double.NaN);
          case "/V" -> t.v().set(1, 2, Double.POSITIVE_INFINITY);
          case "/x" -> t.x()[5] = Double.NEGATIVE_INFINITY;
          case "F" -> t.satellites().get(1).f().set(2, 3, Double.NaN);
          default -> t.satellites().get(1).fY().set(0, 3, Double.NaN);
        }
        TableFile.write(t, file, new WriteOptions(false, 0, 1), Progress.NONE);
        String cell =
            switch (where) {
              case "/Y" -> t.axes().rowLabel(5) + ", " + t.axes().columnLabel(2);
              case "/V" -> "input 1, " + t.axes().rowLabel(2);
              case "/x" -> t.axes().rowLabel(5);
              case "F" -> "CO₂ 2, " + t.axes().rowLabel(3);
              default -> "CO₂ 0, " + t.axes().columnLabel(3);
            };
        String message =
            assertThrows(BadDataException.class, () -> TableFile.open(file, 1)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        assertTrue(message.contains(where) && message.contains(cell), message);
      }
    }
  }

  private String refused(GroupSpec root) throws IOException {
    Path file = folder.resolve("bad.h5");
    Files.deleteIfExists(file);
    try (var out = wassily.io.OutputFile.create(file, false)) {
      Hdf5Writer.write(root, out.channel(), 0, 1, Progress.NONE);
      out.commit();
    }
    String message =
        assertThrows(BadDataException.class, () -> TableFile.open(file, 1)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  /** The smallest table file, with what a test wants to spoil. */
  private static GroupSpec minimal(List<String> regions, long version, int zSize) {
    GroupSpec root = GroupSpec.root();
    root.attribute("wassily_format", "mrio-table");
    root.attribute("format_version", version);
    root.attribute("output", "rows");
    GroupSpec axis = root.group("axis");
    axis.strings("region", regions);
    axis.strings("sector", List.of("s"));
    axis.strings("category", List.of("c"));
    root.matrix("Z", HostMatrix.of(new double[zSize][zSize]), zSize, zSize);
    root.matrix("Y", HostMatrix.of(new double[2][2]), 2, 2);
    root.numbers("x", 1, 2);
    return root;
  }

  @Test
  void aMinimalFileIsATable() throws IOException {
    Path file = folder.resolve("ok.h5");
    try (var out = wassily.io.OutputFile.create(file, false)) {
      Hdf5Writer.write(minimal(List.of("a", "b"), 1, 2), out.channel(), 0, 1, Progress.NONE);
      out.commit();
    }
    try (MrioTable t = TableFile.open(file, 1)) {
      assertEquals(2, t.axes().n());
      assertEquals(0, t.satellites().size());
    }
  }

  @Test
  void filesThatAreNoGoodTablesAreRefusedWithTheReason() throws IOException {
    assertTrue(refused(minimal(List.of("a", "a"), 1, 2)).contains("duplicate region \"a\""));
    assertTrue(refused(minimal(List.of("a", " "), 1, 2)).contains("region 2 has a blank label"));
    assertTrue(refused(minimal(List.of("a", "b"), 2, 2)).contains("version 2"));
    assertTrue(
        refused(minimal(List.of("a", "b"), 1, 3))
            .contains("/Z: is 3 × 3, the labels ask for 2 × 2"));
    assertTrue(refused(minimal(List.of("a", "b", "c"), 1, 3)).contains("/Y: is 2 × 2"));
    GroupSpec foreign = GroupSpec.root();
    foreign.numbers("Z", 1);
    assertTrue(refused(foreign).contains("import it first"));
    GroupSpec result = GroupSpec.root();
    Hdf5Kind.RESULT.mark(result);
    assertTrue(refused(result).contains("is a Wassily result, a Wassily table was expected"));
  }

  @Test
  void theKindOfAFileIsTold() throws IOException {
    Path result = folder.resolve("r.h5");
    ResultFile.write(
        new ResultSet("empty", List.of(), new Certificate(List.of()), java.util.Map.of()),
        result,
        new WriteOptions(false, 0, 1),
        Progress.NONE);
    assertEquals(Hdf5Kind.RESULT, Hdf5Kind.of(result));
    Path text = folder.resolve("t.csv");
    Files.writeString(text, "a,b\n1,2\n");
    assertTrue(
        assertThrows(BadDataException.class, () -> Hdf5Kind.of(text))
            .getMessage()
            .contains("is not an HDF5 file"));
    assertTrue(
        assertThrows(BadDataException.class, () -> TableFile.open(folder.resolve("none.h5"), 1))
            .getMessage()
            .contains("no such file"));
    assertTrue(
        assertThrows(BadDataException.class, () -> TableFile.open(folder, 1))
            .getMessage()
            .contains("folder"));
    Files.write(text, new byte[0]);
    assertTrue(
        assertThrows(BadDataException.class, () -> TableFile.open(text, 1))
            .getMessage()
            .contains("is empty"));
  }
}
