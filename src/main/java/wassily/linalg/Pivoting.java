package wassily.linalg;

import java.util.Locale;

/** When rows are interchanged during elimination. */
public enum Pivoting {
  /** Only where {@link PivotRule} asks for it, or where it is the faster way. */
  AUTO,
  /** Partial pivoting. */
  ALWAYS,
  /** No interchanges; a pivot of exactly zero is an error. */
  NEVER;

  /** The word that users type: "auto". */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
