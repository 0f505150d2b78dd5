package wassily.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A browser without a window: {@code WASSILY_BROWSER}, or a Chromium that is installed. */
final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final long LIMIT_SECONDS = 60;

  private final Path program;
  private final Path folder;

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** Skips the calling test, saying so, where there is none. */
  static Browser orSkip(Path folder) {
    Optional<Path> found = find();
    assumeTrue(
        found.isPresent(), "skipped: no browser; install chromium, or name one in WASSILY_BROWSER");
    return new Browser(found.orElseThrow(), folder);
  }

  private static Optional<Path> find() {
    String named = System.getenv("WASSILY_BROWSER");
    if (named != null && !named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    for (String path : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      for (String name : NAMES) {
        Path program = Path.of(path, name);
        if (Files.isExecutable(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  /** The document after its scripts have run. */
  String document(Path page) throws IOException, InterruptedException {
    return run("--dump-dom", page.toUri().toString());
  }

  /** A picture of the page. */
  Path photograph(Path page, int width, int height) throws IOException, InterruptedException {
    Path picture = folder.resolve("page.png");
    run(
        "--screenshot=" + picture,
        "--window-size=%d,%d".formatted(width, height),
        "--hide-scrollbars",
        page.toUri().toString());
    return picture;
  }

  private String run(String... words) throws IOException, InterruptedException {
    Path out = folder.resolve("browser.out");
    Path err = folder.resolve("browser.err");
    var all =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox", // as root in containers there is no other way; the page is our own
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("profile")));
    all.addAll(List.of(words));
    Process process =
        new ProcessBuilder(all).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the browser is still running: " + Files.readString(err));
    }
    assertEquals(0, process.exitValue(), Files.readString(err));
    return Files.readString(out);
  }
}
