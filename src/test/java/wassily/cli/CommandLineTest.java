package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.cli.Cli.Ran;

/** What is typed wrong, what goes where, and what every help holds. */
class CommandLineTest {
  @TempDir private Path folder;

  static Stream<String> commands() {
    var nowhere = new PrintWriter(java.io.Writer.nullWriter());
    return Main.commandLine(nowhere, nowhere).getSubcommands().keySet().stream();
  }

  /** Refused as a wrong command line, with the way to the right help. */
  private static String usage(Object... words) {
    Ran ran = Cli.run(words).refused(Exit.USAGE);
    List<String> lines = ran.err().lines().toList();
    assertTrue(lines.getLast().matches("help: wassily( [a-z]+)? --help"), ran.err());
    return ran.err();
  }

  private static void said(String err, String... parts) {
    for (String part : parts) {
      assertTrue(err.contains(part), "\"" + part + "\" is not in:\n" + err);
    }
  }

  @Test
  void withoutArgumentsTheCommandsAreListed() {
    String err = usage();
    commands().forEach(c -> assertTrue(err.contains("\n  " + c + " "), c));
    said(err, "wassily: a command is missing");
  }

  @Test
  void wordsThatAreAlmostRight() {
    said(usage("footprnt"), "unknown command \"footprnt\"", "did you mean: footprint");
    said(usage("footprint", "--stresor", "CO2", "t.h5"), "unknown option --stresor", "--stressor?");
    said(usage("info", "a.h5", "b.h5"), "\"b.h5\" is one word too many", "wassily info --help");
  }

  @Test
  void pivotingHasThreeWords() {
    said(
        usage("footprint", "t.h5", "--pivot", "maybe"),
        "--pivot: \"maybe\"; choose one of auto, always, never");
  }

  @Test
  void whatIsMissing() {
    said(usage("footprint"), "missing: parameter", "TABLE.h5");
    said(usage("inverse", "t.h5"), "missing: option", "--out");
    said(usage("aggregate", "t.h5", "-o", folder.resolve("o.h5")), "--regions", "--sectors");
    said(usage("results", "r.h5", "--csv", "x.csv"), "--csv needs --array NAME");
    said(usage("import", "-o", folder.resolve("o.h5")), "--z and --y");
  }

  @Test
  void numbersAndWordsOutOfRange() {
    Path out = folder.resolve("o.h5");
    for (Object[] command :
        List.<Object[]>of(
            new Object[] {"footprint", "t.h5"},
            new Object[] {"check", "t.h5"},
            new Object[] {"devices"},
            new Object[] {"import", folder, "-o", out},
            new Object[] {"generate", "--regions", 2, "--sectors", 2, "-o", out})) {
      var words = new java.util.ArrayList<>(List.of(command));
      words.addAll(List.of("--threads", 0));
      said(usage(words.toArray()), "--threads 0: at least 1 is needed");
    }
    said(usage("footprint", "t.h5", "--top", "-1"), "--top -1", "0 (all) or more");
    said(usage("footprint", "t.h5", "--top", "x"), "--top: 'x' is not a whole number");
    said(usage("footprint", "t.h5", "--by", "X"), "--by: \"X\"", "region, category, product, sec");
    said(usage("flows", "t.h5", "--of", "X"), "stressors, value-added, residual");
    said(usage("import", folder, "-o", out, "--imports", "X"), "refuse, convert, leave-out");
    said(usage("import", folder, "-o", out, "--format", "X"), "auto, pymrio, matrices, labelled");
    said(usage("import", folder, "-o", out, "--charset", "X"), "--charset: \"X\" is no known");
    said(usage("import", folder, "-o", out, "--compress", 10), "--compress 10: 0 to 9");
    said(usage("generate", "--regions", 0, "--sectors", 2, "-o", out), "--regions is 0", "≥ 1");
  }

  @Test
  void wordsOfOptionsAreUnderstoodInAnyCase() {
    Path table = Cli.smallTable(folder);
    String lower = Cli.run("footprint", table, "--by", "category").ok().out();
    assertEquals(lower, Cli.run("footprint", table, "--by", "Category").ok().out());
    Cli.run("footprint", table, "--of", "value-added").ok();
  }

  @Test
  void devicesThatAreNotThere() {
    Path table = Cli.smallTable(folder);
    said(usage("footprint", table, "--backend", "gpu"), "--backend gpu", "auto, cpu, cuda");
    Path none = folder.resolve("libnone.so");
    Cli.run("footprint", table, "--backend", "cpu", "--blas", none)
        .refused(Exit.NO_DEVICE, "libnone.so");
  }

  @Test
  void resultsGoToStdoutAndTalkToStderr() {
    Path table = folder.resolve("t.h5");
    Ran made = Cli.run("generate", "--regions", 2, "--sectors", 3, "-o", table).ok();
    assertEquals(table + System.lineSeparator(), made.out());
    assertTrue(made.err().contains("2 regions × 3 sectors"), made.err());
    Ran ran = Cli.run("footprint", table, "-s", "CO2").ok();
    assertTrue(ran.out().startsWith("CO2 [kt]"), ran.out());
    assertFalse(ran.out().contains("certificate"), ran.out());
    assertTrue(ran.err().contains("certificate: passed"), ran.err());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyHelpHasAnExampleAndTheExitCodes(String command) {
    Ran ran = Cli.run(command, "--help").ok();
    assertEquals("", ran.err());
    said(ran.out(), "Usage: wassily " + command, "\n  wassily " + command, "not enough memory");
    ran.out()
        .lines()
        .forEach(l -> assertTrue(l.codePointCount(0, l.length()) <= 100, "longer than 100: " + l));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersion(String option) {
    assertTrue(Cli.run(option).ok().out().startsWith("wassily "));
  }

  @Test
  void aBrokenBackendOptionIsSeenBeforeTheTableIsRead() {
    said(usage("check", folder.resolve("t.h5"), "--threads", "two"), "'two' is not a whole");
  }
}
