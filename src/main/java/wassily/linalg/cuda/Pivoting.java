package wassily.linalg.cuda;

/** When rows are interchanged during elimination. */
enum Pivoting {
  /** Only where {@link PivotRule} asks for it. */
  AUTO,
  /** Partial pivoting. */
  ALWAYS,
  /** No interchanges; a zero pivot is an error. */
  NEVER
}
