package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.linalg.BackendException;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.table.BadDataException;

/** Files that h5py writes in every layout that we know of; make_files.py is their source. */
class ForeignFilesTest {
  private static final int R = 67;
  private static final int C = 45;

  @TempDir static Path folder;

  @BeforeAll
  static void make() throws IOException {
    Tools.python("make_files.py", "h5py, numpy", folder.toString());
  }

  /** The formula of make_files.py. */
  static double value(int i, int j, String type) {
    int whole = (i * 31 + j * 17) % 251 - 100;
    if (type.equals("i1")) {
      return (byte) whole; // 150 does not fit; NumPy wraps too
    }
    if (type.contains("u")) {
      return Math.abs(whole);
    }
    return type.contains("f") ? whole + 0.25 * (j % 4) : whole;
  }

  private static Hdf5Reader open(String name) throws IOException {
    return Hdf5Reader.open(folder.resolve(name + ".h5"));
  }

  /** Reads whole, in panels of every kind, by several threads; compares with the formula. */
  private static void check(Hdf5Reader reader, String dataset, Shape shape, Cell expected)
      throws IOException {
    String what = reader.file().getFileName() + dataset;
    assertEquals(shape, reader.shape(dataset), what);
    try (Arena arena = Arena.ofShared()) {
      for (int threads : List.of(1, 3)) {
        compare(reader.matrix(dataset, arena, threads), 0, expected, what);
      }
      MatrixSource source = reader.source(dataset, 2);
      for (int height : new int[] {1, 7, 16, 50}) {
        for (int from = 0; from < shape.rows(); from += height) {
          var panel =
              HostMatrix.allocate(arena, Math.min(height, shape.rows() - from), shape.columns());
          source.read(from, panel);
          compare(panel, from, expected, what);
        }
      }
    }
  }

  /** What is expected in a cell. */
  interface Cell {
    double at(int row, int column);
  }

  private static void compare(HostMatrix m, int firstRow, Cell expected, String what) {
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < m.columns(); j++) {
        if (Double.compare(expected.at(firstRow + i, j), m.get(i, j)) != 0) {
          assertEquals(
              expected.at(firstRow + i, j), m.get(i, j), what + " (" + (firstRow + i) + "," + j);
        }
      }
    }
  }

  private static final Shape SHAPE = new Shape(R, C);

  @ParameterizedTest
  @ValueSource(strings = {"layouts_old", "layouts_new"})
  void everyLayoutAndType(String file) throws IOException {
    try (var reader = open(file)) {
      int seen = 0;
      for (String name : reader.children("/")) {
        if (name.startsWith("type_") || name.startsWith("chunks_type")) {
          String type = name.substring(name.indexOf("type_") + 5);
          check(reader, "/" + name, SHAPE, (i, j) -> value(i, j, type.replace("le_", "")));
          seen++;
        } else if (name.endsWith("cube")) {
          // 67 × 5 × 9 is seen as 335 × 9.
          check(
              reader, "/" + name, new Shape(R * 5, 9), (i, j) -> value(i / 5, i % 5 * 9 + j, "f"));
          seen++;
        } else if (name.endsWith("vector")) {
          check(reader, "/" + name, new Shape(1, C), (i, j) -> value(0, j, "f"));
          seen++;
        } else if (name.startsWith("chunks_")
            || name.equals("contiguous")
            || name.equals("compact")) {
          check(reader, "/" + name, SHAPE, (i, j) -> value(i, j, "f"));
          seen++;
        }
      }
      assertEquals(15 + 2 + 2 + 2 + 2 + 15, seen, "the script's datasets");
      assertEquals(42.5, reader.vector("/scalar")[0]);
      check(reader, "/group/inside", SHAPE, (i, j) -> value(i, j, "f"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"layouts_old", "layouts_new"})
  void whatWasNeverWrittenHasTheFillValue(String file) throws IOException {
    try (var reader = open(file)) {
      check(reader, "/unwritten", SHAPE, (i, j) -> 7);
      check(reader, "/unwritten_chunks", SHAPE, (i, j) -> 7);
      var names = new ArrayList<>(List.of("seven", "nan", "zero", "grow2"));
      if (file.endsWith("old")) {
        names.add("many");
      } else {
        // A paged index with unwritten pages: jHDF 0.13.0 takes them for damage, which is safe.
        assertThrows(BadDataException.class, () -> reader.source("/holes_many"));
      }
      for (String name : names) {
        double fill =
            switch (name) {
              case "nan" -> Double.NaN;
              case "zero" -> 0;
              default -> 7;
            };
        check(
            reader, "/holes_" + name, SHAPE, (i, j) -> i >= 16 && i < 32 ? value(i, j, "f") : fill);
      }
      assertEquals(new Shape(0, C), reader.shape("/empty"));
      assertEquals(0, reader.vector("/empty").length);
    }
  }

  @Test
  void pagedIndexesAreReadAndLossyOnesRefused() throws IOException {
    try (var reader = open("paged")) {
      check(reader, "/paged", SHAPE, (i, j) -> value(i, j, "f"));
      String message =
          assertThrows(BadDataException.class, () -> reader.source("/holes_paged")).getMessage();
      assertTrue(message.contains("h5repack"), message);
    }
    try (var reader = open("grow_hole")) {
      String message =
          assertThrows(BadDataException.class, () -> reader.source("/holes_grow1")).getMessage();
      assertTrue(message.contains("h5repack"), message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"layouts_old", "layouts_new"})
  void chunksThatLeaveFiltersOutAreRead(String file) throws IOException {
    try (var reader = open(file)) {
      check(reader, "/masked", new Shape(16, 20), (i, j) -> value(i, j, "f"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"layouts_old", "layouts_new"})
  void stringsAndAttributes(String file) throws IOException {
    var labels = List.of("Łódź", "北京", "", "a | b", "x".repeat(300));
    try (var reader = open(file)) {
      assertEquals(labels, reader.strings("/strings_vlen"));
      assertEquals(labels, reader.strings("/strings_fixed"));
      assertEquals(labels, reader.strings("/strings_chunked"));
      assertEquals(List.of("just one"), reader.strings("/strings_scalar"));
      assertEquals("one", reader.strings("/strings_ascii").get(0));
      assertEquals("two  ", reader.strings("/strings_ascii").get(1));
      assertEquals("Ünïcode", reader.text("/", "text").orElseThrow());
      assertEquals("fixed", reader.text("/", "text_fixed").orElseThrow());
      assertTrue(reader.text("/", "texts").isEmpty());
      assertTrue(reader.text("/", "none").isEmpty());
      assertEquals(3.5, reader.number("/", "number").orElseThrow());
      assertEquals(-7, reader.number("/", "integer").orElseThrow());
      assertEquals(2017, reader.number("/", "array1").orElseThrow());
      assertTrue(reader.number("/", "array2").isEmpty());
      assertTrue(reader.number("/", "text").isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"layouts_old", "layouts_new"})
  void linksStayInTheFile(String file) throws IOException {
    try (var reader = open(file)) {
      assertEquals(SHAPE, reader.shape("/group/soft_relative"), "not the one in the root");
      assertEquals(SHAPE, reader.shape("group/soft_up"));
      assertFalse(reader.exists("/soft_broken"));
      assertFalse(reader.exists("/group/none/deeper"));
      assertFalse(reader.exists("/contiguous/none"));
      assertTrue(
          assertThrows(BadDataException.class, () -> reader.exists("/soft_circle"))
              .getMessage()
              .contains("circle"));
      assertTrue(
          assertThrows(BadDataException.class, () -> reader.source("/external"))
              .getMessage()
              .contains("another file"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "compound, expected numbers",
    "big_integer, beyond 2^53",
    "bool, expected numbers",
    "longdouble, expected numbers",
    "scaleoffset, h5repack -f NONE",
    "strings_vlen, expected numbers",
    "null, holds nothing",
    "absurd, a vector was expected",
    "group, a dataset was expected",
    "nothing, not in the file"
  })
  void whatIsNotSupportedIsNamed(String dataset, String reason) throws IOException {
    try (var reader = open("layouts_old")) {
      String message =
          assertThrows(BadDataException.class, () -> reader.vector("/" + dataset)).getMessage();
      assertTrue(message.contains(reason), message);
      assertTrue(message.contains("layouts_old.h5:/" + dataset), message);
      assertThrows(BadDataException.class, () -> reader.strings("/compound"));
      assertThrows(BadDataException.class, () -> reader.children("/contiguous"));
    }
  }

  @Test
  void whatIsLargerThanMemoryIsRefusedBeforeItIsRead() throws IOException {
    try (var reader = open("layouts_new");
        Arena arena = Arena.ofShared()) {
      assertThrows(BackendException.OutOfMemory.class, () -> reader.matrix("/absurd", arena, 1));
      assertThrows(
          BackendException.OutOfMemory.class, () -> reader.matrixTransposed("/absurd", arena, 1));
      // Its rows can be read all the same: 2 GiB each, so none here.
      assertEquals(new Shape(1 << 28, 1 << 28), reader.source("/absurd").shape());
    }
  }

  /** jHDF does not follow the reference to the type: it must not pass for something else. */
  @Test
  void committedTypesAreReadOrRefused() throws IOException {
    try (var reader = open("committed")) {
      assertThrows(BadDataException.class, () -> reader.source("/data"));
    }
  }

  @Test
  void matlabFilesAreReadTransposed() throws IOException {
    try (var reader = open("matlab");
        Arena arena = Arena.ofShared()) {
      check(reader, "/Z", new Shape(C, R), (i, j) -> value(j, i, "f"));
      for (String name : List.of("/Z", "/Zc")) {
        for (int threads : List.of(1, 2)) {
          HostMatrix m = reader.matrixTransposed(name, arena, threads);
          assertEquals(SHAPE, m.shape());
          compare(m, 0, (i, j) -> value(i, j, "f"), name);
        }
      }
      assertEquals(List.of("表 table"), reader.strings("/title"));
      assertEquals(List.of("ab", "cde"), reader.strings("/lines"));
      assertEquals(List.of("North", "南方", ""), reader.strings("/names"));
      assertThrows(BadDataException.class, () -> reader.strings("/Z"));
    }
    var listed = Hdf5Kind.datasets(folder.resolve("matlab.h5"));
    assertTrue(
        listed.contains(new Hdf5Kind.Entry("/Z", List.of((long) C, (long) R), "float64")),
        listed.toString());
    assertEquals(Hdf5Kind.OTHER, Hdf5Kind.of(folder.resolve("matlab.h5")));
  }

  @Test
  void aListingTellsWhichDatasetsCannotBeRead() throws IOException {
    var listed = Hdf5Kind.datasets(folder.resolve("layouts_new.h5"));
    assertTrue(
        listed.stream()
            .anyMatch(e -> e.path().equals("/scaleoffset") && e.type().contains("scaleoffset")));
    assertTrue(listed.stream().anyMatch(e -> e.path().equals("/group/inside")));
  }

  @Test
  void severalThreadsReadOneSource() throws Exception {
    try (var reader = open("layouts_new");
        var pool = Executors.newFixedThreadPool(4)) {
      MatrixSource source = reader.source("/chunks_all", 2);
      var running = new ArrayList<Future<?>>();
      for (int t = 0; t < 4; t++) {
        int start = t;
        running.add(
            pool.submit(
                () -> {
                  for (int k = 0; k < 50; k++) {
                    int from = (start * 13 + k * 7) % (R - 20);
                    var panel = HostMatrix.allocate(Arena.ofAuto(), 20, C);
                    source.read(from, panel);
                    compare(panel, from, (i, j) -> value(i, j, "f"), "panel at " + from);
                  }
                  return null;
                }));
      }
      for (var f : running) {
        f.get();
      }
    }
  }

  @Test
  void panelsOutsideTheMatrixAreRefused() throws IOException {
    try (var reader = open("layouts_new")) {
      for (String name : List.of("/contiguous", "/chunks_gzip")) {
        MatrixSource source = reader.source(name);
        var panel = HostMatrix.allocate(Arena.ofAuto(), 10, C);
        assertThrows(IndexOutOfBoundsException.class, () -> source.read(R - 9, panel));
        assertThrows(IndexOutOfBoundsException.class, () -> source.read(-1, panel));
        var narrow = HostMatrix.allocate(Arena.ofAuto(), 10, C - 1);
        assertThrows(IllegalArgumentException.class, () -> source.read(0, narrow));
      }
    }
  }

  @Test
  void wholeBandsOfChunksArePreferred() throws IOException {
    try (var reader = open("layouts_new")) {
      // 8 MiB hold all 67 rows of 45 doubles: the next multiple of 16 is 80.
      assertEquals(80, reader.source("/chunks_gzip").preferredRows());
      assertEquals(67, reader.source("/contiguous").preferredRows());
      // Chunks of 7 along the first of 67 × 5 × 9: bands of 35 rows, 335 rows in all.
      assertEquals(350, reader.source("/chunks_cube").preferredRows());
    }
  }
}
