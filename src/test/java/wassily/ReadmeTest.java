package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.Command.Outcome;

/** The README keeps its word: its Java runs, and what it links to is there. */
class ReadmeTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin/java");

  @TempDir private Path temporary;

  @Test
  void theJavaExampleRuns() throws Exception {
    int regions = 3;
    Outcome made =
        java("wassily.cli.Main", "generate", "--regions", regions, "--sectors", 5)
            .and("--seed", 7, "--out", temporary.resolve("table.h5"))
            .in(temporary)
            .run(LIMIT);
    assertEquals(0, made.code(), made.err());
    Files.writeString(temporary.resolve("Footprints.java"), block("java"));
    Outcome o = java("Footprints.java").in(temporary).run(LIMIT);
    assertEquals(0, o.code(), o.err());
    assertEquals(regions + 1, o.outLines().size(), o.out());
    for (String line : o.outLines().subList(0, regions)) {
      assertTrue(line.matches(".+: produces \\d\\S*, consumes \\d\\S*"), line);
    }
    assertEquals("certificate passed: true", o.outLines().getLast());
  }

  @Test
  void linksPointToFiles() throws IOException {
    var missing = new ArrayList<String>();
    Matcher link = Pattern.compile("]\\(([^)#:]+)\\)").matcher(readme());
    int links = 0;
    while (link.find()) {
      links++;
      if (!Files.exists(BASE.resolve(link.group(1)))) {
        missing.add(link.group(1));
      }
    }
    assertTrue(links > 0, "the README links to nothing");
    assertEquals(List.of(), missing);
  }

  private static Command java(Object... words) {
    return Command.of(JAVA, "-cp", System.getProperty("java.class.path"))
        .and("--enable-native-access=ALL-UNNAMED")
        .and(words)
        .with("HOME", System.getProperty("user.home"));
  }

  /** The first block of a language. */
  private static String block(String language) throws IOException {
    Matcher m =
        Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(readme());
    assertTrue(m.find(), "the README has no block of " + language);
    return m.group(1);
  }

  private static String readme() throws IOException {
    return Files.readString(BASE.resolve("README.md"));
  }
}
