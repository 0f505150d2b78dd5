package wassily.io.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.FaultyDisk;
import wassily.io.FileHash;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/** A copy of the table on a disk of the node: made once, never believed without its hash. */
class StagedTableTest {
  @TempDir private Path folder;
  private Path table;
  private Path stage;
  private String hash;

  @BeforeEach
  void table() throws IOException {
    var bytes = new byte[3_000_001]; // some blocks and a part of one
    new SplittableRandom(1).nextBytes(bytes);
    table = Files.write(folder.resolve("table.h5"), bytes);
    hash = FileHash.sha256(table);
    stage = folder.resolve("stage/here");
  }

  private Path staged() throws IOException {
    return StagedTable.in(stage, table, hash, Progress.NONE);
  }

  @Test
  void copiedOnceAndSharedAfterwards() throws IOException {
    Path copy = staged();
    assertArrayEquals(Files.readAllBytes(table), Files.readAllBytes(copy));
    Files.delete(table); // so a second copy would fail
    assertEquals(copy, staged());
  }

  /** Another process of the node is copying: this one waits for it and copies nothing itself. */
  @Test
  void whoeverComesSecondWaitsForTheCopy() throws Exception {
    Files.createDirectories(stage);
    Process first =
        ShardLockTest.holder(Files.createFile(stage.resolve("wassily-%.16s.lock".formatted(hash))));
    try (var said = new BufferedReader(new InputStreamReader(first.getInputStream()))) {
      assertEquals("locked true", said.readLine());
      var second = Executors.newVirtualThreadPerTaskExecutor().submit(this::staged);
      assertThrows(TimeoutException.class, () -> second.get(300, TimeUnit.MILLISECONDS));
      Path copy = stage.resolve("wassily-%.16s.h5".formatted(hash));
      Files.move(table, copy); // the first one's copy; there is nothing left to copy from
      first.getOutputStream().close();
      assertEquals(copy, second.get(60, TimeUnit.SECONDS));
    } finally {
      first.destroyForcibly();
    }
  }

  @Test
  void aDamagedCopyIsMadeAgain() throws IOException {
    Path copy = staged();
    byte[] bytes = Files.readAllBytes(copy);
    bytes[2_000_000] ^= 1;
    Files.write(copy, bytes);
    assertArrayEquals(Files.readAllBytes(table), Files.readAllBytes(staged()));
  }

  @Test
  void aTableThatChangedIsRefusedAndNoCopyStays() throws IOException {
    Files.write(table, new byte[7]);
    var e = assertThrows(BadDataException.class, this::staged);
    assertTrue(e.getMessage().contains("table.h5: changed since"), e.getMessage());
    try (var left = Files.list(stage)) {
      assertEquals(List.of(), left.filter(f -> f.toString().endsWith(".h5")).toList());
    }
  }

  @Test
  void aFullDiskLeavesNothing() throws IOException {
    int k = 1;
    for (boolean done = false; !done; k++) {
      var disk = FaultyDisk.failing(k);
      try {
        StagedTable.in(stage, table, hash, Progress.NONE, disk::file);
        done = true;
      } catch (IOException e) {
        assertTrue(e.getMessage().contains("No space left"), e.getMessage());
        try (var left = Files.list(stage)) {
          assertEquals(List.of(), left.filter(f -> !f.toString().endsWith(".lock")).toList());
        }
      }
    }
    assertTrue(k > 4, "only " + k + " operations");
  }
}
