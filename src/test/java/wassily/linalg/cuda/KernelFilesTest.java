package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.linalg.BackendException;
import wassily.linalg.HostMatrix;
import wassily.linalg.Pivoting;

/**
 * Compiled kernels are found again by the next process, and never taken when something is wrong.
 */
class KernelFilesTest {
  @TempDir Path home;

  /**
   * Starts a backend on the emulated driver, as a new process would, and runs one kernel.
   *
   * @return how often NVRTC compiled
   */
  private long compilations() {
    var driver = new FailingDriver(CudaTestBackends.emulatedDriver());
    driver.failCall(-1, 0);
    var images = new KernelImages(new KernelFiles(Map.of("HOME", home.toString())));
    var settings = new CudaBackend.Settings(Pivoting.AUTO, true, images);
    try (var backend = new CudaBackend(driver.driver(), 0, 1, settings);
        var m = backend.upload(HostMatrix.of(new double[][] {{1, 2}, {3, 4}}))) {
      backend.diagonalMinus(new double[] {10, 20}, m);
      var found = HostMatrix.allocate(Arena.ofAuto(), 2, 2);
      m.download(found);
      assertEquals(List.of(9.0, -2.0), Arrays.stream(found.row(0)).boxed().toList());
    }
    return driver.calls().stream().filter("nvrtcCompileProgram"::equals).count();
  }

  private Path folder() {
    return home.resolve(".cache/wassily/kernels");
  }

  private Path file() throws IOException {
    try (var files = Files.list(folder())) {
      List<Path> all = files.toList();
      assertEquals(1, all.size(), "one image and no half-written file: " + all);
      return all.getFirst();
    }
  }

  @Test
  void theSecondStartCompilesNothing() throws IOException {
    assertEquals(1, compilations());
    assertEquals(0, compilations());
    assertTrue(file().getFileName().toString().matches("m0\\.cu-[0-9a-f]{64}"), file().toString());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
  }

  @Test
  void whatIsDamagedIsCompiledAgain() throws IOException {
    compilations();
    byte[] whole = Files.readAllBytes(file());
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    byte[] otherHash = whole.clone();
    otherHash[0] ^= 1;
    for (byte[] damaged :
        new byte[][] {
          flipped, otherHash, Arrays.copyOf(whole, whole.length - 1), Arrays.copyOf(whole, 32), {}
        }) {
      Files.write(file(), damaged);
      assertEquals(1, compilations());
      assertEquals(0, compilations(), "it was replaced");
    }
  }

  /** As after a change of the card or the driver that the name does not tell. */
  @Test
  void whatTheDriverRefusesIsCompiledAgain() throws IOException {
    compilations();
    String name = file().getFileName().toString();
    var files = new KernelFiles(Map.of("HOME", home.toString()));
    files.write(name, "no image".getBytes(StandardCharsets.US_ASCII));
    assertTrue(files.read(name).isPresent(), "whole as a file");
    assertEquals(1, compilations());
    assertEquals(0, compilations());
  }

  @Test
  void whatOthersMayWriteToIsNotLoaded() throws IOException {
    compilations();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals(1, compilations());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    Path link = file();
    Files.move(link, home.resolve("elsewhere"));
    Files.createSymbolicLink(link, home.resolve("elsewhere"));
    assertEquals(1, compilations(), "a link may lead anywhere");
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
    var refused = assertThrows(BackendException.Absent.class, this::compilations);
    assertTrue(refused.getMessage().contains(folder().toString()), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  /** Nobody's home can be written: a process then compiles for itself. */
  @Test
  void doesWithoutAFolder() throws IOException {
    Files.createFile(home.resolve(".cache"));
    assertEquals(1, compilations());
    assertEquals(1, compilations());
  }

  @Test
  void aNameHoldsAllThatWentIn() {
    var names =
        new HashSet<>(
            List.of(
                KernelFiles.name("a.cu", "source", "NVRTC 12.6", "sm_90", "c++17"),
                KernelFiles.name("b.cu", "source", "NVRTC 12.6", "sm_90", "c++17"),
                KernelFiles.name("a.cu", "Source", "NVRTC 12.6", "sm_90", "c++17"),
                KernelFiles.name("a.cu", "source", "NVRTC 12.8", "sm_90", "c++17"),
                KernelFiles.name("a.cu", "source", "NVRTC 12.6", "sm_80", "c++17"),
                KernelFiles.name("a.cu", "source", "NVRTC 12.6", "sm_90c++17"),
                KernelFiles.name("a.cu", "source", "NVRTC 12.6", "sm_90")));
    assertEquals(7, names.size());
    assertEquals(
        KernelFiles.name("a.cu", "source", "NVRTC 12.6", "sm_90"),
        KernelFiles.name("a.cu", "source", "NVRTC 12.6", "sm_90"));
  }
}
