package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.io.FaultyDisk;
import wassily.io.hdf5.SampleTables.Size;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.table.MrioTable;

/** Disks that fill up and sources that break: nothing is left behind. */
class FailingDiskTest {
  @TempDir Path folder;

  private List<Path> files() throws IOException {
    try (var list = Files.list(folder)) {
      return list.toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 3", "3, 1", "3, 3"})
  void whateverFailsNothingIsLeft(int compression, int threads) throws IOException {
    Path file = folder.resolve("table.h5");
    try (MrioTable table = SampleTables.table(new Size(9, 45, 2, 1, 2, 1), 1)) {
      var options = new WriteOptions(false, compression, threads);
      int k = 1;
      for (boolean done = false; !done; k++) {
        try (var out = FaultyDisk.create(file, false, k)) {
          TableFile.write(table, out, options, Progress.NONE);
          done = true;
        } catch (IOException e) {
          assertTrue(e.getMessage().contains("No space left"), e.getMessage());
          assertEquals(List.of(), files(), "operation " + k);
        }
      }
      assertTrue(k > 20, "only " + k + " operations");
      assertEquals(List.of(file), files());
      // Half-done writes were finished.
      try (MrioTable read = TableFile.open(file, 1)) {
        Matrices.assertSame(table.z(), read.z(), "Z");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 4", "3, 1", "3, 4"})
  void aSourceThatBreaksLeavesNothing(int compression, int threads) throws IOException {
    Path file = folder.resolve("result.h5");
    ResultSet result =
        result(
            firstRow -> {
              if (firstRow > 2500) {
                throw new IOException("the source broke");
              }
            });
    String message =
        assertThrows(
                IOException.class,
                () ->
                    ResultFile.write(
                        result, file, new WriteOptions(false, compression, threads), Progress.NONE))
            .getMessage();
    assertEquals("the source broke", message);
    assertEquals(List.of(), files());
  }

  /** Threads write in order: those behind one that failed must not wait for it. */
  @Test
  void anErrorInOneThreadEndsTheOthers() throws IOException {
    Path file = folder.resolve("result.h5");
    var first = new AtomicBoolean(true);
    var later = new CountDownLatch(1);
    ResultSet result =
        result(
            firstRow -> {
              if (firstRow > 1000 && first.getAndSet(false)) {
                await(later);
                throw new StackOverflowError("of a test");
              }
              if (!first.get()) {
                later.countDown();
              }
            });
    var options = new WriteOptions(false, 3, 2);
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () ->
            assertThrows(
                StackOverflowError.class,
                () -> ResultFile.write(result, file, options, Progress.NONE)));
    assertEquals(List.of(), files());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS), "no other thread came");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private interface Reading {
    void from(long firstRow) throws IOException;
  }

  /** 5,000 × 300 zeros, after what reading them does. */
  private static ResultSet result(Reading reading) {
    var values =
        new MatrixSource() {
          @Override
          public Shape shape() {
            return new Shape(5000, 300);
          }

          @Override
          public void read(long firstRow, HostMatrix into) throws IOException {
            reading.from(firstRow);
          }

          @Override
          public long preferredRows() {
            return 100;
          }
        };
    var labels = IntStream.range(0, 5000).mapToObj(i -> "r" + i).toList();
    return new ResultSet(
        "",
        List.of(
            new ResultArray(
                "v",
                "",
                "",
                List.of(
                    new ResultAxis("row", labels),
                    new ResultAxis("column", labels.subList(0, 300))),
                values)),
        new Certificate(List.of()),
        Map.of());
  }

  @Test
  void aRealDiskThatIsFullIsReported() throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Tools.Run mount;
    try {
      mount = Tools.run(List.of("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()));
    } catch (IOException e) {
      mount = new Tools.Run(1, "", e.getMessage());
    }
    Assumptions.assumeTrue(mount.status() == 0, "skipped: cannot mount a small disk");
    try (MrioTable table = SampleTables.table(new Size(10, 50, 2, 1, 2, 1), 1)) {
      Path file = disk.resolve("table.h5");
      String message =
          assertThrows(
                  IOException.class,
                  () -> TableFile.write(table, file, new WriteOptions(false, 0, 2), Progress.NONE))
              .getMessage();
      assertTrue(message.contains("No space left on device"), message);
      try (var list = Files.list(disk)) {
        assertEquals(List.of(), list.toList());
      }
    } finally {
      assertEquals(0, Tools.run(List.of("umount", disk.toString())).status());
    }
    assertFalse(Files.exists(disk.resolve("table.h5")));
  }
}
