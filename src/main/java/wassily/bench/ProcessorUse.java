package wassily.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the processors have done until now, by Linux's counters.
 *
 * @param nanos when
 * @param processors that this process may use
 * @param busy their seconds with any program or the kernel
 * @param stolen their seconds that a host took while they had work
 * @param own seconds of this process and of children that have ended
 */
public record ProcessorUse(long nanos, int processors, double busy, double stolen, double own) {
  /** Of both files on all usual machines (USER_HZ). */
  private static final double TICKS_A_SECOND = 100;

  /**
   * Now.
   *
   * @return what was until now; empty where the system does not say
   */
  public static Optional<ProcessorUse> now() {
    try {
      return Optional.of(
          of(
              System.nanoTime(),
              Files.readString(Path.of("/proc/stat")),
              Files.readString(Path.of("/proc/self/stat")),
              Files.readString(Path.of("/proc/self/status"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** From the texts of /proc/stat, /proc/self/stat, /proc/self/status. */
  static ProcessorUse of(long nanos, String all, String self, String status) {
    IntPredicate allowed = allowed(status);
    int processors = 0;
    double busy = 0;
    double stolen = 0;
    for (String line : all.lines().filter(l -> l.matches("cpu\\d+ .*")).toList()) {
      String[] words = line.split(" +");
      if (allowed.test(Integer.parseInt(words[0].substring(3)))) {
        // user nice system idle iowait irq softirq steal
        processors++;
        busy += IntStream.of(1, 2, 3, 6, 7).mapToDouble(k -> seconds(words[k])).sum();
        stolen += seconds(words[8]);
      }
    }
    // After the name, which may hold anything: state … utime stime cutime cstime from the 12th on.
    String[] words = self.substring(self.lastIndexOf(')') + 2).split(" ");
    double own = IntStream.range(11, 15).mapToDouble(k -> seconds(words[k])).sum();
    return new ProcessorUse(nanos, processors, busy, stolen, own);
  }

  private static double seconds(String ticks) {
    return Long.parseLong(ticks) / TICKS_A_SECOND;
  }

  /** Cpus_allowed_list: 0-3,8. */
  private static IntPredicate allowed(String status) {
    Optional<String> list =
        status
            .lines()
            .filter(l -> l.startsWith("Cpus_allowed_list:"))
            .map(l -> l.substring(l.indexOf(':') + 1).strip())
            .findFirst();
    if (list.isEmpty()) {
      return _ -> true;
    }
    return cpu ->
        Stream.of(list.get().split(","))
            .map(range -> range.split("-"))
            .anyMatch(
                r -> Integer.parseInt(r[0]) <= cpu && cpu <= Integer.parseInt(r[r.length - 1]));
  }

  /** What others had since then; counters have ticks of 10 ms, so that less than none is none. */
  Taken since(ProcessorUse start) {
    double available = (nanos - start.nanos) * 1e-9 * processors;
    return new Taken(
        Math.max(0, stolen - start.stolen) / available,
        Math.max(0, busy - start.busy - (own - start.own)) / available);
  }

  /**
   * What others had since a look before.
   *
   * @param start that look
   * @return their shares; empty where one of the looks saw nothing
   */
  public static Optional<Taken> since(Optional<ProcessorUse> start) {
    return start.flatMap(before -> now().map(use -> use.since(before)));
  }
}
