package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import wassily.Command.Outcome;

/**
 * The image of {@code scripts/image.sh}, made once for all tests of a build: half a minute.
 *
 * <p>Lies in {@code target/image} and is made again only when something that goes into it has
 * changed.
 */
final class BuiltImage {
  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));

  private BuiltImage() {}

  /** Made when first asked for; what fails then fails every test that asks. */
  private static final class Once {
    private static final Path TARBALL = make();

    private static Path make() {
      try {
        Path folder = Files.createDirectories(BASE.resolve("target/image"));
        Path tarball = folder.resolve("wassily.tar.gz");
        Path stamp = folder.resolve("made-from");
        // Two test JVMs may ask at once.
        try (var lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          lock.lock(); // until it is closed
          String wanted = digest();
          if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
            Files.deleteIfExists(stamp);
            Files.deleteIfExists(tarball);
            Outcome made =
                Command.of(BASE.resolve("scripts/image.sh"), "--no-build", tarball)
                    .with("PATH", "/usr/bin:/bin")
                    .with("JAVA_HOME", jdk())
                    .run(Duration.ofMinutes(5));
            assertEquals(0, made.code(), made.err());
            System.out.print(made.err());
            Files.writeString(stamp, wanted);
          }
        }
        return tarball;
      } catch (Exception e) {
        throw new IllegalStateException("no image", e);
      }
    }
  }

  /** Of everything that image.sh packs, and of the Java that it packs. */
  private static String digest() throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update((jdk() + " " + Runtime.version()).getBytes());
    var files = new ArrayList<Path>();
    for (String name : List.of("LICENSE", "README.md", "CITATION.cff", "target/wassily.jar")) {
      files.add(BASE.resolve(name));
    }
    for (String folder : List.of("scripts", "target/lib")) {
      addAll(BASE.resolve(folder), files);
    }
    for (Path file : files) {
      digest.update(BASE.relativize(file).toString().getBytes());
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addAll(Path folder, List<Path> files) throws IOException {
    try (var all = Files.walk(folder)) {
      all.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
  }

  /** The Java that runs the tests. */
  static Path jdk() {
    return Path.of(System.getProperty("java.home"));
  }

  /** The tarball; skips the calling test where no image can be made. */
  static Path tarball() {
    assumeTrue(
        Files.isExecutable(jdk().resolve("bin/jlink")),
        "skipped: " + jdk() + " has no jlink, so no image can be made");
    return Once.TARBALL;
  }
}
