package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.cli.Cli.Ran;

/** Places where results cannot go. */
class OutputTest {
  @TempDir private Path folder;
  private Path table;
  private Path map;

  @BeforeEach
  void makeTable() throws IOException {
    table = Cli.smallTable(folder);
    map = Files.writeString(folder.resolve("map.csv"), "Foreign,Foreign\n");
  }

  /** Every command that writes a file, without the file's name. */
  private List<List<Object>> writers() throws IOException {
    Path result = folder.resolve("result-to-export.h5");
    if (!Files.exists(result)) {
      Cli.run("footprint", table, "-o", result).ok();
    }
    return List.of(
        List.of("generate", "--regions", 2, "--sectors", 3, "-o"),
        List.of("import", folder, "-o"),
        List.of("aggregate", table, "--regions", map, "-o"),
        List.of("footprint", table, "-o"),
        List.of("flows", table, "-o"),
        List.of("multipliers", table, "-o"),
        List.of("inverse", table, "-o"),
        List.of("results", result, "--array", "D_cba", "--csv"));
  }

  private static Ran run(List<Object> words, Object... more) {
    var all = new ArrayList<>(words);
    all.addAll(Arrays.asList(more));
    return Cli.run(all.toArray());
  }

  @Test
  void whatExistsIsKeptByteForByteUnlessForced() throws IOException {
    for (List<Object> command : writers()) {
      Path kept = folder.resolve("kept.h5");
      byte[] bytes = {1, 2, 3};
      Files.write(kept, bytes);
      List<String> before = Cli.names(folder);
      run(command, kept).refused(Exit.USAGE, kept + " exists", "--force");
      assertArrayEquals(bytes, Files.readAllBytes(kept), command.toString());
      assertEquals(before, Cli.names(folder));
      if (!command.getFirst().equals("import") && !command.getFirst().equals("aggregate")) {
        run(command, kept, "--force").ok();
        assertTrue(Files.size(kept) > bytes.length);
        assertEquals(before, Cli.names(folder));
      }
    }
  }

  @Test
  void aForcedOutputIsKeptWhenTheWorkFails() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept.h5"), "old");
    Cli.run("footprint", table, "-s", "nothing", "-o", kept, "--force").refused(Exit.BAD_DATA);
    assertEquals("old", Files.readString(kept));
  }

  @Test
  void foldersThatAreNotThereAndNamesOfFolders() throws IOException {
    for (List<Object> command : writers()) {
      Path nowhere = folder.resolve("nowhere").resolve("r.h5");
      run(command, nowhere)
          .refused(Exit.FAILED, nowhere, folder.resolve("nowhere") + " does not exist");
      run(command, folder).refused(Exit.FAILED, folder + ": is a folder");
    }
  }

  @Test
  void foldersThatMayNotBeWrittenTo() throws IOException {
    // Root may write anywhere but into the kernel's own file systems.
    Path locked = Path.of("/proc");
    boolean root = System.getProperty("user.name").equals("root");
    if (!root) {
      locked = Files.createDirectory(folder.resolve("locked"));
      assertTrue(locked.toFile().setWritable(false));
    }
    assumeTrue(Files.isDirectory(locked), "skipped: no folder that root may not write to");
    for (List<Object> command : writers()) {
      if (root && List.of("import", "aggregate").contains(command.getFirst())) {
        continue; // Root learns it only when the file is made, and these two stop before.
      }
      Path out = locked.resolve("r.h5");
      run(command, out, "--force").onlyComplaint(Exit.FAILED, out, locked);
    }
  }

  @Test
  void aFullDisk() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = mount("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString());
    assumeTrue(mounted, "skipped: a full disk can only be made by root (mount -t tmpfs)");
    try {
      Path out = disk.resolve("r.h5");
      Cli.run("generate", "--regions", 10, "--sectors", 30, "-o", out)
          .refused(Exit.FAILED, out, "No space left");
      assertEquals(List.of(), Cli.names(disk));
      Path large = folder.resolve("large.h5");
      Cli.run("generate", "--regions", 10, "--sectors", 30, "-o", large).ok();
      Cli.run("inverse", large, "-o", out).onlyComplaint(Exit.FAILED, out, "No space left");
      assertEquals(List.of(), Cli.names(disk));
      Path result = folder.resolve("flows.h5");
      Cli.run("inverse", large, "-o", result).ok();
      Path csv = disk.resolve("L.csv");
      Cli.run("results", result, "--array", "L", "--csv", csv)
          .onlyComplaint(Exit.FAILED, csv, "No space left");
      assertEquals(List.of(), Cli.names(disk));
    } finally {
      assertTrue(mount("umount", disk.toString()));
    }
  }

  private static boolean mount(String... words) throws IOException, InterruptedException {
    try {
      Process p = new ProcessBuilder(words).redirectErrorStream(true).start();
      p.getInputStream().readAllBytes();
      return p.waitFor(20, TimeUnit.SECONDS) && p.exitValue() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }
}
