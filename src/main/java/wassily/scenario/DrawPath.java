package wassily.scenario;

/** How the systems of drawn tables are solved. */
public enum DrawPath {
  /** No Z is drawn. */
  NONE("none"),
  /** Multipliers are corrected with the baseline's inverse until they solve the drawn system. */
  ITERATE("iterated with the baseline's inverse in single precision"),
  /** Each drawn table is factorized. */
  REFACTORIZE("a factorization for each draw of Z");

  private final String text;

  DrawPath(String text) {
    this.text = text;
  }

  /**
   * The path in words.
   *
   * @return for people
   */
  public String text() {
    return text;
  }

  /**
   * Device memory of Z, a drawn Z and, where systems are iterated, L in single precision.
   *
   * @param n order of the table
   * @return bytes
   */
  long bytes(long n) {
    return switch (this) {
      case NONE -> 0;
      case ITERATE -> n * n * (2L * Double.BYTES + Float.BYTES);
      case REFACTORIZE -> 2L * n * n * Double.BYTES;
    };
  }
}
