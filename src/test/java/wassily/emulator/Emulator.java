package wassily.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The CUDA libraries of {@code kernels/emulator}, built by gcc when a test first asks for them.
 *
 * <p>Built into {@code target/emulator-12} and {@code target/emulator-13}, again only when a source
 * has changed. Without g++ the tests that ask for them are skipped, and say so.
 *
 * @param cuda 12 or 13
 * @param folder where the libraries are
 */
public record Emulator(int cuda, Path folder) {
  private static final long BUILD_MINUTES = 5;

  private static final class Twelve {
    static final Emulator BUILT = build(12);
    static final EmulatorControl CONTROL = BUILT.loadHere();
  }

  private static final class Thirteen {
    static final Emulator BUILT = build(13);
  }

  /**
   * The built emulator of a CUDA version; skips the calling test when there is no g++.
   *
   * @param cuda 12 or 13
   * @return its libraries
   */
  public static Emulator of(int cuda) {
    Assumptions.assumeTrue(
        hasCompiler(), "skipped: g++ is not in PATH, so the CUDA emulator cannot be built");
    return switch (cuda) {
      case 12 -> Twelve.BUILT;
      case 13 -> Thirteen.BUILT;
      default -> throw new IllegalArgumentException("CUDA 12 or 13, not " + cuda);
    };
  }

  /**
   * Loads the CUDA 12 libraries into this JVM, as the tests of one run share it, and starts afresh:
   * every context, allocation, error, count and setting of earlier tests is gone.
   *
   * <p>To be called before the first class of JCuda is used; after that JCuda's own libraries find
   * these, whoever loads them. The other version needs a JVM of its own.
   *
   * @return what a test can do to the device that it could not do to a real one
   */
  public static EmulatorControl loaded() {
    of(12);
    var control = Twelve.CONTROL;
    control.reset();
    return control;
  }

  /**
   * The libraries in the order in which they must be loaded.
   *
   * @return libcuda first
   */
  public List<Path> libraries() {
    int solver = cuda - 1;
    return List.of(
            "libcuda.so.1",
            "libcublas.so." + cuda,
            "libcusolver.so." + solver,
            "libcusolverMg.so." + solver,
            "libnvrtc.so." + cuda)
        .stream()
        .map(folder::resolve)
        .toList();
  }

  /**
   * Loads the libraries into this JVM, which must not have loaded the other version.
   *
   * @return the control of their device
   */
  public EmulatorControl loadHere() {
    libraries().forEach(library -> System.load(library.toString()));
    return new EmulatorControl(libraries().getFirst());
  }

  private static boolean hasCompiler() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
  }

  private static Emulator build(int cuda) {
    var base = Path.of(System.getProperty("wassily.basedir", ".")).toAbsolutePath().normalize();
    var sources = base.resolve("kernels/emulator");
    var folder = base.resolve("target/emulator-" + cuda);
    try {
      Files.createDirectories(folder);
      var lock = folder.resolve("lock");
      // Two test JVMs may start at once.
      try (var channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock(); // until it is closed
        var stamp = folder.resolve("built-from");
        String wanted = digest(sources);
        if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
          Files.deleteIfExists(stamp);
          runBuild(sources, folder, cuda);
          Files.writeString(stamp, wanted);
        }
      }
      return new Emulator(cuda, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void runBuild(Path sources, Path folder, int cuda) throws IOException {
    var log = folder.resolve("build.log").toFile();
    var process =
        new ProcessBuilder(
                "bash",
                sources.resolve("build.sh").toString(),
                folder.toString(),
                Integer.toString(cuda))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    try {
      if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("kernels/emulator/build.sh took over " + BUILD_MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the emulator was built", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException("kernels/emulator/build.sh: " + Files.readString(log.toPath()));
    }
  }

  private static String digest(Path sources) throws IOException {
    try (var files = Files.list(sources)) {
      var digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(file.getFileName().toString().getBytes());
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
