package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntBiFunction;

/** The command line, run in this process. */
final class Cli {
  private Cli() {}

  /** How a command ended and what it printed. */
  record Ran(int code, String out, String err) {
    Ran ok() {
      assertEquals(Exit.OK, code, err);
      return this;
    }

    /**
     * Failed as a user may expect it: this exit code, nothing on stdout, one line on stderr that
     * holds these words.
     */
    Ran refused(int expected, Object... words) {
      assertEquals("", out);
      return onlyComplaint(expected, words);
    }

    /** The same for work that had something to print before it failed. */
    Ran onlyComplaint(int expected, Object... words) {
      assertEquals(expected, code, out + err);
      String line = complaint();
      for (Object word : words) {
        assertTrue(line.contains(word.toString()), "\"" + word + "\" is not in: " + line);
      }
      return this;
    }

    /** The one line on stderr that says what is wrong; talk of the work before it is allowed. */
    String complaint() {
      List<String> lines = err.lines().toList();
      assertFalse(err.contains("\tat "), err);
      List<String> ours = lines.stream().filter(l -> l.startsWith("wassily: ")).toList();
      assertEquals(1, ours.size(), err);
      if (code != Exit.USAGE) {
        assertEquals(ours.getFirst(), lines.getLast(), err);
        assertTrue(
            lines.stream().allMatch(l -> l.startsWith("wassily: ") || l.startsWith("using the ")),
            err);
      }
      return ours.getFirst();
    }

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new AssertionError(out, e);
      }
    }
  }

  static Ran run(Object... words) {
    return ran((out, err) -> Main.run(out, err, texts(words)));
  }

  /** With sweeps that are only thought of, as {@link FakeSweepMain} runs them. */
  static Ran runFake(Object... words) {
    return ran((out, err) -> Main.run(out, err, new FakeParts(_ -> {}), texts(words)));
  }

  private static String[] texts(Object... words) {
    return Arrays.stream(words).map(Object::toString).toArray(String[]::new);
  }

  private static Ran ran(ToIntBiFunction<PrintWriter, PrintWriter> command) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = command.applyAsInt(new PrintWriter(out), new PrintWriter(err));
    return new Ran(code, out.toString(), err.toString());
  }

  /** A generated table of 3 × 5. */
  static Path smallTable(Path folder) {
    Path table = folder.resolve("table.h5");
    run("generate", "--regions", 3, "--sectors", 5, "--seed", 7, "-o", table).ok();
    return table;
  }

  /** The names in a folder, hidden ones too. */
  static List<String> names(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
