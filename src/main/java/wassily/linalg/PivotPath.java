package wassily.linalg;

import java.util.Optional;

/**
 * How factors were made, for the certificate.
 *
 * @param pivoted whether rows were allowed to change places
 * @param routine what made them: "dgetrf"
 * @param why what decided it; empty when it was told to
 */
public record PivotPath(boolean pivoted, String routine, Optional<String> why) {
  /**
   * With partial pivoting, as told.
   *
   * @param routine what made the factors
   * @return the path
   */
  public static PivotPath pivoted(String routine) {
    return new PivotPath(true, routine, Optional.empty());
  }

  /**
   * Without pivoting, as told.
   *
   * @param routine what made the factors
   * @return the path
   */
  public static PivotPath unpivoted(String routine) {
    return new PivotPath(false, routine, Optional.empty());
  }

  /**
   * The same path with a reason.
   *
   * @param reason what decided it
   * @return the path
   */
  public PivotPath because(String reason) {
    return new PivotPath(pivoted, routine, Optional.of(reason));
  }

  /** For example "partial pivoting (dgetrf): positive elements off the diagonal". */
  @Override
  public String toString() {
    return "%s (%s)%s"
        .formatted(
            pivoted ? "partial pivoting" : "no pivoting",
            routine,
            why.map(reason -> ": " + reason).orElse(""));
  }
}
