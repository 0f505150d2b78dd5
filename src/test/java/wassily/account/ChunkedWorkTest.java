package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.linalg.cuda.CudaTestBackends;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;

/** Right-hand sides cut into chunks, on a card that has exactly what the plan asks for. */
class ChunkedWorkTest {
  private static MrioTable table(boolean negative) throws IOException {
    MrioTable t = SmallTables.generated(new GeneratorOptions(9, 8, 4));
    if (!negative) {
      return t;
    }
    int n = t.axes().n();
    var z = HostMatrix.allocate(Arena.ofAuto(), n, n);
    t.z().read(0, z);
    for (int i = 0; i < n; i += 7) {
      z.set(i, (i * 3) % n, -0.5 * z.get(i, (i * 3) % n));
    }
    return SmallTables.with(t, z, t.y(), t.x(), t.satellites());
  }

  /** What the plan asks for so many right-hand sides, on a card of any size. */
  private static long planned(MrioTable t, Work work, int width) {
    try (Backend large = CudaTestBackends.host("ALWAYS")) {
      var plan = work.plan(t, large);
      assertFalse(plan.chunked());
      var narrow =
          new wassily.linalg.MemoryPlan(
              plan.what(),
              plan.device(),
              plan.host(),
              plan.throughout(),
              plan.phases(),
              plan.columns(),
              width);
      return narrow.deviceBytes();
    }
  }

  /**
   * The card has not a byte more than planned, and what the plan leaves to the libraries is taken
   * already: the plan is enough, and the results are those of all columns at once.
   */
  @ParameterizedTest
  @CsvSource({"1, false", "4, false", "4, true", "8, false"})
  void chunksGiveTheSameAccounts(int width, boolean negative) throws IOException {
    try (MrioTable t = table(negative)) {
      var account = t.satellites().getFirst();
      Work work = Work.accounts(t, account.stressors().size());
      FootprintRun whole = run(t, work, CudaTestBackends.host("ALWAYS"), work.columns());
      var small = CudaTestBackends.hostWithout(planned(t, work, width), 64L << 20);
      FootprintRun chunked = run(t, work, small, width);
      assertTrue(chunked.certificate().passed(), chunked.certificate().toString());
      double cond = SmallTables.value(whole, "condition_number_1");
      // Two solutions with backward errors of at most 16·n·eps each differ by twice that times
      // cond₁, relative to the largest of a right-hand side.
      double bound = 2 * 16 * t.axes().n() * Math.ulp(1.0) * cond;
      assertSame(whole.footprint().multipliers(), chunked.footprint().multipliers(), bound);
      for (int k = 0; k < account.stressors().size(); k++) {
        for (int r = 0; r < t.axes().regions().size(); r++) {
          double expected = whole.footprint().flow(k, r, 0);
          assertEquals(expected, chunked.footprint().flow(k, r, 0), bound * largest(whole, k));
        }
      }
    }
  }

  private static double largest(FootprintRun run, int k) {
    double largest = 0;
    for (int r = 0; r < run.footprint().axes().regions().size(); r++) {
      for (int s = 0; s < run.footprint().axes().consumers(); s++) {
        largest = Math.max(largest, Math.abs(run.footprint().flow(k, r, s)));
      }
    }
    return largest;
  }

  private static void assertSame(HostMatrix expected, HostMatrix found, double bound) {
    for (int k = 0; k < expected.rows(); k++) {
      double largest = 0;
      for (double v : expected.row(k)) {
        largest = Math.max(largest, Math.abs(v));
      }
      for (int j = 0; j < expected.columns(); j++) {
        assertEquals(expected.get(k, j), found.get(k, j), bound * largest);
      }
    }
  }

  private static FootprintRun run(MrioTable t, Work work, Backend backend, long width)
      throws IOException {
    try (backend;
        var system = LeontiefSystem.factorize(t, backend, work, Progress.NONE)) {
      assertEquals(width, system.plan().width());
      assertEquals(width < work.columns(), system.plan().chunked());
      return FootprintRun.of(system, t.satellites().getFirst(), Progress.NONE);
    }
  }

  /** The inverse takes what is planned for it. */
  @ParameterizedTest
  @CsvSource({"9, 8", "60, 10"})
  void theInverseFitsIntoWhatWasPlanned(int regions, int sectors) throws IOException {
    try (MrioTable t = SmallTables.generated(new GeneratorOptions(regions, sectors, 4));
        var backend = CudaTestBackends.hostWithout(planned(t, Work.wholeInverse(), 1), 64L << 20);
        var system = LeontiefSystem.factorize(t, backend, Work.wholeInverse(), Progress.NONE);
        var l = system.inverse()) {
      assertEquals(new Shape(t.axes().n(), t.axes().n()), l.shape());
    }
  }

  private static MrioTable unread(MrioTable t, long n) {
    var z =
        new MatrixSource() {
          @Override
          public Shape shape() {
            return new Shape(n, n);
          }

          @Override
          public String origin() {
            return "unread.h5:/Z";
          }

          @Override
          public void read(long firstRow, HostMatrix into) {
            throw new AssertionError("read although it is refused");
          }
        };
    return new MrioTable(
        t.info(),
        t.axes(),
        z,
        t.y(),
        t.x(),
        t.primaryInputs(),
        t.v(),
        t.population(),
        t.satellites(),
        () -> {});
  }

  /** One byte too little for a single column: said with the figures, and nothing is read. */
  @Test
  void whatCannotFitIsRefusedBeforeItIsRead() throws IOException {
    try (MrioTable t = table(false)) {
      Work work = Work.accounts(t, 1);
      MrioTable unread = unread(t, t.axes().n());
      try (Backend small = CudaTestBackends.hostWithout(planned(t, work, 1) - 1, 0)) {
        var refused =
            assertThrows(
                BackendException.OutOfMemory.class,
                () -> LeontiefSystem.factorize(unread, small, work, Progress.NONE));
        assertTrue(
            refused.getMessage().matches("unread.h5:/Z: .* needs .* MB .* MB are available.*cpu"),
            refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
      }
    }
  }
}
