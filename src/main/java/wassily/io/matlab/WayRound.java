package wassily.io.matlab;

import java.io.IOException;
import java.util.Optional;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;
import wassily.table.OrientationCheck;

/** Whether Z, or A, was read with rows as sellers and columns as buyers, by all that can tell. */
final class WayRound {
  private final MatlabFile file;
  private final String name;
  private final boolean coefficients;

  /**
   * Begins.
   *
   * @param file the file
   * @param name the name of Z or A in it
   * @param coefficients whether it is A
   */
  WayRound(MatlabFile file, String name, boolean coefficients) {
    this.file = file;
    this.name = name;
    this.coefficients = coefficients;
  }

  /**
   * Asks x, then V.
   *
   * @param matrix Z or A as it was read
   * @param y Y
   * @param x published output; there must be one with A
   * @param v V, possibly without rows
   * @return a warning when nothing could tell
   * @throws BadDataException when the matrix lies the other way round; the message names the option
   */
  Optional<String> check(HostMatrix matrix, HostMatrix y, Optional<double[]> x, HostMatrix v)
      throws IOException {
    String because = "there is no x (--x) and no V (--v)";
    if (x.isPresent()) {
      OrientationCheck check =
          coefficients
              ? OrientationCheck.ofCoefficients(matrix, y, x.get())
              : OrientationCheck.of(matrix, y, x.get());
      String equation = coefficients ? "A·x + Y·1 misses x" : "Z·1 + Y·1 misses x";
      refuse(check, equation);
      if (check.confirmed()) {
        return Optional.empty();
      }
      because = undecided(check, equation);
    }
    if (v.rows() > 0 && !coefficients) {
      var check = OrientationCheck.ofInputs(matrix, y, v);
      String equation = "Z·1 + Y·1 misses the column sums of Z and V";
      refuse(check, equation);
      if (check.confirmed()) {
        return Optional.empty();
      }
      because = (x.isPresent() ? because + ", and " : "") + undecided(check, equation);
    }
    return Optional.of(
        "%s: nothing tells which way round it lies: %s; it is taken with rows as sellers and columns as buyers, if that is wrong %s"
            .formatted(file.where(name), because, file.cure(name)));
  }

  private void refuse(OrientationCheck check, String equation) throws IOException {
    if (check.transposed()) {
      throw new BadDataException(
          "%s: lies the other way round: %s by %.3g %%, transposed by %.3g %%; rows must be the sellers and columns the buyers: %s"
              .formatted(
                  file.where(name),
                  equation,
                  100 * check.gap(),
                  100 * check.transposedGap(),
                  file.cure(name)));
    }
  }

  private static String undecided(OrientationCheck check, String equation) {
    return "%s by %.3g %%, transposed by %.3g %%"
        .formatted(equation, 100 * check.gap(), 100 * check.transposedGap());
  }
}
