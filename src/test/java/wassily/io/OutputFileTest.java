package wassily.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path folder;

  private List<Path> files() throws IOException {
    try (var list = Files.list(folder)) {
      return list.sorted().toList();
    }
  }

  private static void put(OutputFile out, String text) throws IOException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    for (long at = 0; bytes.hasRemaining(); ) {
      at += out.channel().write(bytes, at);
    }
  }

  @Test
  void aFileAppearsWhenItIsCompleteAndNotBefore() throws IOException {
    Path target = folder.resolve("out.txt");
    try (var out = OutputFile.create(target, false)) {
      put(out, "content");
      assertTrue(Files.notExists(target));
      out.commit();
      assertEquals("content", Files.readString(target));
    }
    assertEquals(List.of(target), files());
  }

  @Test
  void whatIsNotCommittedLeavesNothing() throws IOException {
    try (var out = OutputFile.create(folder.resolve("out.txt"), false)) {
      put(out, "half");
    }
    assertEquals(List.of(), files());
  }

  @Test
  void aFileThatIsReplacedIsWholeAtAnyTime() throws IOException {
    Path target = folder.resolve("out.txt");
    Files.writeString(target, "old");
    try (var out = OutputFile.create(target, true)) {
      put(out, "new");
      assertEquals("old", Files.readString(target));
      out.commit();
    }
    assertEquals("new", Files.readString(target));
    assertEquals(List.of(target), files());
  }

  @Test
  void twoWritersOfOneNameDoNotTouchEachOther() throws IOException {
    Path target = folder.resolve("out.txt");
    try (var a = OutputFile.create(target, false);
        var b = OutputFile.create(target, false)) {
      put(a, "first");
      put(b, "second");
      b.commit();
      assertThrows(FileAlreadyExistsException.class, a::commit);
    }
    assertEquals("second", Files.readString(target));
    assertEquals(List.of(target), files());
  }

  @Test
  void impossibleTargetsAreRefusedAtOnce() throws IOException {
    Path existing = folder.resolve("out.txt");
    Files.writeString(existing, "x");
    assertThrows(FileAlreadyExistsException.class, () -> OutputFile.create(existing, false));
    assertTrue(
        assertThrows(
                IOException.class, () -> OutputFile.create(folder.resolve("none/out.txt"), false))
            .getMessage()
            .contains("does not exist"));
    assertTrue(
        assertThrows(IOException.class, () -> OutputFile.create(folder, true))
            .getMessage()
            .contains("is a folder"));
    assertEquals(List.of(existing), files());
  }

  @Test
  void anUnwritableFolderIsNamed() throws IOException {
    Path closed = folder.resolve("closed");
    Files.createDirectory(
        closed, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    Assumptions.assumeFalse(
        Files.isWritable(closed), "skipped: this user (root?) may write to any folder");
    assertTrue(
        assertThrows(IOException.class, () -> OutputFile.create(closed.resolve("out.txt"), false))
            .getMessage()
            .contains("no permission to write"));
  }

  @Test
  void whateverFailsNothingIsLeftAndTheOldFileIsKept() throws IOException {
    Path target = folder.resolve("out.txt");
    Files.writeString(target, "old");
    int k = 1;
    for (boolean done = false; !done; k++) {
      try (var out = FaultyDisk.create(target, true, k)) {
        put(out, "new text in several calls ".repeat(30_000));
        out.commit();
        done = true;
      } catch (IOException e) {
        assertTrue(e.getMessage().contains("No space left"), e.getMessage());
        assertEquals("old", Files.readString(target), "operation " + k);
        assertEquals(List.of(target), files(), "operation " + k);
      }
    }
    // Create, at least two writes, flush, close, rename.
    assertTrue(k > 6, "only " + k + " operations");
    assertEquals(List.of(target), files());
  }
}
