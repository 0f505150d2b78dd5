package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.cli.Cli.Ran;
import wassily.io.hdf5.HollowTable;
import wassily.io.hdf5.Tools;
import wassily.linalg.HostMemory;

/** Table files that cannot be used: one line with the place, the right exit code, no output. */
class BadTableTest {
  @TempDir private Path temporary;
  private Path folder;
  private Path outputs;

  @BeforeEach
  void folders() throws IOException {
    folder = Files.createDirectory(temporary.resolve("in"));
    outputs = Files.createDirectory(temporary.resolve("out"));
    Files.writeString(folder.resolve("map.csv"), "Farms,All\nMills,All\n");
  }

  @AfterEach
  void nothingWasWritten() throws IOException {
    assertEquals(List.of(), Cli.names(outputs));
  }

  private Ran footprint(Path table) {
    return Cli.run("footprint", table, "-o", outputs.resolve("result.h5"));
  }

  /** Every command that reads a table, with an output where it has one. */
  private Ran command(String name, Path table) {
    return switch (name) {
      case "check", "info" -> Cli.run(name, table);
      case "aggregate" -> {
        Path map = folder.resolve("map.csv");
        yield Cli.run(name, table, "--sectors", map, "-o", outputs.resolve("small.h5"));
      }
      default -> Cli.run(name, table, "-o", outputs.resolve("result.h5"));
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"info", "check", "footprint", "flows", "multipliers", "inverse", "aggregate"})
  void everyCommandNamesTheFileItCannotUse(String name) throws IOException {
    Path missing = folder.resolve("missing.h5");
    command(name, missing).refused(Exit.BAD_DATA, missing, "no such file");

    Path text = Files.writeString(folder.resolve("text.h5"), "region,sector\n");
    command(name, text).refused(Exit.BAD_DATA, text, "not an HDF5 file");

    Path empty = Files.createFile(folder.resolve("empty.h5"));
    command(name, empty).refused(Exit.BAD_DATA, empty, "empty");

    command(name, folder).refused(Exit.BAD_DATA, folder, "is a folder");

    Path whole = Cli.smallTable(folder);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.h5");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    command(name, cut)
        .refused(Exit.BAD_DATA, cut, "truncated: " + bytes.length / 2, "" + bytes.length);

    Path result = folder.resolve("result.h5");
    Cli.run("footprint", whole, "-o", result).ok();
    command(name, result)
        .refused(Exit.BAD_DATA, result, "is a Wassily result", "Wassily table was expected");
  }

  @Test
  void aTableIsNoResult() throws IOException {
    Path table = Cli.smallTable(folder);
    Path csv = outputs.resolve("D.csv");
    Cli.run("results", table, "--array", "D_cba", "--csv", csv)
        .refused(Exit.BAD_DATA, table, "is a Wassily table", "Wassily result was expected");
    Path text = Files.writeString(folder.resolve("text.h5"), "no");
    Cli.run("results", text).refused(Exit.BAD_DATA, text, "not an HDF5 file");
  }

  @ParameterizedTest
  @CsvSource({
    "wide-z,     /Z,           4 × 5, 4 × 4",
    "short-y,    /Y,           3 × 2, 4 × 2",
    "text-z,     /Z,           '', ''",
    "no-y,       /Y,           '', ''",
    "no-regions, /axis/region, '', ''",
    "twice,      /axis/, Farms, ''",
    "blank,      /axis/, 'region 2', 'blank label'",
    "few-labels, /axis/sector, '', ''"
  })
  void whatAnotherProgramSpoiled(String edit, String dataset, String found, String expected)
      throws IOException {
    Path table = TinyTable.write(folder.resolve("tiny.h5"), t -> {});
    Tools.python("/wassily/cli/edit_table.py", "h5py, numpy", table.toString(), edit);
    Ran ran = footprint(table).refused(Exit.BAD_DATA, table, found, expected);
    if (!edit.equals("few-labels")) {
      ran.refused(Exit.BAD_DATA, dataset);
    }
    Cli.run("check", table).refused(Exit.BAD_DATA, table);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersThatAreNone(double bad) throws IOException {
    Path z = TinyTable.write(folder.resolve("z.h5"), t -> t.z[1][2] = bad);
    for (String command : List.of("footprint", "flows", "multipliers", "inverse", "check")) {
      command(command, z)
          .refused(Exit.BAD_DATA, z, "North | Mills", "South | Farms", "" + bad, "finite");
    }
    Path y = TinyTable.write(folder.resolve("y.h5"), t -> t.y[3][0] = bad);
    Path f = TinyTable.write(folder.resolve("f.h5"), t -> t.f[0][2] = bad);
    Path direct = TinyTable.write(folder.resolve("fy.h5"), t -> t.fY[0][1] = bad);
    Path x = TinyTable.write(folder.resolve("x.h5"), t -> t.x[3] = bad);
    for (String command : List.of("footprint", "check", "info")) {
      command(command, y)
          .refused(Exit.BAD_DATA, y + ":/Y", "South | Mills", "North | Consumption", "" + bad);
      command(command, f).refused(Exit.BAD_DATA, f, "/air/F", "CO2", "South | Farms", "" + bad);
      command(command, direct).refused(Exit.BAD_DATA, direct, "/air/F_Y", "South | Consumption");
      command(command, x).refused(Exit.BAD_DATA, x + ":/x", "South | Mills", "" + bad);
    }
  }

  /** North | Mills needs 80 + 30 of itself and Farms for 100. */
  private static void unproductive(TinyTable t) {
    t.z[0][1] = 80;
    t.z[1][1] = 130;
  }

  /** North | Farms sells its whole output to itself: its row of I − A is zero. */
  private static void singular(TinyTable t) {
    t.z[0] = new double[] {100, 0, 0, 0};
    t.y[0] = new double[] {0, 0};
  }

  @ParameterizedTest
  @ValueSource(strings = {"footprint", "flows", "multipliers", "inverse"})
  void unproductiveAndSingularSystems(String command) throws IOException {
    Path u = TinyTable.write(folder.resolve("unproductive.h5"), BadTableTest::unproductive);
    command(command, u).refused(Exit.UNPRODUCTIVE, u, "not productive", "North | Mills");
    Path s = TinyTable.write(folder.resolve("singular.h5"), BadTableTest::singular);
    command(command, s).refused(Exit.UNPRODUCTIVE, s, "singular", "North | Farms");
  }

  @Test
  void checkReportsUnproductiveAndSingularSystems() throws IOException {
    Path u = TinyTable.write(folder.resolve("unproductive.h5"), BadTableTest::unproductive);
    Ran ran = Cli.run("check", u);
    assertEquals(Exit.UNPRODUCTIVE, ran.code());
    assertTrue(ran.complaint().contains(u + ": the table is not productive"), ran.err());
    assertTrue(ran.complaint().contains("North | Mills"), ran.err());
    assertTrue(ran.out().contains("error    the table is not productive"), ran.out());
    Path s = TinyTable.write(folder.resolve("singular.h5"), BadTableTest::singular);
    ran = Cli.run("check", s);
    assertEquals(Exit.UNPRODUCTIVE, ran.code());
    assertTrue(ran.complaint().contains(s + ": I − A is singular"), ran.err());
    assertTrue(ran.complaint().contains("North | Farms"), ran.err());
    assertEquals(Exit.OK, Cli.run("check", "--quick", s).code());
  }

  @Test
  void importColumnsAreAnErrorWithTheOptionThatHelps() throws IOException {
    Path table =
        TinyTable.write(
            folder.resolve("competitive.h5"),
            t -> {
              t.category = "Imports";
              for (double[] row : t.y) {
                row[0] = -10;
                row[1] = -5;
              }
            });
    Ran ran = Cli.run("check", "--quick", table);
    assertEquals(Exit.BAD_DATA, ran.code(), ran.out());
    for (String part : List.of(table.toString(), "--imports convert", "Imports: total -60")) {
      assertTrue(ran.complaint().contains(part), ran.err());
    }
  }

  @Test
  void negativeOutputIsAWarningUnlessStrict() throws IOException {
    Path table =
        TinyTable.write(
            folder.resolve("negative.h5"),
            t -> {
              t.x[2] = -1;
              t.z[2] = new double[4];
              t.y[2] = new double[] {-1, 0};
              for (double[] row : t.z) {
                row[2] = 0;
              }
            });
    Ran loose = Cli.run("check", table).ok();
    assertTrue(loose.out().contains("warning  1 gross outputs are negative"), loose.out());
    assertTrue(loose.out().contains("South | Farms = -1\n"), loose.out());
    Ran strict = Cli.run("check", "--strict", table);
    assertEquals(Exit.BAD_DATA, strict.code());
    assertTrue(strict.complaint().contains("South | Farms = -1"), strict.err());
    Ran computed = Cli.run("footprint", table).ok();
    assertTrue(computed.err().contains("warning: output is negative in 1 "), computed.err());
    assertTrue(computed.err().contains("South | Farms"), computed.err());
  }

  /** 200,000 sectors are 320 GB, a hole in a file. */
  @ParameterizedTest
  @ValueSource(strings = {"footprint", "flows", "multipliers", "inverse", "check"})
  void aTableLargerThanMemoryIsRefusedBeforeItIsRead(String command) {
    needsLessMemoryThan(8L * 200_000 * 200_000);
    Path table = HollowTable.write(folder.resolve("large.h5"), 200_000);
    long start = System.nanoTime();
    command(command, table)
        .refused(Exit.OUT_OF_MEMORY, table, "305,175 MB", "MB are available", "200,000 × 200,000");
    // Reading 320 GB takes minutes on any disk.
    assertTrue(System.nanoTime() - start < 30e9, "it took " + (System.nanoTime() - start) / 1e9);
  }

  private static void needsLessMemoryThan(long bytes) {
    assumeTrue(
        HostMemory.available() < bytes,
        "skipped: %,d MB would fit into this machine".formatted(bytes >> 20));
  }

  @Test
  void generatingMoreThanMemoryIsRefusedBeforeItBegins() {
    // Y alone: 1.2 million rows, 24,001 columns.
    needsLessMemoryThan(8L * 1_200_000 * 24_001);
    Cli.run("generate", "--regions", 6000, "--sectors", 200, "-o", outputs.resolve("large.h5"))
        .refused(Exit.OUT_OF_MEMORY, "6000 regions × 200 sectors", "MB are available");
  }

  @Test
  void stressorsThatAreNotThereAreSeenBeforeTheWork() throws IOException {
    Path table = Cli.smallTable(folder);
    for (String command : List.of("footprint", "flows", "multipliers")) {
      Cli.run(command, table, "-s", "CO3", "-o", outputs.resolve("result.h5"))
          .refused(Exit.BAD_DATA, table, "CO3", "CO2", "NOx");
    }
    Cli.run("footprint", TinyTable.write(folder.resolve("t.h5"), t -> {}), "--of", "value-added")
        .refused(Exit.BAD_DATA, "t.h5", "no value-added rows", "--of residual");
  }
}
