package wassily.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import wassily.linalg.Backend;
import wassily.linalg.BackendInfo;
import wassily.linalg.BackendOptions;
import wassily.linalg.BackendProvider.Finding;
import wassily.linalg.Backends;

/** The surroundings of a measurement, without which a number means little. */
public final class Machine {
  private Machine() {}

  /**
   * Looks around.
   *
   * @param version of this program
   * @param home the folder of the checkout, where the program runs from one: its commit is told
   * @param backends what is measured
   * @param options how they were opened
   * @return name → text in the order of telling; what the system does not say is left out
   */
  public static Map<String, String> describe(
      String version, Optional<Path> home, List<Backend> backends, BackendOptions options) {
    var found = new LinkedHashMap<String, String>();
    put(found, "cpu", first("/proc/cpuinfo", "^model name\\s*:\\s*(.*)"));
    found.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    put(
        found,
        "memory",
        first("/proc/meminfo", "^MemTotal:\\s+(\\d+) kB")
            .map(kib -> "%,d MB".formatted(Long.parseLong(kib) / 1000 * 1024 / 1000)));
    found.put(
        "kernel",
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    put(found, "os", first("/etc/os-release", "^PRETTY_NAME=\"?([^\"\\n]*)"));
    put(found, "huge pages", first("/sys/kernel/mm/transparent_hugepage/enabled", "\\[(\\w+)\\]"));
    put(found, "load before", first("/proc/loadavg", "^(\\S+ \\S+ \\S+)"));
    for (Backend backend : backends) {
      BackendInfo info = backend.info();
      boolean card = !backend.memory().host();
      found.put(card ? "gpu" : "blas", card ? info.device() : blas(info));
    }
    for (Finding step : Backends.inspect(options).get("cuda")) {
      String what = step.what().equals("device") ? "card" : step.what();
      found.put("cuda " + what, step.good() ? step.text() : "missing: " + step.text());
    }
    found.put(
        "java",
        "%s, %s".formatted(Runtime.version(), System.getProperty("java.vendor", "unknown vendor")));
    found.put("program", "wassily " + version);
    put(found, "commit", home.flatMap(Machine::commit));
    found.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return Collections.unmodifiableMap(found);
  }

  /**
   * Whether other programs took part.
   *
   * @param machine what {@link #describe} found
   * @return a warning when the load of the last minute was more than a quarter of the processors
   */
  public static Optional<String> busy(Map<String, String> machine) {
    String load = machine.getOrDefault("load before", "0");
    double minute = Double.parseDouble(load.split(" ")[0]);
    double cores = Double.parseDouble(machine.getOrDefault("cores", "1"));
    return minute <= cores / 4
        ? Optional.empty()
        : Optional.of(
            "The load was %.1f on %.0f processors before this began: other programs took part."
                .formatted(minute, cores));
  }

  private static String blas(BackendInfo info) {
    return "%s, %d threads".formatted(info.library(), info.threads());
  }

  private static void put(Map<String, String> to, String name, Optional<String> text) {
    text.ifPresent(t -> to.put(name, t));
  }

  private static Optional<String> first(String file, String pattern) {
    try {
      var matcher =
          Pattern.compile(pattern, Pattern.MULTILINE).matcher(Files.readString(Path.of(file)));
      return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> commit(Path home) {
    if (!Files.exists(home.resolve(".git"))) {
      return Optional.empty();
    }
    Optional<String> head = git(home, "rev-parse", "HEAD");
    boolean changed =
        git(home, "status", "--porcelain", "--untracked-files=no")
            .filter(t -> !t.isEmpty())
            .isPresent();
    return head.map(h -> changed ? h + " with local changes" : h);
  }

  private static Optional<String> git(Path home, String... words) {
    var all = new ArrayList<>(List.of("git", "-C", home.toString()));
    all.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.of(text.strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no git: then no commit is told
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
