package wassily.linalg.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.linalg.BackendException;
import wassily.linalg.BackendOptions;
import wassily.linalg.BackendProvider.Availability;

class BlasLibraryTest {
  @TempDir Path folder;

  private static String refusal(Path library) {
    var options = new BackendOptions(1, Optional.of(library));
    var provider = new CpuBackendProvider();
    var absent = assertThrows(BackendException.Absent.class, () -> provider.open(options));
    var missing = assertInstanceOf(Availability.Missing.class, provider.probe(options));
    assertEquals(absent.getMessage(), missing.why());
    assertEquals(1, absent.getMessage().lines().count());
    assertTrue(absent.getMessage().contains(library.toString()), absent.getMessage());
    return absent.getMessage();
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void bundledLibrarySaysWhatItIs() {
    var library = OpenBlasCarrier.ofThisProcess().load();
    assertTrue(library.name().matches("OpenBLAS 0\\.3\\.\\d+ \\(\\w+\\)"), library.name());
    assertEquals(1, library.threads().set(1));
    assertEquals(2, library.threads().set(2));
  }

  @Test
  void namesAMissingFile() {
    assertTrue(refusal(folder.resolve("libnone.so")).contains("does not exist"));
    assertTrue(refusal(folder).contains("is not a file"));
  }

  @Test
  void namesAFileThatIsNoLibrary() throws IOException {
    assertTrue(refusal(file("text.so", "INPUT(-lmkl_rt)".getBytes())).contains("ELF"));
    assertTrue(refusal(file("empty.so", new byte[0])).contains("ELF"));
  }

  @Test
  void namesTheProcessorOfALibraryForAnother() throws IOException {
    var header = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, header, 0, 7);
    header[16] = 3;
    boolean onArm = System.getProperty("os.arch").equals("aarch64");
    header[18] = (byte) (onArm ? 62 : 183);
    var message = refusal(file("other.so", header));
    assertTrue(message.contains("built for " + (onArm ? "x86-64" : "aarch64")), message);
    header[4] = 1;
    assertTrue(refusal(file("bits.so", header)).contains("32 bits"));
  }

  @Test
  void passesOnTheReasonOfTheLoader() throws IOException {
    var header = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, header, 0, 7);
    header[16] = 3;
    header[18] = (byte) (System.getProperty("os.arch").equals("aarch64") ? 183 : 62);
    var message = refusal(file("torn.so", header));
    assertTrue(message.startsWith("cannot load the library "), message);
    assertTrue(
        message.length() > "cannot load the library : ".length() + folder.toString().length());
  }

  /** Libraries made by the C compiler of this machine, where there is one. */
  @Test
  void namesAMissingRoutine() throws Exception {
    var library = compiled("void dgemm_(void) {} void dtrsm_(void) {}");
    assertTrue(refusal(library).contains("has no routine dgetrf_"));
  }

  @Test
  void refusesALibraryWith64BitIntegers() throws Exception {
    var library =
        compiled(
            """
            void dgemm_(void) {}
            void dtrsm_(void) {}
            void dgetrs_(void) {}
            void dtrtri_(void) {}
            void dgetrf_(long *m, long *n, double *a, long *lda, long *ipiv, long *info) {
              ipiv[0] = 2;
              ipiv[1] = 2;
              *info = 0;
            }
            """);
    assertTrue(refusal(library).contains("64-bit integers"));
  }

  @Test
  void refusesALibraryThatComputesNonsense() throws Exception {
    var library =
        compiled(
            """
            void dgemm_(void) {}
            void dtrsm_(void) {}
            void dgetrs_(void) {}
            void dtrtri_(void) {}
            void dgetrf_(int *m, int *n, double *a, int *lda, int *ipiv, int *info) { *info = 2; }
            """);
    assertTrue(refusal(library).contains("info 2"));
  }

  private Path compiled(String source) throws Exception {
    var c = Files.writeString(folder.resolve("blas.c"), source);
    var library = folder.resolve("libblas.so");
    try {
      var gcc =
          new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), c.toString())
              .redirectErrorStream(true)
              .start();
      var output = new String(gcc.getInputStream().readAllBytes());
      assertTrue(gcc.waitFor(60, TimeUnit.SECONDS) && gcc.exitValue() == 0, output);
    } catch (IOException e) {
      assumeTrue(false, "gcc is not installed: " + e.getMessage());
    }
    return library;
  }

  @Test
  void worksWithALibraryOfTheSystem() {
    var library =
        List.of(
                "/lib/x86_64-linux-gnu/libopenblas.so.0",
                "/lib/x86_64-linux-gnu/liblapack.so.3",
                "/usr/lib64/libopenblas.so.0",
                "/usr/lib64/liblapack.so.3")
            .stream()
            .map(Path::of)
            .filter(Files::isRegularFile)
            .findFirst();
    assumeTrue(library.isPresent(), "no LAPACK of the system found");
    var provider = new CpuBackendProvider();
    var options = new BackendOptions(2, library);
    assertInstanceOf(Availability.Ready.class, provider.probe(options));
    try (var backend = provider.open(options)) {
      assertTrue(backend.info().threads() >= 1 && backend.info().threads() <= 2);
      BigSystem.solve(backend, 50);
    }
  }
}
