package wassily.linalg.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.linalg.BackendException;
import wassily.linalg.PrivateFolder;

class OpenBlasCarrierTest {
  private static final ClassLoader LOADER = OpenBlasCarrierTest.class.getClassLoader();

  @TempDir Path home;

  private OpenBlasCarrier carrier() {
    return new OpenBlasCarrier(LOADER, Map.of("HOME", home.toString()), Optional.empty());
  }

  private Path unpacked() throws IOException {
    try (var found = Files.list(home.resolve(".cache/wassily"))) {
      return found.findFirst().orElseThrow();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void unpacksOnceIntoAPrivateFolder() throws IOException {
    assertEquals(Optional.empty(), carrier().missing());
    assertTrue(carrier().load().name().startsWith("OpenBLAS "));
    var folder = unpacked();
    assertTrue(
        folder.getFileName().toString().matches("openblas-0\\.3\\.[-.0-9]+-[0-9a-f]{8}"),
        folder.toString());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    assertEquals(
        List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0", "libquadmath.so.0"),
        names(folder));
    var library = folder.resolve("libopenblas.so.0");
    var written = Files.getAttribute(library, "unix:ino");
    carrier().load();
    assertEquals(written, Files.getAttribute(library, "unix:ino"), "written again");
  }

  @Test
  void replacesDamagedFiles() throws IOException {
    carrier().load();
    var small = unpacked().resolve("libquadmath.so.0");
    byte[] whole = Files.readAllBytes(small);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    for (byte[] wrong : List.of(damaged, new byte[0], new byte[] {1, 2, 3})) {
      // Written beside and moved, as the one that is loaded must stay as it is.
      Files.move(
          Files.write(home.resolve("wrong"), wrong),
          small,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      carrier().load();
      assertArrayEquals(whole, Files.readAllBytes(small));
    }
    assertEquals(4, names(unpacked()).size(), "nothing left over");
  }

  @Test
  void refusesAFolderThatOthersMayWriteTo() throws IOException {
    carrier().load();
    for (Path shared : List.of(unpacked(), home.resolve(".cache/wassily"))) {
      for (String permissions : List.of("rwxrwx---", "rwx----w-")) {
        var before = Files.getPosixFilePermissions(shared);
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString(permissions));
        var refused = assertThrows(BackendException.Absent.class, () -> carrier().load());
        assertTrue(refused.getMessage().contains(permissions), refused.getMessage());
        assertTrue(refused.getMessage().contains(shared.toString()), refused.getMessage());
        Files.setPosixFilePermissions(shared, before);
      }
    }
  }

  @Test
  void usesTheCacheThatTheEnvironmentNames() throws IOException {
    var cache = home.resolve("elsewhere");
    new OpenBlasCarrier(
            LOADER,
            Map.of("HOME", home.toString(), "XDG_CACHE_HOME", cache.toString()),
            Optional.empty())
        .load();
    assertTrue(Files.isDirectory(cache.resolve("wassily")));
    assertFalse(Files.exists(home.resolve(".cache")));
  }

  @Test
  void leavesNothingBehindWhereHomeCannotBeWritten() throws IOException {
    // A file where the folder should be stops even the superuser.
    Files.writeString(home.resolve(".cache"), "");
    var folder = PrivateFolder.open(Map.of("HOME", home.toString()), "openblas");
    Path path = folder.path();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertTrue(carrier().load().name().startsWith("OpenBLAS "));
    folder.close();
    assertFalse(Files.exists(path));
  }

  @Test
  void usesAFolderThatHoldsTheFilesAlready() throws IOException {
    carrier().load();
    var given = new OpenBlasCarrier(LOADER, Map.of(), Optional.of(unpacked()));
    assertEquals(Optional.empty(), given.missing());
    assertTrue(given.load().name().startsWith("OpenBLAS "));
    var empty = new OpenBlasCarrier(LOADER, Map.of(), Optional.of(home));
    var absent = assertThrows(BackendException.Absent.class, empty::load);
    assertTrue(absent.getMessage().contains("wassily.native.dir"), absent.getMessage());
    assertEquals(absent.getMessage(), empty.missing().orElseThrow());
  }

  @Test
  void saysWhenTheJarIsMissing() throws IOException {
    try (var nothing = new URLClassLoader(new URL[0], null)) {
      var carrier = new OpenBlasCarrier(nothing, Map.of(), Optional.empty());
      var absent = assertThrows(BackendException.Absent.class, carrier::load);
      assertTrue(absent.getMessage().contains("--blas"), absent.getMessage());
    }
  }
}
