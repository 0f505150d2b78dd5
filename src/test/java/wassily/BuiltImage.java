package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import wassily.Command.Outcome;

/**
 * The image of {@code scripts/image.sh}, made once for all tests of this process: half a minute.
 */
final class BuiltImage {
  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));

  private BuiltImage() {}

  /** Made when first asked for; what fails then fails every test that asks. */
  private static final class Once {
    private static final Path TARBALL = make();

    private static Path make() {
      try {
        Path tarball = Files.createTempDirectory("wassily-image").resolve("wassily.tar.gz");
        tarball.getParent().toFile().deleteOnExit();
        tarball.toFile().deleteOnExit(); // in reverse order: the file before its folder
        Outcome made =
            Command.of(BASE.resolve("scripts/image.sh"), "--no-build", tarball)
                .with("PATH", "/usr/bin:/bin")
                .with("JAVA_HOME", jdk())
                .run(Duration.ofMinutes(5));
        assertEquals(0, made.code(), made.err());
        System.out.print(made.err());
        return tarball;
      } catch (Exception e) {
        throw new IllegalStateException("no image", e);
      }
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
