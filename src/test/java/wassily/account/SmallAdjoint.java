package wassily.account;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.EnumSet;
import wassily.account.AdjointSensitivity.Question;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitiveCell.Ranking;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;

/** Derivatives of footprints of a generated table of 5 regions × 4 sectors, or of another one. */
final class SmallAdjoint {
  static final int REGIONS = 5;
  static final int SECTORS = 4;
  static final int N = REGIONS * SECTORS;

  /** Whose footprint it is; of a table with one stressor, that one. */
  static final int STRESSOR = 1;

  static final Question EVERYTHING =
      new Question(100_000, Ranking.ELASTICITY, EnumSet.allOf(Matrix.class));

  private SmallAdjoint() {}

  static MrioTable table() throws IOException {
    return SmallTables.generated(new GeneratorOptions(REGIONS, SECTORS, 11));
  }

  /** With a certificate that passes. */
  static AdjointSensitivity of(MrioTable t, FootprintTarget target, Question question)
      throws IOException {
    try (Backend backend = SmallTables.cpu();
        var system =
            LeontiefSystem.factorize(t, backend, new Work(1, 1, true, false), Progress.NONE)) {
      var account = t.satellites().getFirst();
      int k = Math.min(STRESSOR, account.stressors().size() - 1);
      var found = AdjointSensitivity.of(system, account, k, target, question, Progress.NONE);
      assertTrue(found.certificate().passed(), found.certificate().toString());
      return found;
    }
  }

  static HostMatrix copy(HostMatrix m) {
    var copy = HostMatrix.allocate(Arena.ofAuto(), m.rows(), m.columns());
    m.read(0, copy);
    return copy;
  }
}
