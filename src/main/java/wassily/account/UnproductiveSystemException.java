package wassily.account;

/**
 * I − A is singular, or the table cannot produce its own inputs (ρ(A) ≥ 1). The message is one line
 * that names the region-sectors involved.
 */
public final class UnproductiveSystemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why and where.
   *
   * @param message what was found, the labels, the cure
   */
  public UnproductiveSystemException(String message) {
    super(message);
  }
}
