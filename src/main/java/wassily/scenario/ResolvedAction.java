package wassily.scenario;

import java.util.List;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.DrawKey;

/**
 * What a lever does, on the table's rows and columns: {@link Action} with positions in place of
 * names. Every choice is sorted, without duplicates and not empty, unless said otherwise; arrays
 * are shared and must not be written to.
 *
 * <p>Symbols: i a row of A and Y (region-sector), j a column of A, (s,c) a column of Y, k a
 * stressor; a prime marks the state after the lever, nothing the state as the levers before have
 * left it, and ₀ the baseline.
 */
public sealed interface ResolvedAction {
  /**
   * The amounts of this lever beside its {@code when}; one that is NaN leaves the lever out.
   *
   * @return its amounts
   */
  List<Amount> amounts();

  /** S changes. */
  sealed interface OfIntensity extends ResolvedAction {
    /**
     * Where S changes.
     *
     * @return region-sectors
     */
    int[] rows();
  }

  /**
   * Y changes. Unless {@code directFixed}, {@code F_Y'[k,(s,c)] = F_Y[k,(s,c)]·t'/t} with t the
   * total of the column before this lever and t' after it; where t = 0, F_Y stays.
   */
  sealed interface OfDemand extends ResolvedAction {
    /**
     * Whether F_Y stays as it is.
     *
     * @return usually false
     */
    boolean directFixed();
  }

  /** A changes (a trade shift that names final demand: Y too); x is free, S stays. */
  sealed interface OfCoefficients extends ResolvedAction {}

  /**
   * {@code S'[k,i] = factor·S[k,i]} for i in rows.
   *
   * @param rows region-sectors
   * @param factor ≥ 0
   * @param direct whether {@code F_Y'[k,(r,c)] = factor·F_Y[k,(r,c)]} for every region r that rows
   *     touch and every category c
   */
  record IntensityScale(int[] rows, Amount factor, boolean direct) implements OfIntensity {
    @Override
    public List<Amount> amounts() {
      return List.of(factor);
    }
  }

  /**
   * {@code S'[k,i] = S[k,i] − strength·max(0, S[k,i] − benchmark[k,i])}.
   *
   * @param rows region-sectors
   * @param benchmark [k][position in rows], stressor per money; +∞ where a stressor has none
   * @param strength 0 to 1
   * @param direct whether F_Y of a region that rows touch changes by the same share as its
   *     emissions at these cells: {@code F_Y'[k,(r,c)] = F_Y[k,(r,c)]·Σ_i S'[k,i]·x₀[i] / Σ_i
   *     S[k,i]·x₀[i]} over the rows of r, unchanged where the denominator is 0
   */
  record IntensityBenchmark(int[] rows, double[][] benchmark, Amount strength, boolean direct)
      implements OfIntensity {
    @Override
    public List<Amount> amounts() {
      return List.of(strength);
    }
  }

  /**
   * The benchmark is the intensity of the consuming region's own sector, so that S depends on the
   * consumer s: {@code S'[k,(r,p),s] = S[k,(r,p),s] − strength·max(0, S[k,(r,p),s] −
   * intensity[k,(s,p)])}. With strength 1 the total falls by the positive part of the additional
   * emissions of the imbalance, {@code Σ_{r≠s} Σ_p max(0, S[r,p] − S[s,p])·W[(r,p),s]} (method,
   * section 4.3). Exogenous consumers have no technology: S stays for them. F_Y never changes.
   *
   * @param rows region-sectors (r,p) whose S is lowered
   * @param intensity [k][region-sector], all n: baseline S, +∞ where x₀ = 0 because there is no
   *     technology to compare with
   * @param strength 0 to 1
   */
  record ConsumerBenchmark(int[] rows, double[][] intensity, Amount strength)
      implements OfIntensity {
    @Override
    public List<Amount> amounts() {
      return List.of(strength);
    }
  }

  /**
   * {@code Y'[i,j] = factor·Y[i,j]} for i in rows and j in columns.
   *
   * @param columns columns of Y; an exogenous one only where it was named
   * @param rows region-sectors that supply; all n when nothing was chosen
   * @param factor ≥ 0
   * @param directFixed whether F_Y stays
   */
  record DemandScale(int[] columns, int[] rows, Amount factor, boolean directFixed)
      implements OfDemand {
    @Override
    public List<Amount> amounts() {
      return List.of(factor);
    }
  }

  /**
   * The share of the categories {@code from} in a region's demand falls to {@code share} (method,
   * section 3.8). D = total of all the region's columns, K = of {@code from}, H = of {@code to}. A
   * region with {@code K/D ≤ share} is left alone. Otherwise {@code from} columns are multiplied by
   * K'/K, with {@code K' = share·D} and {@code to} columns times {@code (H+K−K')/H} (reallocate),
   * or {@code K' = share·(D−K)/(1−share)} (cut).
   *
   * @param regions which regions
   * @param from categories that shrink
   * @param to categories that grow, none of {@code from}; empty only when the remainder is cut
   * @param share target, 0 to 1
   * @param remainder what happens with what is freed
   * @param directFixed whether F_Y stays
   */
  record DemandShift(
      int[] regions,
      int[] from,
      int[] to,
      Amount share,
      Action.Remainder remainder,
      boolean directFixed)
      implements OfDemand {
    @Override
    public List<Amount> amounts() {
      return List.of(share);
    }
  }

  /**
   * All columns of a region times D'/D, {@code D' = D + when·max(0, floor − D)}, {@code floor =
   * perCapita·population[r]/unit}.
   *
   * @param regions which regions
   * @param population people by region, all R; known and &gt; 0 for {@code regions}
   * @param unit how much of the currency one unit of the table's money is: 10⁶ for "M EUR"
   * @param perCapita the floor, currency per person
   * @param directFixed whether F_Y stays
   */
  record DemandLift(
      int[] regions, double[] population, double unit, Amount perCapita, boolean directFixed)
      implements OfDemand {
    @Override
    public List<Amount> amounts() {
      return List.of(perCapita);
    }
  }

  /**
   * Explicit changes of cells of Y: {@code Y' = Y + factor·value}, or with {@code set} {@code Y' =
   * Y + factor·(value − Y)}. Not sorted; a cell stands once.
   *
   * @param rows row of each cell
   * @param columns column of each cell
   * @param values value for each cell, in the table's money
   * @param set whether values replace the cells
   * @param factor multiplies the values, or is the share of the way
   * @param directFixed whether F_Y stays
   */
  record DemandCells(
      int[] rows, int[] columns, double[] values, boolean set, Amount factor, boolean directFixed)
      implements OfDemand {
    @Override
    public List<Amount> amounts() {
      return List.of(factor);
    }
  }

  /**
   * {@code A'[i,j] = factor·A[i,j]} for i in suppliers and j in users.
   *
   * @param users columns
   * @param suppliers rows
   * @param factor ≥ 0
   * @param residualValueAdded whether the value-added coefficients of the users absorb the change:
   *     {@code v'[j] = v[j] − Σ_i (A'[i,j] − A[i,j])}
   */
  record CoefficientScale(int[] users, int[] suppliers, Amount factor, boolean residualValueAdded)
      implements OfCoefficients {
    @Override
    public List<Amount> amounts() {
      return List.of(factor);
    }
  }

  /**
   * Per user column j, {@code m = fraction·Σ A[(r,f),j]} over all regions r and f in {@code from}.
   * Those cells are multiplied by 1 − fraction; {@code ratio·m} is added to the cells (r,t), t in
   * {@code to}, in proportion to {@code A[(r,t),j]}; where all of these are 0, in proportion to the
   * baseline's total use of (r,t) by the user's region g, {@code Σ_{j'∈g} Z₀[(r,t),j'] + Σ_c
   * Y₀[(r,t),(g,c)]}; where these are 0 too, the scenario fails. Nothing happens where m = 0.
   *
   * @param from sectors whose input falls
   * @param to sectors whose input grows, none of {@code from}
   * @param users columns
   * @param fraction 0 to 1
   * @param ratio units of money of {@code to} for one of {@code from}, ≥ 0
   */
  record InputSubstitution(int[] from, int[] to, int[] users, Amount fraction, Amount ratio)
      implements OfCoefficients {
    @Override
    public List<Amount> amounts() {
      return List.of(fraction, ratio);
    }
  }

  /**
   * Per user column (of A, or a named one of Y) and product p, {@code m = fraction·Σ} of the cells
   * (r,p), r in {@code from}. Those cells are multiplied by 1 − fraction; m is added to the cells
   * (t,p), t in {@code to}, in proportion to what the column has there; where all of these are 0,
   * in proportion to the baseline's total deliveries {@code x₀[(t,p)]}; where these are 0 too, the
   * scenario fails. Nothing happens where m = 0. Column totals of Y stay, and so does F_Y.
   *
   * @param products sectors
   * @param from supplying regions that lose
   * @param to supplying regions that gain, none of {@code from}
   * @param users columns of A, possibly none
   * @param demandColumns columns of Y, possibly none
   * @param fraction 0 to 1
   */
  record TradeShift(
      int[] products, int[] from, int[] to, int[] users, int[] demandColumns, Amount fraction)
      implements OfCoefficients {
    @Override
    public List<Amount> amounts() {
      return List.of(fraction);
    }
  }

  /**
   * Cells times factors of one draw: {@code m'[i,j] = factor·m[i,j]} for the cells of the blocks, m
   * being A (with the factors of Z), Y or S (with those of F). Then, where sums are kept, the cells
   * of a row, a column or a block are multiplied by what restores their sum (of Z, not of A).
   *
   * <p>Of A: {@code v'[j] = v[j] − Σ_i (A'[i,j] − A[i,j])}. F_Y never changes, nor F where x₀ = 0.
   *
   * @param what which matrix
   * @param blocks of an n × n, n × m or K × n matrix; they do not overlap
   * @param keep which sums stay
   * @param seed of the sweep's draws
   * @param stream of this lever
   * @param draw which draw
   */
  record Perturb(
      Action.What what,
      List<CellDraws> blocks,
      Action.Kept keep,
      long seed,
      int stream,
      Amount draw)
      implements ResolvedAction {
    /** Copies. */
    public Perturb {
      blocks = List.copyOf(blocks);
    }

    @Override
    public List<Amount> amounts() {
      return List.of(draw);
    }

    /**
     * The factors of one scenario's draw.
     *
     * @param values of the scenario, in which this acts
     * @return a draw of each block
     */
    public List<BlockDraw> draws(ScenarioValues values) {
      var key = new DrawKey(seed, stream, (int) values.of(draw));
      return blocks.stream().map(block -> new BlockDraw(block, key)).toList();
    }
  }
}
