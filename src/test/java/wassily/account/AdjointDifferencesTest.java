package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.account.SmallAdjoint.EVERYTHING;
import static wassily.account.SmallAdjoint.N;
import static wassily.account.SmallAdjoint.STRESSOR;
import static wassily.account.SmallAdjoint.copy;
import static wassily.account.SmallAdjoint.of;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.account.AdjointSensitivity.Question;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitiveCell.Ranking;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.testdata.RealTables;

/** Derivatives are those of footprints of tables in which one cell has changed. */
class AdjointDifferencesTest {
  /**
   * {@code ∂D/∂cell} as {@code (D(cell·(1+h)) − D(cell·(1−h)))/(2·h·cell)} with x held. For a cell
   * of Z, {@code D(t) = D + a·t/(1 − b·t)} with {@code b = (M₀⁻¹)[j,i]} (Sherman and Morrison), so
   * the quotient is {@code a/(1 − (b·h·cell)²)}, and {@code b·cell = A[i,j]·L[j,i]} is below ‖L‖₁;
   * D is linear in cells of Y, F and F_Y. Two footprints carry 16·n·eps·cond₁ of D each.
   */
  @ParameterizedTest
  @MethodSource("wassily.account.FootprintNumber#ofEveryKind")
  void areThoseOfDifferences(FootprintNumber c) throws IOException {
    double h = 1e-4;
    try (MrioTable t = SmallAdjoint.table()) {
      var base = SmallTables.run(t);
      double condition = SmallTables.value(base, "condition_number_1");
      double rounding = 16 * N * Math.ulp(1.0) * condition / h;
      double bent = condition * condition * h * h;
      double d = c.number().in(base.footprint());
      var found = of(t, c.target(), EVERYTHING);
      // Of the whole, as parts cancel: 16·n·eps·cond of the sum of all their terms.
      assertEquals(d, found.footprint(), 16 * N * Math.ulp(1.0) * condition * Math.abs(d) * 4);
      var tested = new ArrayList<SensitiveCell>();
      for (Matrix m : Matrix.values()) {
        found.largest().stream().filter(cell -> cell.matrix() == m).limit(5).forEach(tested::add);
      }
      assertTrue(tested.size() >= 10, tested.toString());
      for (SensitiveCell cell : tested) {
        double up = c.number().in(SmallTables.run(changed(t, cell, h)).footprint());
        double down = c.number().in(SmallTables.run(changed(t, cell, -h)).footprint());
        double elasticity = (up - down) / (2 * h * d);
        assertEquals(
            elasticity, cell.elasticity(), bent * Math.abs(elasticity) + rounding, cell.toString());
        assertEquals(
            cell.elasticity(),
            cell.derivative() * cell.value() / found.footprint(),
            4 * Math.ulp(cell.elasticity()));
      }
    }
  }

  /** The table with one cell times 1 + h. */
  private static MrioTable changed(MrioTable t, SensitiveCell cell, double h) {
    HostMatrix z = copy((HostMatrix) t.z());
    HostMatrix y = copy(t.y());
    SatelliteAccount account = t.satellites().getFirst();
    HostMatrix f = copy(account.f());
    HostMatrix fY = copy(account.fY());
    HostMatrix in =
        switch (cell.matrix()) {
          case Z -> z;
          case Y -> y;
          case F -> f;
          case F_Y -> fY;
        };
    int row = in == f || in == fY ? STRESSOR : cell.row();
    assertEquals(in.get(row, cell.column()), cell.value(), 0, "the cell that is named");
    in.add(row, cell.column(), h * cell.value());
    return SmallTables.with(
        t, z, y, t.x(), List.of(new SatelliteAccount("a", account.stressors(), f, fY)));
  }

  /**
   * A real table: the first hundred of two million cells are those of a sort of all of them, the
   * sum rule holds (it is in the certificate), and ten times the largest cell has the effect that
   * Sherman and Morrison's formula gives.
   */
  @Test
  void wiod2009() throws IOException {
    try (MrioTable t = RealTables.wiod2009Co2()) {
      int china = t.axes().regions().find("CHN").orElseThrow();
      var target = FootprintTarget.consumption("D_cba:CHN", t.axes(), china);
      var found = of(t, target, new Question(100, Ranking.ELASTICITY, Set.of(Matrix.Z)));
      int n = t.axes().n();
      var z = HostMatrix.allocate(Arena.ofAuto(), n, n);
      t.z().read(0, z);
      var all = new ArrayList<double[]>();
      double inverse = 1 / found.footprint();
      for (int i = 0; i < n; i++) {
        double[] row = z.row(i);
        for (int j = 0; j < n; j++) {
          double e = found.m()[i] * row[j] * found.u()[j] * inverse;
          if (Math.abs(e) > 1e-5) {
            all.add(new double[] {Math.abs(e), i, j});
          }
        }
      }
      all.sort(
          (a, b) ->
              a[0] != b[0]
                  ? Double.compare(b[0], a[0])
                  : a[1] != b[1] ? Double.compare(a[1], b[1]) : Double.compare(a[2], b[2]));
      assertTrue(all.size() > 100, all.size() + " cells");
      for (int r = 0; r < 100; r++) {
        SensitiveCell cell = found.largest().get(r);
        assertEquals((int) all.get(r)[1], cell.row());
        assertEquals((int) all.get(r)[2], cell.column());
        assertEquals(all.get(r)[0], Math.abs(cell.elasticity()), 0, "the same operations");
      }
      SensitiveCell first = found.largest().getFirst();
      double change = 0.1 * first.value();
      double own; // (M₀⁻¹)[j,i]
      try (Backend backend = SmallTables.cpu();
          var system = LeontiefSystem.factorize(t, backend, Progress.NONE)) {
        var unit = HostMatrix.allocate(Arena.ofAuto(), n, 1);
        unit.set(first.row(), 0, 1);
        system.solve(unit);
        own = unit.get(first.column(), 0);
      }
      z.add(first.row(), first.column(), change);
      var more = SmallTables.with(t, z, t.y(), t.x(), t.satellites());
      var after = of(more, target, new Question(1, Ranking.ELASTICITY, Set.of(Matrix.Z)));
      double expected = found.footprint() + first.derivative() * change / (1 - change * own);
      // cond₁(I−A) = 7.3 (architecture): 16·n·eps·cond = 4e-11 of D at most, for each of two.
      assertEquals(expected, after.footprint(), 1e-10 * found.footprint());
      assertTrue(after.footprint() > found.footprint() * (1 + 0.05 * first.elasticity()));
    }
  }
}
