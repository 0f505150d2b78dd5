package wassily.linalg;

/**
 * A square matrix M, factorized once and used for many right-hand sides, from both sides.
 *
 * <p>Right-hand sides are row-major like every matrix here, so {@code solve} takes them as columns
 * and {@code solveTransposed} as rows, and neither needs a transposed copy.
 */
public interface Factorization extends AutoCloseable {
  /**
   * The number of rows of M.
   *
   * @return n
   */
  long order();

  /**
   * Whether rows were interchanged, by which routine, and why.
   *
   * @return the path taken
   */
  PivotPath path();

  /**
   * How the factors were made, in words.
   *
   * @return for example "partial pivoting (dgetrf)"
   */
  default String method() {
    return path().toString();
  }

  /**
   * Replaces B by M⁻¹·B.
   *
   * @param columns B, n × k, a right-hand side in each column; overwritten
   */
  void solve(DeviceMatrix columns);

  /**
   * Replaces B by B·M⁻¹, which is M⁻ᵀ applied to every row.
   *
   * @param rows B, k × n, a right-hand side in each row; overwritten
   */
  void solveTransposed(DeviceMatrix rows);

  /**
   * Turns the factors into M⁻¹ in the same memory. The factorization is used up by it: it may only
   * be closed afterwards.
   *
   * @return M⁻¹, n × n, owned by the caller
   */
  DeviceMatrix inverse();

  @Override
  void close();
}
