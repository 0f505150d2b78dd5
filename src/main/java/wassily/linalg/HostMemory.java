package wassily.linalg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory this process may still take: the smaller of what the machine has available and
 * what its control group (a Slurm job, a container) leaves.
 */
public final class HostMemory {
  private HostMemory() {}

  /**
   * Memory that can be taken without swapping.
   *
   * @return bytes, {@code Long.MAX_VALUE} where the system does not say
   */
  public static long available() {
    return Math.min(machine(), controlGroup());
  }

  /**
   * Refuses work that cannot fit, before it starts.
   *
   * @param bytes what the work needs at its peak
   * @param what the work, for the message: "the LU of a 13,146 × 13,146 matrix"
   * @throws BackendException.OutOfMemory with both figures
   */
  public static void require(long bytes, String what) {
    long free = available();
    if (bytes > free) {
      throw new BackendException.OutOfMemory(
          "%s needs %,d MB of memory, %,d MB are available; use a machine or job with more memory, or aggregate the table"
              .formatted(what, bytes >> 20, free >> 20));
    }
  }

  private static long machine() {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(l -> l.startsWith("MemAvailable:"))
          .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException | NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Version 2 of control groups; the path of this process's group stands in /proc/self/cgroup. */
  private static long controlGroup() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
        if (line.startsWith("0::")) {
          long least = Long.MAX_VALUE;
          Path root = Path.of("/sys/fs/cgroup");
          for (Path p = root.resolve(line.substring(3).replaceFirst("^/", ""));
              p != null && p.startsWith(root);
              p = p.getParent()) {
            least = Math.min(least, left(p));
          }
          return least;
        }
      }
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
    return Long.MAX_VALUE;
  }

  private static long left(Path group) {
    try {
      String max = Files.readString(group.resolve("memory.max")).strip();
      if (max.equals("max")) {
        return Long.MAX_VALUE;
      }
      long used = Long.parseLong(Files.readString(group.resolve("memory.current")).strip());
      return Math.max(0, Long.parseLong(max) - used);
    } catch (IOException | NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
