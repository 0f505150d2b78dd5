package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.TableGenerator;

/** From which width on a change of A is factorized anew, and how many changes are kept. */
class WidestUpdateTest {
  private static final Where HERE = new Where("test", 1);

  /** n = 60, and Y of two columns: two parts. */
  private static final GeneratorOptions TABLE =
      new GeneratorOptions(2, 30, 3, 1, false, 1, 0, 2020);

  private static SweepModel model(MrioTable table, int columns) throws IOException {
    var account = table.satellites().getFirst();
    var change =
        new ResolvedAction.CoefficientScale(
            IntStream.range(0, columns).toArray(),
            IntStream.range(0, 60).toArray(),
            new Amount.Variable("a"),
            false);
    var response =
        ResponsePath.of(
            new Response(Response.Quantity.TOTAL, List.of(), false, HERE),
            table,
            account,
            (_, _) -> {
              throw new IllegalStateException("no groups are asked for");
            });
    return SweepModel.of(
        table,
        account,
        List.of(new ResolvedLever("a", Amount.ONE, change, HERE)),
        new Design(List.of("a"), new double[][] {{0.9}, {0.8}}),
        List.of(response));
  }

  @Test
  void halfOfTheColumnsAndThePartsOfY() throws IOException {
    try (var table = new TableGenerator(1, Progress.NONE).generate(TABLE)) {
      assertEquals(2, model(table, 1).basis().size());
      assertFalse(model(table, 32).needsPlainFormula(0));
      assertTrue(model(table, 33).needsPlainFormula(0));
    }
    assertEquals(30, SweepModel.mostColumns(30, 25), "no more than there are");
  }

  /** A change of 32 columns of 60 is small: the most that are kept. */
  @Test
  void smallChangesAreKeptInNumbers() throws IOException {
    try (var table = new TableGenerator(1, Progress.NONE).generate(TABLE)) {
      assertEquals(ChangeCache.MOST, SweepMemory.keptChanges(model(table, 32)));
    }
    // Half of 13,146 columns, L·U of one layout and 1,253 parts: 757 MB each.
    assertEquals(2, SweepMemory.keptChanges(8L * 6_573 * (13_146 + 1_253)));
    assertEquals(1, SweepMemory.keptChanges(1L << 40));
    assertEquals(ChangeCache.MOST, SweepMemory.keptChanges(0));
  }
}
