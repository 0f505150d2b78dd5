package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.io.hdf5.SampleTables.Size;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/** Truncated and damaged files: refused in words, never read as something else. */
class DamagedFilesTest {
  private static final long SEED = 20_260_101;

  @TempDir Path folder;

  /** Reads everything; returns what was read. */
  private static List<HostMatrix> readAll(Path file) throws IOException {
    var all = new ArrayList<HostMatrix>();
    try (var reader = Hdf5Reader.open(file)) {
      for (Hdf5Kind.Entry e : Hdf5Kind.datasets(file)) {
        if (e.type().equals("strings")) {
          reader.strings(e.path());
          reader.scales(e.path());
        } else {
          // Damage can ask for any size; ours are small.
          MatrixSource source = reader.source(e.path());
          if (source.shape().bytes() <= 1 << 24) {
            all.add(reader.matrix(e.path(), Arena.ofAuto(), 2));
          }
        }
      }
    }
    return all;
  }

  private static void refuses(Path file, String what) {
    try {
      readAll(file);
      fail(what + ": was read");
    } catch (BadDataException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    } catch (IOException e) {
      assertTrue(e.getMessage() != null, what);
    }
  }

  private void cut(Path whole, int times) throws IOException {
    var random = new Random(SEED);
    byte[] bytes = Files.readAllBytes(whole);
    Path file = folder.resolve("cut.h5");
    Files.write(file, bytes);
    assertTrue(readAll(file).size() > 0);
    for (int k = 0; k < times; k++) {
      int length = k == 0 ? bytes.length - 1 : random.nextInt(bytes.length);
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      refuses(file, whole.getFileName() + " cut at " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut_contiguous", "cut_chunked", "cut_btree"})
  void everyTruncationOfAForeignFileIsFound(String name) throws IOException {
    Tools.python("make_files.py", "h5py, numpy", folder.toString());
    cut(folder.resolve(name + ".h5"), 150);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void everyTruncationOfATableIsFound(int compression) throws IOException {
    Path file = folder.resolve("table.h5");
    try (MrioTable t = SampleTables.table(new Size(9, 45, 2, 1, 2, 1), 1)) {
      TableFile.write(t, file, new WriteOptions(false, compression, 2), Progress.NONE);
    }
    cut(file, 150);
  }

  @Test
  void aFileThatIsCutWhileItIsOpenIsFound() throws IOException {
    Path file = folder.resolve("table.h5");
    try (MrioTable t = SampleTables.table(new Size(9, 45, 2, 1, 2, 1), 1)) {
      TableFile.write(t, file, new WriteOptions(false, 0, 1), Progress.NONE);
    }
    try (MrioTable read = TableFile.open(file, 1)) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(100_000);
      }
      var panel = HostMatrix.allocate(Arena.ofAuto(), 405, 405);
      try {
        read.z().read(0, panel);
        fail("was read");
      } catch (BadDataException e) {
        assertTrue(e.getMessage().contains("the file ended"), e.getMessage());
      }
    }
  }

  /**
   * Flips bytes anywhere. Headers of version 1 and contiguous data have no checksum, so a file may
   * be read, with other numbers; what must not happen is anything but an answer or a refusal.
   */
  @Test
  void flippedBytesNeverCrash() throws IOException {
    var files = new ArrayList<Path>();
    Path table = folder.resolve("table.h5");
    try (MrioTable t = SampleTables.table(new Size(2, 3, 2, 1, 2, 2), 1)) {
      TableFile.write(t, table, new WriteOptions(false, 0, 1), Progress.NONE);
    }
    files.add(table);
    Tools.python("make_files.py", "h5py, numpy", folder.toString());
    for (String name :
        List.of("layouts_old", "layouts_new", "cut_btree", "grow_hole", "matlab", "paged")) {
      files.add(folder.resolve(name + ".h5"));
    }
    var random = new Random(SEED);
    Path damaged = folder.resolve("damaged.h5");
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      for (int k = 0; k < 60; k++) {
        byte[] bytes = whole.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          // Half of them in the first 8 KiB, where most headers are.
          int range = random.nextBoolean() ? Math.min(8192, bytes.length) : bytes.length;
          bytes[random.nextInt(range)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(damaged, bytes);
        try {
          readAll(damaged);
          TableFile.open(damaged, 1).close();
        } catch (BadDataException | IOException e) {
          // One of the two answers that are allowed; anything else fails the test.
          assertTrue(!e.getMessage().isBlank());
        }
      }
    }
  }

  @Test
  void everyFlipInCompressedChunksIsFound() throws IOException {
    Path file = folder.resolve("table.h5");
    try (MrioTable t = SampleTables.table(new Size(9, 45, 2, 1, 2, 0), 1)) {
      TableFile.write(t, file, new WriteOptions(false, 3, 1), Progress.NONE);
    }
    byte[] whole = Files.readAllBytes(file);
    // Compressed data comes last and is followed by small indexes only; Z is most of the file.
    var random = new Random(SEED);
    for (int k = 0; k < 40; k++) {
      byte[] bytes = whole.clone();
      int at = bytes.length / 2 + random.nextInt(bytes.length / 4);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
      refuses(file, "flip at " + at);
    }
  }
}
