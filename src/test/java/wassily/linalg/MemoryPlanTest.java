package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import wassily.linalg.MemoryPlan.Item;
import wassily.linalg.MemoryPlan.Phase;

class MemoryPlanTest {
  private static final Item FACTORS = Item.of("factors", 1000);
  private static final Phase LU = new Phase("factorizing", List.of(Item.of("workspace", 500)));

  /** 100 bytes for each column, beside 1,000. */
  private static final Phase SOLVING =
      new Phase("solving", List.of(new Item("right-hand sides", false, 0, 100)));

  private static MemoryPlan plan(long free, long columns) {
    return MemoryPlan.of(
        "t.h5: the LU",
        new FreeMemory("a card", free, false),
        List.of(FACTORS),
        List.of(LU, SOLVING),
        columns);
  }

  @Test
  void allAtOnceWhereTheyFit() {
    var plan = plan(1000 + 10 * 100, 10);
    plan.require();
    assertEquals(10, plan.width());
    assertFalse(plan.chunked());
    assertEquals(2000, plan.deviceBytes(), "the largest phase and what is there throughout");
  }

  @Test
  void asManyAsFit() {
    var plan = plan(1000 + 10 * 100 - 1, 10);
    plan.require();
    assertEquals(9, plan.width());
    assertTrue(plan.chunked());
    assertEquals(1900, plan.deviceBytes());
    assertEquals(4, plan.width(4), "others of the same kind");
    assertEquals(9, plan.width(1_000_000));
  }

  /** A byte more or less of free memory does not change the last bits of a result. */
  @Test
  void wideChunksAreMultiplesOf64() {
    assertEquals(64, plan(1000 + 64 * 100, 1000).width());
    assertEquals(64, plan(1000 + 127 * 100, 1000).width());
    assertEquals(128, plan(1000 + 128 * 100, 1000).width());
    assertEquals(64, plan(1000 + 127 * 100, 64).width());
  }

  @Test
  void theTightestPhaseCounts() {
    var plan =
        MemoryPlan.of(
            "x",
            new FreeMemory("a card", 5000, false),
            List.of(),
            List.of(SOLVING, new Phase("r", List.of(new Item("residuals", false, 2000, 1000)))),
            50);
    assertEquals(3, plan.width());
  }

  /** On a card the two memories are counted apart, on the CPU together. */
  @Test
  void theHostsMemoryIsCountedWhereItIs() {
    var items = List.of(FACTORS, new Item("results", true, 700, 0));
    var card =
        MemoryPlan.of("x", new FreeMemory("a card", 2000, false), items, List.of(SOLVING), 10);
    assertEquals(10, card.width());
    assertEquals(2000, card.deviceBytes());
    assertEquals(700, card.hostBytes());
    var cpu = MemoryPlan.of("x", new FreeMemory("host", 2000, true), items, List.of(SOLVING), 10);
    assertEquals(3, cpu.width());
    assertEquals(2000, cpu.deviceBytes());
  }

  @Test
  void refusesWithTheFigures() {
    long mb = 1L << 20;
    var card =
        MemoryPlan.of(
            "t.h5: the LU",
            new FreeMemory("a card", 900 * mb, false),
            List.of(Item.of("factors", 800 * mb), Item.of("pivots", 3)),
            List.of(new Phase("factorizing", List.of(Item.of("workspace", 150 * mb)))),
            0);
    assertEquals(
        "t.h5: the LU needs 950 MB of memory on a card (factors 800 MB, workspace 150 MB), 900 MB are available; end what else uses it, use a larger card, aggregate the table, or use --backend cpu",
        assertThrows(BackendException.OutOfMemory.class, card::require).getMessage());
    var none = plan(1499, 10); // the LU needs 1,500
    assertEquals(0, none.width());
    assertThrows(BackendException.OutOfMemory.class, none::require);
    plan(1500, 0).require();
    var host =
        MemoryPlan.of(
            "x",
            new FreeMemory("a card", 900 * mb, false),
            List.of(new Item("results", true, 1L << 60, 0)),
            List.of(LU),
            0);
    var refused = assertThrows(BackendException.OutOfMemory.class, host::require);
    assertTrue(refused.getMessage().contains("on this machine (results"), refused.getMessage());
  }

  @Test
  void sizesBeyond64BitsDoNotFit() {
    var plan =
        MemoryPlan.of(
            "x",
            new FreeMemory("nobody says", Long.MAX_VALUE - 1, false),
            List.of(Item.of("a", Long.MAX_VALUE / 2), Item.of("b", Long.MAX_VALUE / 2)),
            List.of(new Phase("p", List.of(new Item("c", false, 10, Long.MAX_VALUE / 2)))),
            3);
    assertEquals(Long.MAX_VALUE, plan.deviceBytes());
    assertThrows(BackendException.OutOfMemory.class, plan::require);
  }
}
