package wassily.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;

/** What a lever does (the sweep file's section on semantics; method, sections 3.8 and 5). */
public sealed interface Action {
  /** Emission intensities S are multiplied or lowered. */
  sealed interface OfIntensity extends Action {
    /**
     * Whether direct emissions F_Y of the regions change too.
     *
     * @return usually false
     */
    boolean direct();

    /**
     * Where S changes.
     *
     * @return region-sectors
     */
    Cells at();
  }

  /** Final demand Y changes. */
  sealed interface OfDemand extends Action {
    /**
     * Whether F_Y stays as it is; otherwise it scales with its column's total.
     *
     * @return usually false
     */
    boolean directFixed();
  }

  /** Input coefficients A change; x is recomputed, S stays per unit of output. */
  sealed interface OfCoefficients extends Action {}

  /**
   * {@code S ← factor·S}.
   *
   * @param at where
   * @param factor ≥ 0
   * @param direct whether F_Y is multiplied too
   */
  record IntensityScale(Cells at, Amount factor, boolean direct) implements OfIntensity {}

  /**
   * {@code S ← S − strength·max(0, S − benchmark)}.
   *
   * @param at where
   * @param benchmark what is compared with
   * @param strength 0 to 1
   * @param direct whether F_Y changes by the same share as its region's emissions at these cells
   */
  record IntensityBenchmark(Cells at, Benchmark benchmark, Amount strength, boolean direct)
      implements OfIntensity {}

  /** A benchmark of intensities. */
  sealed interface Benchmark {
    /** Σ_r F / Σ_r x of the sector over regions with x > 0. */
    record NationalAverage() implements Benchmark {}

    /** The consuming regions' own intensity of the same sector. */
    record Consumers() implements Benchmark {}

    /**
     * A CSV with the columns sector, stressor (optional when there is one), value and unit.
     *
     * @param file the file
     */
    record FromFile(Path file) implements Benchmark {}
  }

  /**
   * Cells of Y times a factor.
   *
   * @param consumers regions, or exogenous consumers that are named
   * @param categories which categories
   * @param products region-sectors that supply
   * @param factor ≥ 0
   * @param directFixed whether F_Y stays
   */
  record DemandScale(
      Choice consumers, Choice categories, Cells products, Amount factor, boolean directFixed)
      implements OfDemand {}

  /**
   * The share of categories {@code from} in a region's demand falls to a target (method, 3.8).
   *
   * @param regions which regions
   * @param from categories that shrink
   * @param to categories that grow; all, and without effect, where nothing is reallocated and none
   *     are named
   * @param share target, 0 to 1
   * @param remainder what happens with what is freed
   * @param directFixed whether F_Y stays
   */
  record DemandShift(
      Choice regions,
      Choice from,
      Choice to,
      Amount share,
      Remainder remainder,
      boolean directFixed)
      implements OfDemand {}

  /** What happens with demand that is freed. */
  enum Remainder {
    /** It goes to the categories {@code to}; the region's demand stays. */
    REALLOCATE,
    /** It is dropped; {@code from} shrinks until its share of what is left is the target. */
    CUT
  }

  /**
   * {@code D' = D + when·max(0, floor·population − D)}: all of a region's columns times D'/D.
   *
   * @param regions which regions
   * @param perCapita the floor, in {@code currency} per person; × {@link Currency#inTableUnits} it
   *     is in the table's unit
   * @param currency what it is given in
   * @param directFixed whether F_Y stays
   */
  record DemandLift(Choice regions, Amount perCapita, Currency currency, boolean directFixed)
      implements OfDemand {
    /**
     * A floor in the currency of the table.
     *
     * @param regions which regions
     * @param perCapita the floor
     * @param directFixed whether F_Y stays
     */
    public DemandLift(Choice regions, Amount perCapita, boolean directFixed) {
      this(regions, perCapita, Currency.ofTable(regions.where()), directFixed);
    }
  }

  /**
   * Explicit changes of Y from a CSV with the columns region, sector, consumer, category, value:
   * added to cells or put in their place.
   *
   * @param file the file
   * @param set whether values replace the cells
   * @param factor multiplies the values (of {@code set}: moves the cell by this share of the way)
   * @param directFixed whether F_Y stays
   */
  record DemandCells(Path file, boolean set, Amount factor, boolean directFixed)
      implements OfDemand {}

  /**
   * A block of A times a factor.
   *
   * @param users columns
   * @param suppliers rows
   * @param factor ≥ 0
   * @param residualValueAdded whether value-added coefficients absorb the change
   */
  record CoefficientScale(Cells users, Cells suppliers, Amount factor, boolean residualValueAdded)
      implements OfCoefficients {}

  /**
   * Moves a share of the inputs {@code from} to {@code to} in the using columns: per column j,
   * {@code m = fraction·Σ a[from,j]}; added to {@code to} by that column's present {@code to}
   * cells, else by the user region's total use of them.
   *
   * @param from sectors whose input falls, of all regions
   * @param to sectors whose input grows
   * @param users columns
   * @param fraction 0 to 1
   * @param ratio units of money of {@code to} for one of {@code from}
   */
  record InputSubstitution(Choice from, Choice to, Cells users, Amount fraction, Amount ratio)
      implements OfCoefficients {}

  /**
   * Moves sourcing of products between regions, per user column and product; the product total per
   * user is kept.
   *
   * @param products which sectors' products
   * @param from supplying regions that lose; all for all others than {@code to}
   * @param to supplying regions that gain
   * @param users columns of A; none when only final demand is named
   * @param demand columns of Y that are named: consumers and categories
   * @param fraction share of what comes from {@code from} that moves, 0 to 1
   */
  record TradeShift(
      Choice products,
      Choice from,
      Choice to,
      Optional<Cells> users,
      Optional<DemandColumns> demand,
      Amount fraction)
      implements OfCoefficients {}

  /**
   * Columns of Y.
   *
   * @param consumers which consumers
   * @param categories which categories
   */
  record DemandColumns(Choice consumers, Choice categories) {}

  /**
   * Cells of Z, Y or F times drawn factors: what the table would be if its errors were others.
   *
   * <p>Cells of Z change A with x kept; value added takes the difference.
   *
   * @param what which matrix
   * @param cells blocks of cells that do not overlap; everything when empty
   * @param by what has a draw of its own
   * @param distribution of the factors
   * @param spread how far they scatter
   * @param keep which sums stay
   * @param negative whether factors below 0 are meant to become 0
   */
  record Perturb(
      What what,
      List<PerturbCells> cells,
      CellDraws.By by,
      Distribution distribution,
      Spread spread,
      Kept keep,
      boolean negative)
      implements Action {
    /** The variable of a design that numbers the draws. */
    public static final String DRAW = "draw";

    private static final String DRAW_OF = DRAW + ":";

    /**
     * The variable that numbers the draws of one lever, in designs that tell levers apart.
     *
     * @param lever its name
     * @return no variable of a sweep file can have this name
     */
    public static String drawOf(String lever) {
      return DRAW_OF + lever;
    }

    /**
     * Whether a variable numbers the draws of one lever.
     *
     * @param variable of a design
     * @return whether it is one of {@link #drawOf}
     */
    public static boolean isDrawOf(String variable) {
      return variable.startsWith(DRAW_OF);
    }

    /**
     * The lever whose draws a variable numbers.
     *
     * @param variable one of {@link #drawOf}
     * @return the lever's name
     */
    public static String leverOf(String variable) {
      return variable.substring(DRAW_OF.length());
    }

    /** Copies. */
    public Perturb {
      cells = List.copyOf(cells);
    }
  }

  /** A matrix that is perturbed. */
  enum What {
    /** Inter-industry flows. */
    Z,
    /** Final demand. */
    Y,
    /** Emissions of production. */
    F
  }

  /** Sums over the cells of a block that a draw leaves as they are. */
  enum Kept {
    /** None. */
    NONE,
    /** Of every row. */
    ROW_SUMS,
    /** Of every column. */
    COLUMN_SUMS,
    /** Of the block. */
    TOTAL
  }

  /** How far factors scatter. */
  sealed interface Spread {
    /**
     * The same coefficient of variation for all cells.
     *
     * @param cv standard deviation over mean, ≥ 0
     */
    record Cv(double cv) implements Spread {}

    /**
     * The same bounds for all cells, as multiples of their value.
     *
     * @param low at most 1
     * @param high at least 1
     */
    record Bounds(double low, double high) implements Spread {}

    /**
     * A CSV with labels and a column cv.
     *
     * @param file the file
     */
    record FromFile(Path file) implements Spread {}
  }

  /**
   * A block of cells.
   *
   * @param rows region-sectors: suppliers, of F those that emit
   * @param users region-sectors, of Z
   * @param consumers of Y
   * @param categories of Y
   * @param where where it stands
   */
  record PerturbCells(Cells rows, Cells users, Choice consumers, Choice categories, Where where) {}
}
