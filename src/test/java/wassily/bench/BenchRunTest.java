package wassily.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.bench.BenchReport.Device;
import wassily.bench.BenchReport.Size;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.cuda.CudaTestBackends;
import wassily.progress.Progress;

/** What is measured, not how fast: phases, counts of operations, what is left out. */
class BenchRunTest {
  private static final List<String> PHASES =
      List.of("open", "read", "LU", "solve", "sweep", "sweep: products", "sweep: reduce", "write");

  @TempDir private Path folder;

  private BenchOptions options(boolean every, double budget, Integer... orders) {
    return new BenchOptions(List.of(orders), every, budget, 2, 24, 2, 7, folder, 1, 0);
  }

  private static Backend cpu() {
    return Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend();
  }

  private static BenchReport run(BenchOptions options, Backend... backends) throws IOException {
    return new BenchRun(options, List.of(backends), Progress.NONE)
        .run(Map.of("cpu", "of the test"), OptionalDouble.empty());
  }

  private static List<String> names(Size size) {
    return size.phases().stream().map(PhaseTimes::name).toList();
  }

  @Test
  void everyPhaseOfEveryOrder() throws IOException {
    try (Backend cpu = cpu()) {
      BenchReport report = run(options(true, 0, 90, 60), cpu);
      assertTrue(report.right());
      assertEquals(List.of(), report.leftOut());
      Device device = report.devices().getFirst();
      assertEquals(List.of(60, 90), device.sizes().stream().map(s -> s.shape().n()).toList());
      for (Size size : device.sizes()) {
        assertEquals(PHASES, names(size));
        assertEquals(2, size.product().spread().seconds().size());
        assertEquals(2 * Math.pow(size.shape().n(), 3), size.product().work());
        assertTrue(size.proofs().size() >= 4, size.proofs().toString());
        for (PhaseTimes p : size.phases()) {
          assertEquals(2, p.spread().seconds().size(), p.name());
          assertTrue(p.spread().least() > 0, p.name());
        }
      }
      assertEquals(PHASES.size(), device.scalings().size());
      assertEquals(List.of(), names(folder));
    }
  }

  @Test
  void workIsCountedByTheFormulas() throws IOException {
    try (Backend cpu = cpu()) {
      Size size = run(options(true, 0, 60), cpu).devices().getFirst().sizes().getFirst();
      int n = size.shape().n();
      int m = size.columns();
      // Four categories for every region, and foreign export.
      assertEquals(4 * size.shape().regions() + 1, m);
      assertEquals(8.0 * n * n, work(size, "read"));
      assertEquals(2 / 3.0 * n * n * n, work(size, "LU"));
      assertEquals(2.0 * n * n * m, work(size, "solve"));
      assertEquals(8.0 * n * m, work(size, "write"));
      // S·W and W·coefficients, each B × n by n × m, the batch filled up to at least B rows.
      double products = 2 * 2.0 * 24 * n * m;
      assertTrue(work(size, "sweep: products") >= products, work(size, "sweep: products") + "");
    }
  }

  private static double work(Size size, String phase) {
    return size.phases().stream()
        .filter(p -> p.name().equals(phase))
        .findFirst()
        .orElseThrow()
        .work();
  }

  @Test
  void sharesAreOfTheCeilingOfTheirKind() throws IOException {
    try (Backend cpu = cpu()) {
      Device device = run(options(true, 0, 60), cpu).devices().getFirst();
      PhaseTimes lu = device.sizes().getFirst().phases().get(2);
      Ceiling product = device.ceiling(Ceiling.Kind.PRODUCT).orElseThrow();
      assertEquals(1e-9 * product.work() / product.spread().least(), product.rate());
      assertEquals(lu.rate() / product.rate(), device.share(lu).getAsDouble());
      assertTrue(device.share(device.sizes().getFirst().phases().getFirst()).isEmpty());
      assertEquals(
          List.of("product", "copy", "plain write"),
          device.ceilings().stream().map(c -> c.kind().toString()).toList());
    }
  }

  /** The first is always measured; what cannot be within no time at all is named. */
  @Test
  void theBudgetLeavesOutWhatTakesLonger() throws IOException {
    try (Backend cpu = cpu()) {
      BenchReport report = run(options(false, 0, 60, 90), cpu);
      assertEquals(1, report.devices().getFirst().sizes().size());
      assertEquals(1, report.leftOut().size());
      assertTrue(report.leftOut().getFirst().startsWith("n = 90: about "), report.leftOut().get(0));
      assertEquals(List.of(), report.devices().getFirst().scalings());
    }
  }

  /** A card has a way to it, and its own ceilings; both take turns. */
  @Test
  void aCardBesideTheProcessor() throws IOException {
    try (Backend card = CudaTestBackends.emulated("AUTO");
        Backend cpu = cpu()) {
      BenchReport report = run(options(true, 0, 60), card, cpu);
      assertTrue(report.right());
      Device device = report.devices().getFirst();
      var expected = new ArrayList<>(PHASES);
      expected.add(2, "host to device");
      expected.add(3, "read to the card");
      assertEquals(expected, names(device.sizes().getFirst()));
      assertTrue(device.ceiling(Ceiling.Kind.DEVICE_COPY).isPresent());
      assertTrue(device.ceiling(Ceiling.Kind.PINNED_COPY).isPresent());
      assertEquals(PHASES, names(report.devices().get(1).sizes().getFirst()));
    }
  }

  @Test
  void nothingCannotBeMeasured() {
    assertThrows(IllegalArgumentException.class, () -> options(true, 0));
    assertThrows(IllegalArgumentException.class, () -> options(true, 0, 0));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(f -> f.getFileName().toString()).toList();
    }
  }
}
