package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Messages tell users what to type; what they tell must exist. */
class OptionNamesTest {
  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));

  /** Inside a string: two dashes and a word, not in the middle of a word or a longer dash. */
  private static final Pattern OPTION = Pattern.compile("(?<![-\\w])--([a-z][a-z-]*[a-z])");

  /** Possessive: a long text block would overflow the stack otherwise. */
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");

  /** Options of Java itself, of compilers and containers, of sbatch and of git. */
  private static final Set<String> FOREIGN =
      Set.of(
          "enable-native-access",
          "nv",
          "gpu-architecture",
          "std",
          "parsable",
          "gres",
          "dependency",
          "partition",
          // of git
          "porcelain",
          "untracked-files");

  private static Set<String> options() {
    var nowhere = new PrintWriter(Writer.nullWriter());
    var names = new TreeSet<>(FOREIGN);
    add(Main.commandLine(nowhere, nowhere), names);
    return names;
  }

  private static void add(CommandLine line, Set<String> names) {
    for (var command : line.getSubcommands().values()) {
      add(command, names);
      for (var option : command.getCommandSpec().options()) {
        for (String name : option.names()) {
          names.add(name.replaceFirst("^-+", ""));
        }
      }
    }
  }

  @Test
  void everyOptionInAMessageExists() throws IOException {
    var options = options();
    var unknown = new TreeSet<String>();
    int found = 0;
    try (var files = Files.walk(BASE.resolve("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        var string = STRING.matcher(Files.readString(file));
        while (string.find()) {
          var option = OPTION.matcher(string.group(1));
          while (option.find()) {
            found++;
            if (!options.contains(option.group(1))) {
              unknown.add(file.getFileName() + ": --" + option.group(1));
            }
          }
        }
      }
    }
    assertTrue(found > 50, "only " + found + " options were found: is the pattern right?");
    assertEquals(Set.of(), unknown);
  }

  @Test
  void everyOptionInTheReadmeExists() throws IOException {
    var options = options();
    var unknown = new TreeSet<String>();
    for (String line : Files.readAllLines(BASE.resolve("README.md"))) {
      if (line.strip().matches("(\\$ )?(scripts/)?wassily .*")) {
        var option = OPTION.matcher(line);
        while (option.find()) {
          if (!options.contains(option.group(1))) {
            unknown.add("--" + option.group(1));
          }
        }
      }
    }
    assertEquals(Set.of(), unknown);
  }
}
