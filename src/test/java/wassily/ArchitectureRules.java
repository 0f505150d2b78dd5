package wassily;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The lines of the architecture, each a question to one class file. */
final class ArchitectureRules {
  private ArchitectureRules() {}

  /** Top-level package → those it may use beside itself. What is not listed is refused. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("label", Set.of()),
          Map.entry("progress", Set.of()),
          Map.entry("linalg", Set.of("progress")),
          Map.entry("result", Set.of("label", "linalg", "progress")),
          Map.entry("table", Set.of("label", "linalg", "progress", "result")),
          Map.entry("account", Set.of("label", "linalg", "progress", "result", "table")),
          Map.entry(
              "selftest", Set.of("label", "linalg", "progress", "result", "table", "account")),
          Map.entry(
              "scenario", Set.of("label", "linalg", "progress", "result", "table", "account")),
          Map.entry(
              "study",
              Set.of("label", "linalg", "progress", "result", "table", "account", "scenario")),
          Map.entry(
              "bench",
              Set.of(
                  "label", "linalg", "progress", "result", "table", "account", "scenario", "io")),
          Map.entry("report", Set.of("label", "linalg", "progress", "result", "bench")),
          Map.entry(
              "io", Set.of("label", "linalg", "progress", "result", "table", "scenario", "study")),
          Map.entry(
              "cli",
              Set.of(
                  "label",
                  "linalg",
                  "progress",
                  "result",
                  "table",
                  "account",
                  "scenario",
                  "study",
                  "report",
                  "selftest",
                  "bench",
                  "io")));

  /** Backends are found by ServiceLoader: nobody names a class of theirs, not even each other. */
  private static final List<String> SEEN_BY_NOBODY =
      List.of("wassily.linalg.cpu", "wassily.linalg.cuda");

  /** Beginning of a library's class names → the packages that own it. */
  private static final Map<String, List<String>> OWNERS =
      Map.ofEntries(
          Map.entry("jcuda.", List.of("wassily.linalg.cuda")),
          Map.entry("io.jhdf.", List.of("wassily.io.hdf5")),
          Map.entry("picocli.", List.of("wassily.cli")),
          Map.entry("me.tongfei.", List.of("wassily.cli")),
          Map.entry("de.siegmar.", List.of("wassily.io.text")),
          Map.entry("ch.randelshofer.", List.of("wassily.io.text")),
          Map.entry("org.dhatim.", List.of("wassily.io.excel")),
          Map.entry("com.fasterxml.", List.of("wassily.io", "wassily.cli")),
          Map.entry(
              "org.hipparchus.", List.of("wassily.scenario", "wassily.study", "wassily.bench")),
          Map.entry("org.yaml.", List.of("wassily.io.sweep")),
          Map.entry("com.tdunning.", List.of("wassily.scenario")),
          Map.entry("org.bytedeco.", List.of()),
          Map.entry("org.slf4j.", List.of()));

  /** What only the command line may call, or nobody; and why. */
  private record Forbidden(Pattern member, boolean exceptInCli, String why) {
    static Forbidden of(String member, boolean exceptInCli, String why) {
      return new Forbidden(Pattern.compile(member), exceptInCli, why);
    }
  }

  private static final List<Forbidden> FORBIDDEN =
      List.of(
          Forbidden.of(
              "java\\.lang\\.(System|Runtime)\\.(exit|halt)\\(.*",
              true,
              "a library must not end the process of its caller: throw"),
          Forbidden.of(
              "java\\.lang\\.System\\.(out|err).*",
              true,
              "stdout belongs to results and stderr to the command line: return values, use"
                  + " Progress"),
          Forbidden.of(".*\\.printStackTrace\\(\\)V", true, "hides a failure on stderr: throw it"),
          Forbidden.of(
              "java\\.(util\\.Locale|util\\.TimeZone)\\.setDefault.*",
              true,
              "changes how the caller's whole process prints numbers"),
          Forbidden.of(
              "java\\.lang\\.Thread\\.sleep.*",
              false,
              "wait for what is awaited, not for a time that fits today's machine"),
          Forbidden.of(
              "java\\.lang\\.Math\\.random.*|java\\.util\\.concurrent\\.ThreadLocalRandom\\..*"
                  + "|java\\.util\\.Random\\.<init>\\(\\)V|java\\.util\\.SplittableRandom\\.<init>\\(\\)V",
              false,
              "has no seed, so a result cannot be made again: SplittableRandom(seed)"));

  /** Names that say nothing about what is inside. */
  private static final Pattern EMPTY_NAME =
      Pattern.compile("(?i)(util|utils|common|core|helper|helpers|manager)");

  private static final Pattern EMPTY_CLASS_NAME =
      Pattern.compile("(Util|Utils|Common|Core|Helper|Helpers|Manager)$");

  /** All lines that a class crosses, one sentence each. */
  static List<String> violations(ClassReferences c) {
    var found = new ArrayList<String>();
    for (String used : c.classes()) {
      direction(c, used, found);
      ownership(c, used, found);
    }
    for (String member : c.members()) {
      for (Forbidden f : FORBIDDEN) {
        boolean allowed = f.exceptInCli && top(c.packageName()).equals("cli");
        if (!allowed && f.member.matcher(member).matches()) {
          found.add(c.name() + " uses " + member + ": " + f.why);
        }
      }
    }
    names(c, found);
    return found;
  }

  private static void direction(ClassReferences c, String used, List<String> found) {
    if (!used.startsWith("wassily.")) {
      return;
    }
    String self = c.packageName();
    String from = top(self);
    String to = top(ClassReferences.packageOf(used));
    Set<String> allowed = MAY_USE.get(from);
    if (allowed == null) {
      found.add(c.name() + " is in a package without a rule: add it to MAY_USE");
    } else if (!from.equals(to) && !allowed.contains(to)) {
      found.add("%s uses %s: %s may use only %s".formatted(c.name(), used, from, allowed));
    }
    for (String hidden : SEEN_BY_NOBODY) {
      if (isIn(ClassReferences.packageOf(used), hidden) && !isIn(self, hidden)) {
        found.add(c.name() + " uses " + used + ": backends are found by ServiceLoader");
      }
    }
  }

  private static void ownership(ClassReferences c, String used, List<String> found) {
    OWNERS.forEach(
        (library, owners) -> {
          if (used.startsWith(library)
              && owners.stream().noneMatch(owner -> isIn(c.packageName(), owner))) {
            found.add("%s uses %s: it belongs to %s".formatted(c.name(), used, owners));
          }
        });
  }

  private static void names(ClassReferences c, List<String> found) {
    for (String part : c.packageName().split("\\.")) {
      if (EMPTY_NAME.matcher(part).matches()) {
        found.add(c.name() + ": a package is not called " + part);
      }
    }
    for (String part : c.name().substring(c.packageName().length() + 1).split("\\$")) {
      if (EMPTY_CLASS_NAME.matcher(part).find()) {
        found.add(c.name() + ": say what it does, not that it is a " + part);
      }
    }
  }

  private static boolean isIn(String packageName, String root) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }

  /** "linalg" of wassily.linalg.cpu; empty for wassily itself. */
  private static String top(String packageName) {
    String[] parts = packageName.split("\\.");
    return parts.length < 2 ? "" : parts[1];
  }
}
