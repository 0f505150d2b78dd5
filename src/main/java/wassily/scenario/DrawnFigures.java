package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.result.ResultAxis;

/**
 * What is kept of the solution of every drawn table, as one more response; NaN for scenarios that
 * have none.
 */
public final class DrawnFigures {
  /** Its name among the responses. */
  public static final String NAME = "draw_solution";

  /** Which figure is the componentwise backward error; its bound follows. */
  public static final int ERROR = 0;

  /** Which figure is the bound of the error. */
  public static final int BOUND = 1;

  /** Which figure is 1 where the drawn table was factorized. */
  public static final int FACTORIZED = 3;

  private static final List<String> LABELS =
      List.of("backward_error", "bound", "corrections", "factorized");

  /** How many figures there are. */
  static final int SIZE = 4;

  private DrawnFigures() {}

  /** Of scenarios that have no drawn Z, failed, or take the plain formula: NaN, not a perfect 0. */
  static HostMatrix none(Arena arena, int scenarios) {
    var figures = HostMatrix.allocate(arena, scenarios, SIZE);
    for (int row = 0; row < scenarios; row++) {
      SweepEngine.erase(List.of(figures), row);
    }
    return figures;
  }

  static ResponseShape shape() {
    return new ResponseShape(
        NAME,
        "",
        "of the drawn Z: max |S − M(I−A)| / (|M||I−A| + |S|), its bound 16·n·eps, corrections of M, whether factorized",
        List.of(new ResultAxis("solution", LABELS)));
  }
}
