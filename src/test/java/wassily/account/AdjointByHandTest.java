package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.account.SmallAdjoint.EVERYTHING;
import static wassily.account.SmallAdjoint.of;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import wassily.account.AdjointSensitivity.Question;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitiveCell.Ranking;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/** Derivatives of tables written down here: by hand, without output, of nothing. */
class AdjointByHandTest {
  /** A = [0 ½; 0 0], L = [1 ½; 0 1], x = (4, 6), y = (1, 6), S = (2, 3), D = 26; by hand. */
  @Test
  void byHand() throws IOException {
    double[][] z = {{0, 3}, {0, 0}};
    double[][] y = {{1}, {6}};
    double[][] f = {{8, 18}};
    try (MrioTable t = SmallTables.of(1, z, y, f)) {
      var found = of(t, FootprintTarget.consumption("D_cba", t.axes(), 0), EVERYTHING);
      assertEquals(26, found.footprint());
      // m = (2, 2·½ + 3), u = (1, 1).
      assertEquals(List.of(2.0, 4.0), Arrays.stream(found.m()).boxed().toList());
      assertEquals(
          List.of(
              new SensitiveCell(Matrix.Y, 1, 0, 6, 4, 24 * (1 / 26.0)),
              new SensitiveCell(Matrix.F, 0, 1, 18, 1, 18 * (1 / 26.0)),
              new SensitiveCell(Matrix.F, 0, 0, 8, 1, 8 * (1 / 26.0)),
              new SensitiveCell(Matrix.Z, 0, 1, 3, 2, 6 * (1 / 26.0)),
              new SensitiveCell(Matrix.Y, 0, 0, 1, 2, 2 * (1 / 26.0))),
          found.largest());
      var byUnit =
          of(
              t,
              FootprintTarget.consumption("D_cba", t.axes(), 0),
              new Question(2, Ranking.DERIVATIVE, EnumSet.allOf(Matrix.class)));
      assertEquals(4, byUnit.largest().get(0).derivative());
      assertEquals(Matrix.Z, byUnit.largest().get(1).matrix(), "2 for Z[0,1] before 2 for Y[0,0]");
    }
  }

  /** A sector without output: its column is dropped, its row supplies; nothing is NaN. */
  @Test
  void whereThereIsNoOutput() throws IOException {
    double[][] z = {{10, 5, 0, 3}, {5, 20, 5, 4}, {5, 0, 10, 2}, {6, 0, 0, 1}};
    double[][] y = {{30, 20}, {40, 10}, {0, 60}, {-4, -3}};
    double[] x = {68, 84, 77, 0};
    try (var t = SmallTables.of(2, 0, z, y, new double[][] {{6.8, 8.4, 7.7, 9}}, x)) {
      var target = FootprintTarget.consumption("D_cba:r1", t.axes(), 0);
      var plain = new PlainElasticities(t, target, 0);
      var found = of(t, target, EVERYTHING);
      for (SensitiveCell cell : found.largest()) {
        if (cell.matrix() == Matrix.Z) {
          assertTrue(cell.column() != 3 && cell.row() != 3, cell.toString());
          assertEquals(
              plain.elasticity(cell.value(), cell.row(), cell.column()),
              cell.elasticity(),
              plain.bound(cell.value(), cell.row(), cell.column()));
        }
        assertFalse(cell.matrix() == Matrix.F && cell.column() == 3, cell.toString());
      }
      // Seven of the nine cells between sectors with output are not 0.
      assertEquals(7, found.sums().get(Matrix.Z).cells());
    }
  }

  @Test
  void nothingIsAPercentageOfNothing() throws IOException {
    double[][] z = {{0, 3}, {0, 0}};
    try (MrioTable t = SmallTables.of(1, z, new double[][] {{1}, {6}}, new double[1][2])) {
      var target = FootprintTarget.consumption("D_cba:r1", t.axes(), 0);
      String message =
          assertThrows(BadDataException.class, () -> of(t, target, EVERYTHING)).getMessage();
      assertTrue(message.startsWith("D_cba:r1 of k1 is 0"), message);
      var byUnit = of(t, target, new Question(9, Ranking.DERIVATIVE, Set.of(Matrix.F)));
      assertEquals(0, byUnit.footprint());
      assertEquals(List.of(), byUnit.largest(), "no F, no cell of it");
    }
  }

  @Test
  void badQuestions() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Question(0, Ranking.ELASTICITY, Set.of(Matrix.Z)));
    assertThrows(
        IllegalArgumentException.class, () -> new Question(1, Ranking.ELASTICITY, Set.of()));
  }
}
