package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.account.LeontiefSystem;
import wassily.emulator.Emulator;
import wassily.emulator.EmulatorControl;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.cuda.CudaTestBackends;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.TableGenerator;

/** A card that fails in the middle of an ensemble: an exception, and nothing stays on it. */
class DrawnFaultTest {
  private static final Where HERE = new Where("test", 1);
  private static final int OUT_OF_MEMORY = 2;

  /** Every so manieth call: 7 has no factor in common with the loops of a draw. */
  private static final int STEP = 7;

  private static EmulatorControl emulator;
  private static MrioTable table;

  @BeforeAll
  static void load() throws IOException {
    Assumptions.assumeTrue(
        Integer.getInteger("wassily.cuda", 12) == 12, "skipped: its control is that of CUDA 12");
    emulator = Emulator.loaded();
    table =
        new TableGenerator(1, Progress.NONE)
            .generate(new GeneratorOptions(2, 3, 1, 1, false, 1, 0, 2020));
  }

  private static ResolvedLever drawn(Action.What what) {
    boolean[] rows = new boolean[what == Action.What.F ? 1 : table.axes().n()];
    boolean[] columns = new boolean[what == Action.What.Y ? table.axes().m() : table.axes().n()];
    Arrays.fill(rows, true);
    Arrays.fill(columns, true);
    Distribution d = Distribution.LOG_NORMAL;
    var cells = CellDraws.of(d, CellDraws.By.CELL, 0, rows, columns, d.ofCv(0.1));
    return new ResolvedLever(
        what.name(),
        Amount.ONE,
        new ResolvedAction.Perturb(
            what,
            List.of(cells),
            Action.Kept.NONE,
            5,
            what.ordinal(),
            new Amount.Variable(Action.Perturb.DRAW)),
        HERE);
  }

  private static SweepModel model() throws IOException {
    var account = table.satellites().getFirst();
    var response = new Response(Response.Quantity.TOTAL, List.of(), false, HERE);
    return SweepModel.of(
        table,
        account,
        List.of(drawn(Action.What.Z), drawn(Action.What.Y), drawn(Action.What.F)),
        new Design(List.of(Action.Perturb.DRAW), new double[][] {{0}, {1}}),
        List.of(
            ResponsePath.of(
                response,
                table,
                account,
                (by, where) -> {
                  throw new AssertionError(by);
                })));
  }

  /** Both totals, with the k-th call of CUDA failing from the moment that the card is open. */
  private static Optional<double[]> attempt(SweepModel model, DrawPath path, int k)
      throws IOException {
    emulator.reset();
    Backend backend = CudaTestBackends.emulated("AUTO");
    SweepRunner runner = null;
    BackendException failure = null;
    double[] totals = {};
    try (var arena = Arena.ofShared()) {
      emulator.fail("*", k, OUT_OF_MEMORY);
      try {
        runner =
            new SweepRunner(
                model,
                SmallSweep.plan(model, 2, path),
                LeontiefSystem.factorize(table, backend, Progress.NONE),
                backend,
                Progress.NONE);
        totals = runner.run(0, arena).values().getFirst().column(0);
      } catch (BackendException e) {
        failure = e;
      }
      boolean reached = emulator.forgetFailures() == 0;
      if (runner != null) {
        runner.close();
      }
      String where = "call %d: %s".formatted(k, emulator.messages());
      if (reached) {
        assertNotNull(failure, where + ": the failure was not noticed");
        assertEquals(1, failure.getMessage().lines().count(), where);
      } else {
        assertNull(failure, "nothing was made to fail");
      }
      assertEquals(List.of(), memory(emulator.leaks()), where);
      backend.close();
      assertEquals(List.of(), emulator.leaks(), where);
      return reached ? Optional.empty() : Optional.of(totals);
    }
  }

  private static List<String> memory(List<String> lines) {
    // Page-locked buffers are kept for the next upload.
    return lines.stream()
        .filter(l -> l.contains("bytes") && !l.startsWith("pinned memory"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = DrawPath.class,
      names = {"ITERATE", "REFACTORIZE"})
  void nothingStaysOnACardThatFails(DrawPath path) throws IOException {
    SweepModel model = model();
    double[] expected = attempt(model, path, Integer.MAX_VALUE).orElseThrow();
    assertTrue(expected[0] > 0 && expected[0] != expected[1], Arrays.toString(expected));
    int k = 1;
    Optional<double[]> found = Optional.empty();
    for (; found.isEmpty(); k += STEP) {
      found = attempt(model, path, k);
    }
    assertEquals(List.of(), memory(emulator.leaks()));
    assertTrue(Arrays.equals(expected, found.get()), "the same bits after all those failures");
    assertTrue(k > 200, "an ensemble is only %d calls".formatted(k));
  }
}
