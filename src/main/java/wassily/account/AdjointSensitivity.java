package wassily.account;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitiveCell.Ranking;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.table.BadDataException;
import wassily.table.SatelliteAccount;

/**
 * How much one footprint depends on every single cell of a table: exact first derivatives from two
 * solves, without sampling.
 *
 * <p>With {@code M₀ = d̂ − Z} (d = x, 1 where x = 0), {@code f} the emissions F of the footprint's
 * emitters (0 elsewhere and where x = 0) and {@code y} the final demand of its columns and
 * products,
 *
 * <pre>D = S·L·y + F_Y = f·M₀⁻¹·y + F_Y.</pre>
 *
 * <p>x is held, in {@code A = Z·x̂⁻¹} as in {@code S = F·x̂⁻¹}, and value added takes up what a
 * change of Z leaves over. From {@code dM₀⁻¹ = M₀⁻¹·dZ·M₀⁻¹} follow, with the adjoint solution
 * {@code m = f·M₀⁻¹} (multipliers of these emitters) and {@code u = M₀⁻¹·y} (share of the output x
 * that serves this demand, {@code L·y = d̂·u}),
 *
 * <pre>
 * ∂D/∂Z[i,j] = m[i]·u[j]     (0 where x[j] = 0: such a column is dropped)
 * ∂D/∂Y[j,c] = m[j]          for the footprint's products and columns
 * ∂D/∂F[i]   = u[i]          for its emitters with x ≠ 0
 * ∂D/∂F_Y[c] = 1             for its direct emissions
 * </pre>
 *
 * <p>In A it is {@code ∂D/∂A[i,j] = m[i]·(L·y)[j]} (Miller &amp; Blair 2009, section 12.3 on
 * "important coefficients", from Sherman and Morrison 1950; Wilting 2012, Econ. Syst. Res.
 * 24:141-171; Heijungs 2010, Int. J. Life Cycle Assess. 15:511-520). For D_pba of a region f is F
 * of its rows and y all final demand, so that u is 1 wherever the rows of the table balance.
 *
 * <p>The elasticity of a cell is {@code ∂D/∂cell·cell/D}. Sums are known in another way and are
 * part of the certificate: {@code Σ_Z = (m·d̂·u − f·u)/D}, as {@code m·M₀ = f}, which is {@code
 * S·(L² − L)·y/D = Σ_k k·S·Aᵏ·y/D}, the mean number of deliveries between emitter and final
 * product; {@code Σ_Y = Σ_F = (D − direct)/D} and {@code Σ_F_Y = direct/D}. A large change t of a
 * single cell is known too: {@code ΔD = m[i]·u[j]·t/(1 − t·(M₀⁻¹)[j,i])}.
 *
 * <p>2 right-hand sides and three passes over Z (factors, residuals, search); n² numbers are never
 * held beside the factors. For the same m and u the search gives the same bits with any number of
 * threads; BLAS may give m and u other last bits.
 *
 * @param target which footprint
 * @param stressor k, of the account
 * @param footprint D as this system has it, {@code f·M₀⁻¹·y + F_Y}, in the stressor's unit
 * @param direct the part of D that is F_Y
 * @param m {@code f·M₀⁻¹} by row, the stressor's unit per money
 * @param u {@code M₀⁻¹·y} by column, a share of x; 0 where x = 0
 * @param largest the largest cells, largest first
 * @param sums what elasticities add up to, by matrix
 * @param byRegions elasticities of Z summed by supplying and using region; empty for more than
 *     3,000 regions
 * @param bySectors elasticities of Z summed by supplying and using sector; empty for more than 500
 *     sectors
 * @param certificate how far the numbers can be trusted
 */
public record AdjointSensitivity(
    FootprintTarget target,
    int stressor,
    double footprint,
    double direct,
    double[] m,
    double[] u,
    List<SensitiveCell> largest,
    Map<Matrix, ElasticitySums> sums,
    Optional<HostMatrix> byRegions,
    Optional<HostMatrix> bySectors,
    Certificate certificate) {
  /** So many cells are kept at most: beyond, m and u say everything in less room. */
  public static final int MOST_CELLS = 1_000_000;

  /** Copies the list and the map. */
  public AdjointSensitivity {
    largest = List.copyOf(largest);
    sums = Map.copyOf(sums);
  }

  /**
   * What is asked.
   *
   * @param top how many cells, 1 to {@value AdjointSensitivity#MOST_CELLS}
   * @param ranking largest in what
   * @param matrices whose cells are ranked; sums are told of all
   */
  public record Question(int top, Ranking ranking, Set<Matrix> matrices) {
    /** Refuses numbers out of range and an empty set. */
    public Question {
      matrices = Set.copyOf(matrices);
      if (top < 1 || top > MOST_CELLS || matrices.isEmpty()) {
        throw new IllegalArgumentException("%d cells of %s".formatted(top, matrices));
      }
    }
  }

  /**
   * Solves, certifies and searches. Where the certificate fails for factors that the rule left
   * unpivoted, the table is factorized once more, with pivoting, as for footprints.
   *
   * @param system the factorized table
   * @param account the stressors
   * @param k which of them
   * @param target which footprint
   * @param question how many cells, of which matrices
   * @param progress told how far passes are
   * @return the sensitivities
   * @throws IOException when Z cannot be read again
   * @throws BadDataException when the footprint is 0 and elasticities are asked for
   * @throws UnproductiveSystemException when ρ(A) ≥ 1 or I − A is singular to working precision
   */
  public static AdjointSensitivity of(
      LeontiefSystem system,
      SatelliteAccount account,
      int k,
      FootprintTarget target,
      Question question,
      Progress progress)
      throws IOException {
    var run = new AdjointRun(system, account, k, target, question, progress);
    try {
      var found = run.once();
      if (found.certificate().passed() || !system.canPivot()) {
        return found;
      }
      system.pivot(found.certificate(), progress);
    } catch (UnproductiveSystemException e) {
      // Before a table is refused, what refuses it is computed in the safest way.
      if (!system.canPivot()) {
        throw e;
      }
      system.pivot("without it the table seems unproductive", progress);
    }
    return run.once();
  }
}
