package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.account.SmallAdjoint.EVERYTHING;
import static wassily.account.SmallAdjoint.N;
import static wassily.account.SmallAdjoint.REGIONS;
import static wassily.account.SmallAdjoint.SECTORS;
import static wassily.account.SmallAdjoint.STRESSOR;
import static wassily.account.SmallAdjoint.of;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.account.AdjointSensitivity.Question;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitiveCell.Ranking;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.table.MrioTable;

/** Derivatives by two solves are those of the plain formula, and a wrong solve is noticed. */
class AdjointSensitivityTest {
  @ParameterizedTest
  @MethodSource("wassily.account.FootprintNumber#ofEveryKind")
  void allCellsOfZAreThoseOfTheInverse(FootprintNumber c) throws IOException {
    try (MrioTable t = SmallAdjoint.table()) {
      var plain = new PlainElasticities(t, c.target(), STRESSOR);
      var found = of(t, c.target(), new Question(N * N, Ranking.ELASTICITY, Set.of(Matrix.Z)));
      var z = (HostMatrix) t.z();
      var seen = new boolean[N][N];
      double sum = 0;
      double absolute = 0;
      double squares = 0;
      double slack = 0;
      var regions = new double[REGIONS][REGIONS];
      var sectors = new double[SECTORS][SECTORS];
      for (SensitiveCell cell : found.largest()) {
        int i = cell.row();
        int j = cell.column();
        assertFalse(seen[i][j], "twice: " + cell);
        seen[i][j] = true;
        assertEquals(z.get(i, j), cell.value());
        assertEquals(
            plain.elasticity(cell.value(), i, j),
            cell.elasticity(),
            plain.bound(cell.value(), i, j),
            cell.toString());
      }
      for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
          double e = plain.elasticity(z.get(i, j), i, j);
          assertEquals(e != 0, seen[i][j], i + ", " + j);
          sum += e;
          absolute += Math.abs(e);
          squares += e * e;
          slack += plain.bound(z.get(i, j), i, j);
          regions[i / SECTORS][j / SECTORS] += e;
          sectors[i % SECTORS][j % SECTORS] += e;
        }
      }
      ElasticitySums sums = found.sums().get(Matrix.Z);
      assertEquals(found.largest().size(), sums.cells());
      assertEquals(sum, sums.sum(), slack);
      assertEquals(absolute, sums.absolute(), slack);
      assertEquals(squares, sums.squares(), 2 * slack * Math.sqrt(squares) + slack * slack);
      for (int r = 0; r < REGIONS; r++) {
        for (int s = 0; s < REGIONS; s++) {
          assertEquals(regions[r][s], found.byRegions().orElseThrow().get(r, s), slack);
        }
      }
      for (int p = 0; p < SECTORS; p++) {
        for (int q = 0; q < SECTORS; q++) {
          assertEquals(sectors[p][q], found.bySectors().orElseThrow().get(p, q), slack);
        }
      }
      // Largest first, and the same start whatever is asked for.
      double last = Double.POSITIVE_INFINITY;
      for (SensitiveCell cell : found.largest()) {
        assertTrue(Math.abs(cell.elasticity()) <= last);
        last = Math.abs(cell.elasticity());
      }
      var ten = of(t, c.target(), new Question(10, Ranking.ELASTICITY, Set.of(Matrix.Z)));
      assertEquals(found.largest().subList(0, 10), ten.largest());
      // D is linear in Y, in F with F_Y: their elasticities add up to the parts of D.
      double share = found.direct() / found.footprint();
      double rounding = N * Math.ulp(1.0) * 16 + 2 * plain.boundOfFootprint();
      assertEquals(1 - share, found.sums().get(Matrix.Y).sum(), rounding);
      assertEquals(1 - share, found.sums().get(Matrix.F).sum(), rounding);
      assertEquals(share, found.sums().get(Matrix.F_Y).sum(), rounding);
    }
  }

  /** With all rows in balance, L·y = x: the output of a region is known to serve everybody. */
  @Test
  void productionServesAllItsOutput() throws IOException {
    try (MrioTable t = SmallAdjoint.table()) {
      var found = of(t, FootprintTarget.production("D_pba:r", t.axes(), 3), EVERYTHING);
      for (int j = 0; j < N; j++) {
        // Generated rows balance to rounding; u = L·y/x with errors of 16·n·eps·cond.
        assertEquals(t.x()[j] == 0 ? 0 : 1, found.u()[j], 16 * N * Math.ulp(1.0) * 10 * 2);
      }
    }
  }

  /** A wrong solution is seen by the backward errors, and a wrong search by the sum. */
  @Test
  void theCertificateFailsWithTheSolves() throws IOException {
    try (MrioTable t = SmallAdjoint.table()) {
      for (boolean ofM : new boolean[] {false, true}) {
        try (var backend = new FaultyBackend(x -> spoil(x, !ofM), m -> spoil(m, ofM));
            var system = LeontiefSystem.factorize(t, backend, Progress.NONE)) {
          var found =
              AdjointSensitivity.of(
                  system,
                  t.satellites().getFirst(),
                  STRESSOR,
                  FootprintTarget.consumption("D_cba:r", t.axes(), 1),
                  EVERYTHING,
                  Progress.NONE);
          var failed =
              found.certificate().checks().stream()
                  .filter(c -> !c.passed())
                  .map(Certificate.Check::name)
                  .toList();
          assertTrue(
              failed.contains("backward_error_componentwise_" + (ofM ? "multipliers" : "output")),
              failed.toString());
          assertTrue(failed.contains("two_routes"), failed.toString());
        }
      }
    }
  }

  private static void spoil(HostMatrix m, boolean really) {
    if (really) {
      for (long i = 0; i < m.rows(); i++) {
        for (long j = 0; j < m.columns(); j++) {
          m.set(i, j, m.get(i, j) * (1 + 1e-6 * (1 + (i + j) % 3)));
        }
      }
    }
  }
}
