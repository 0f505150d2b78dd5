package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.Command.Outcome;

/**
 * The image of {@code scripts/image.sh}, unpacked into a folder with a blank in its name and run as
 * on a machine that has nothing: no PATH, no JAVA_HOME, no environment at all.
 */
class ImageIT {
  /** 64 MB are promised; in the smaller of the two units of that name. */
  private static final long LARGEST = 64_000_000;

  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));

  @TempDir private static Path temporary;
  private static Path tarball;
  private static Path image;

  @BeforeAll
  static void unpack() throws Exception {
    tarball = BuiltImage.tarball();
    Path folder = Files.createDirectory(temporary.resolve("no thing"));
    Outcome unpacked =
        Command.of("tar", "xzf", tarball, "-C", folder)
            .with("PATH", "/usr/bin:/bin")
            .run(Duration.ofMinutes(1));
    assertEquals(0, unpacked.code(), unpacked.err());
    image = folder.resolve("wassily");
  }

  @Test
  void isSmallEnough() throws IOException {
    long bytes = Files.size(tarball);
    assertTrue(bytes <= LARGEST, bytes + " bytes, " + LARGEST + " are promised");
  }

  @Test
  void holdsOfNativeLibrariesOnlyWhatItLoads() throws IOException {
    assertEquals(
        Set.of(
            "libopenblas.so.0",
            "libgfortran.so.5",
            "libquadmath.so.0",
            "libgcc_s.so.1",
            "libJCudaDriver-12.6.0-linux-x86_64.so",
            "libJNvrtc-12.6.0-linux-x86_64.so",
            "libJCublas2-12.6.0-linux-x86_64.so",
            "libJCusolver-12.6.0-linux-x86_64.so"),
        names(image.resolve("lib/native")));
    Set<String> jars = names(image.resolve("lib/app/lib"));
    assertTrue(jars.stream().noneMatch(ImageIT::carriesNatives), jars.toString());
    // Every other jar that the build put beside ours is there.
    Set<String> expected = names(BASE.resolve("target/lib"));
    expected.removeIf(ImageIT::carriesNatives);
    assertEquals(expected, jars);
  }

  private static boolean carriesNatives(String jar) {
    return jar.startsWith("openblas") || jar.startsWith("jcu") && jar.contains("-natives-");
  }

  @Test
  void runsWithAnEmptyPathAndNoJavaHome() throws Exception {
    Outcome o = command("--version").run(Duration.ofMinutes(1));
    assertEquals(0, o.code(), o.err());
    assertTrue(o.out().contains(System.getProperty("wassily.version")), o.out());
    assertEquals("", o.err());
  }

  @Test
  void passesExitCodesThrough() throws Exception {
    Outcome o = command("--no-such-option").run(Duration.ofMinutes(1));
    assertEquals(2, o.code(), o.err());
  }

  @Test
  void runsThroughALink() throws Exception {
    Path bin = Files.createDirectories(temporary.resolve("bin"));
    Path link = bin.resolve("w");
    Files.createSymbolicLink(link, bin.relativize(image.resolve("bin/wassily")));
    Outcome o = Command.of(link, "--version").in(temporary).run(Duration.ofMinutes(1));
    assertEquals(0, o.code(), o.err());
    assertTrue(o.out().contains(System.getProperty("wassily.version")), o.out());
  }

  @Test
  void runsTheDemo() throws Exception {
    Path out = temporary.resolve("demo of it");
    Outcome o = command("demo", "--out", out).run(Duration.ofMinutes(2));
    assertEquals(0, o.code(), o.out() + o.err());
    assertTrue(o.out().contains("CO2"), o.out());
    try (var files = Files.walk(out)) {
      List<Path> hdf5 = files.filter(f -> f.toString().endsWith(".h5")).toList();
      assertTrue(hdf5.size() >= 2, "a table and a result are expected, found " + hdf5);
    }
  }

  /** With an empty environment: {@link Command} starts from nothing. */
  private static Command command(Object... arguments) {
    return Command.of(image.resolve("bin/wassily")).and(arguments).in(temporary).with("PATH", "");
  }

  private static Set<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
