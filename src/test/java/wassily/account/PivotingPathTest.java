package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.linalg.PivotPath;
import wassily.linalg.Pivoting;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;

/** Which way a table is factorized, and what happens when the way was wrong. */
class PivotingPathTest {
  /** The pivot of the second sector is 0.9 − 4/0.9 &lt; 0; ρ(A) = 2.1. */
  private static final double[][] UNPRODUCTIVE = {{0.1, 2}, {2, 0.1}};

  private static MrioTable productive() throws IOException {
    return SmallTables.generated(new GeneratorOptions(5, 8, 3));
  }

  private static MrioTable withNegativeCells() throws IOException {
    MrioTable t = productive();
    var z = HostMatrix.allocate(Arena.ofAuto(), 40, 40);
    t.z().read(0, z);
    z.set(3, 17, -1e-3 * t.x()[3]);
    return SmallTables.with(t, z, t.y(), t.x(), t.satellites());
  }

  private static PivotPath path(MrioTable table, Pivoting how) throws IOException {
    try (Backend backend = SmallTables.cpu(how);
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var run = FootprintRun.of(system, table.satellites().getFirst(), Progress.NONE);
      assertTrue(run.certificate().passed(), run.certificate().toString());
      assertEquals(system.path().toString(), system.method());
      return system.path();
    }
  }

  @Test
  void productiveTablesAreNotPivoted() throws IOException {
    var path = path(productive(), Pivoting.AUTO);
    assertFalse(path.pivoted());
    assertTrue(path.toString().startsWith("no pivoting (LU by halves"), path.toString());
  }

  @Test
  void negativeCellsArePivoted() throws IOException {
    assertEquals(
        "partial pivoting (dgetrf): Z has negative cells off its diagonal",
        path(withNegativeCells(), Pivoting.AUTO).toString());
  }

  @Test
  void theUsersWordGoesFirst() throws IOException {
    assertEquals(
        "partial pivoting (dgetrf): as asked", path(productive(), Pivoting.ALWAYS).toString());
    var never = path(withNegativeCells(), Pivoting.NEVER);
    assertFalse(never.pivoted());
    assertTrue(never.toString().endsWith(": as asked"), never.toString());
  }

  /** Z is read once for the way without pivoting, and once more for the other. */
  @Test
  void aWrongPivotIsNamedAndMended() throws IOException {
    MrioTable table = SmallTables.withA(UNPRODUCTIVE, 10, 10);
    var read = new ArrayList<String>();
    Progress progress =
        (what, units) -> {
          read.add(what);
          return Progress.NONE.begin(what, units);
        };
    try (Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, progress)) {
      assertEquals(
          "partial pivoting (dgetrf): without it the pivot of r1 | s2 has the wrong sign",
          system.method());
      assertEquals(2, read.stream().filter(w -> w.startsWith("reading ")).count(), "" + read);
      var e =
          assertThrows(
              UnproductiveSystemException.class,
              () -> FootprintRun.of(system, table.satellites().getFirst(), Progress.NONE));
      assertTrue(e.getMessage().contains("ρ(A) is about 2.1000"), e.getMessage());
    }
  }

  /** Both rows of I − A are multiples of (1, −1): singular whatever the way. */
  @Test
  void singularTablesAreNamedByTheirLabel() throws IOException {
    MrioTable table = SmallTables.withA(new double[][] {{0.5, 0.5}, {0.5, 0.5}}, 16, 16);
    for (Pivoting how : List.of(Pivoting.AUTO, Pivoting.ALWAYS)) {
      assertTrue(
          refused(table, how).startsWith("I − A is singular: the row of r1 | s2 "), "" + how);
    }
    assertEquals(
        "without pivoting the pivot of r1 | s2 is zero; use --pivot auto",
        refused(table, Pivoting.NEVER));
  }

  private static String refused(MrioTable table, Pivoting how) {
    try (Backend backend = SmallTables.cpu(how)) {
      return assertThrows(
              UnproductiveSystemException.class,
              () -> LeontiefSystem.factorize(table, backend, Progress.NONE))
          .getMessage();
    }
  }

  private static void larger(HostMatrix m) {
    for (long i = 0; i < m.rows(); i++) {
      m.set(i, 0, m.get(i, 0) * (1 + 1e-6));
    }
  }

  /** ‖L‖₁ as of a matrix that is singular to working precision. */
  private static void huge(HostMatrix m) {
    for (long i = 0; i < m.rows(); i++) {
      for (long j = 0; j < m.columns(); j++) {
        m.set(i, j, 1e20 * m.get(i, j));
      }
    }
  }

  private static FaultyBackend badUnpivoted(Consumer<HostMatrix> fault, Pivoting how) {
    return new FaultyBackend(fault, fault, how, path -> !path.pivoted());
  }

  @Test
  void aFailedCertificateIsTriedWithPivotingOnce() throws IOException {
    MrioTable table = productive();
    try (var backend = badUnpivoted(PivotingPathTest::larger, Pivoting.AUTO);
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      assertTrue(system.canPivot());
      var run = FootprintRun.of(system, table.satellites().getFirst(), Progress.NONE);
      assertTrue(run.certificate().passed(), run.certificate().toString());
      assertFalse(system.canPivot());
      String method = system.method();
      assertTrue(
          method.startsWith("partial pivoting (dgetrf): without it the certificate fails (")
              && method.contains("backward_error_componentwise_output"),
          method);
    }
    try (var backend = badUnpivoted(PivotingPathTest::larger, Pivoting.NEVER);
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var run = FootprintRun.of(system, table.satellites().getFirst(), Progress.NONE);
      assertFalse(run.certificate().passed(), "nobody allowed to pivot");
    }
  }

  @Test
  void aFailedInverseIsTriedWithPivotingOnce() throws IOException {
    MrioTable table = productive();
    try (var backend = badUnpivoted(PivotingPathTest::larger, Pivoting.AUTO);
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
        var run = InverseRun.of(system, Progress.NONE)) {
      assertTrue(run.certificate().passed(), run.certificate().toString());
      assertEquals(
          "partial pivoting (dgetrf): without it the certificate fails (inverse_residual)",
          system.method());
    }
  }

  /** A table is refused only after its figures were computed in the safest way. */
  @Test
  void anUnproductiveTableIsLookedAtTwice() throws IOException {
    MrioTable table = productive();
    try (var backend = badUnpivoted(PivotingPathTest::huge, Pivoting.AUTO);
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var run = FootprintRun.of(system, table.satellites().getFirst(), Progress.NONE);
      assertTrue(run.certificate().passed(), run.certificate().toString());
      assertEquals(
          "partial pivoting (dgetrf): without it the table seems unproductive", system.method());
    }
  }
}
