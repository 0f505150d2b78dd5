package wassily.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessorUseTest {
  /** Sums of a few numbers with two decimals, over 20. */
  private static final double CLOSE = 1e-14;

  private static String stat(long user, long system, long softirq, long stolen) {
    String ours = " %d 0 %d 500 9 0 %d %d 0 0\n".formatted(user, system, softirq, stolen);
    return "cpu  1 2 3 4 5 6 7 8 9 0\ncpu0" + ours + "cpu1 9 9 9 9 9 9 9 9 9 9\ncpu2" + ours;
  }

  private static String self(long utime, long children) {
    return "17 (a name) with (brackets) S 1 2 3 4 5 6 7 8 9 10 %d 0 %d 0 20 0 1\n"
        .formatted(utime, children);
  }

  @Test
  void allowedProcessorsCountWithoutThisProcess() {
    String status = "Name:\tjava\nCpus_allowed_list:\t0,2-2\n";
    var before = ProcessorUse.of(0, stat(100, 10, 0, 5), self(40, 0), status);
    assertEquals(2, before.processors());
    // In 10 s of two processors: 2 · (3 + 1 + 1) s busy, 4 of them ours; 2 · 1.5 s stolen.
    var after = ProcessorUse.of(10_000_000_000L, stat(400, 110, 100, 155), self(240, 200), status);
    Taken taken = after.since(before);
    assertEquals(0.15, taken.stolen(), CLOSE);
    assertEquals(0.3, taken.others(), CLOSE);
    assertTrue(taken.disturbing());
    assertEquals(
        "meanwhile of the processors 15 % stolen, 30 % with other programs: DISTURBED",
        taken.toString());
  }

  @Test
  void withoutAListAllProcessorsCount() {
    var use = ProcessorUse.of(1, stat(1, 1, 1, 1), self(900, 0), "Name:\tjava\n");
    assertEquals(3, use.processors());
    var later = ProcessorUse.of(1_000_000_001L, stat(1, 1, 1, 1), self(901, 0), "");
    assertEquals(0, later.since(use).others(), "a tick that only one file knows is nobody's");
    assertFalse(later.since(use).disturbing());
  }

  @Test
  void thisSystemSaysIt() {
    assumeTrue(Files.exists(Path.of("/proc/stat")), "skipped: no /proc/stat");
    ProcessorUse use = ProcessorUse.now().orElseThrow();
    assertTrue(use.processors() >= 1 && use.busy() > 0 && use.own() > 0, use.toString());
    assertTrue(ProcessorUse.since(java.util.Optional.of(use)).orElseThrow().others() >= 0);
  }
}
