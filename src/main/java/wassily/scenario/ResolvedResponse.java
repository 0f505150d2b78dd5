package wassily.scenario;

import java.util.List;
import java.util.stream.IntStream;
import wassily.label.TableAxes;

/**
 * What is reported of a scenario, with positions in place of names.
 *
 * <p>Values are row-major: the stressor first (not for value added, output and the gap), then
 * {@code by} in its order.
 *
 * <ul>
 *   <li>{@code D_cba}, over columns (s,c) of Y: {@code Σ_i S[k,i]·W[i,(s,c)] + F_Y[k,(s,c)]}; by
 *       producing sector of i, or by product of j in {@code M[k,j]·Y[j,(s,c)]}, without F_Y. A
 *       region dimension decides which consumers are in; without one these are the regions.
 *       Exogenous consumers have no category.
 *   <li>{@code D_pba}, over producing regions: {@code Σ_{i∈r} S[k,i]·x[i] + Σ_c F_Y[k,(r,c)]}; F
 *       where x₀ = 0 is carried unchanged, as in the baseline's account. By producing sector
 *       without F_Y.
 *   <li>{@code total}: D_pba summed over all regions.
 *   <li>{@code flows}: the first region dimension is where it is emitted, the second the consumer;
 *       {@code Σ S[k,i]·W[i,(s,c)]}, never with F_Y.
 *   <li>{@code VA}: {@code v[i]·x[i]} with the value-added coefficient v (all rows of value added
 *       together), {@code x}: x[i]; by producing region and producing sector, table's money.
 *   <li>{@code VA_gap}: {@code Σ_j (Σ_i (A'−A)[i,j] + (v'−v)[j])·x'[j]}, one number in the table's
 *       money: by so much Σ VA and imports exceed Σ y where value-added coefficients stay.
 * </ul>
 *
 * @param quantity of what
 * @param by its dimensions beside the stressor, possibly none
 * @param change whether the difference to the baseline is reported
 * @param ownFlows of flows: whether what a region emits for itself is in; usual for flows in full,
 *     not between groups (method, section 3.4)
 */
public record ResolvedResponse(
    Response.Quantity quantity, List<Dimension> by, boolean change, boolean ownFlows) {
  /** Copies, and refuses dimensions that the quantity does not have. */
  public ResolvedResponse {
    by = List.copyOf(by);
    for (Dimension.Kind kind : Dimension.Kind.values()) {
      long found = by.stream().filter(d -> d.kind() == kind).count();
      if (found > most(quantity, kind)) {
        throw new IllegalArgumentException(
            "%s has no %d dimensions of kind %s".formatted(quantity.text(), found, kind));
      }
    }
    if (quantity == Response.Quantity.FLOWS
        && by.stream().filter(d -> d.kind() == Dimension.Kind.REGION).count() != 2) {
      throw new IllegalArgumentException("flows need an origin and a consumer");
    }
  }

  /** How many dimensions of a kind a quantity can have. */
  private static int most(Response.Quantity quantity, Dimension.Kind kind) {
    return switch (quantity) {
      case TOTAL, VALUE_ADDED_GAP -> 0;
      case D_CBA -> 1;
      case FLOWS ->
          switch (kind) {
            case REGION -> 2;
            case CATEGORY, PRODUCING_SECTOR -> 1;
            case PRODUCT -> 0;
          };
      case D_PBA, VALUE_ADDED, OUTPUT ->
          switch (kind) {
            case REGION, PRODUCING_SECTOR -> 1;
            case CATEGORY, PRODUCT -> 0;
          };
    };
  }

  /**
   * How many numbers a stressor has.
   *
   * @return the product of the dimensions' sizes
   */
  public int cells() {
    return by.stream().mapToInt(Dimension::size).reduce(1, Math::multiplyExact);
  }

  /**
   * A dimension of a response.
   *
   * @param kind what is told apart
   * @param groupOf position → place along the dimension, −1: left out. Of regions: all R + E
   *     consumers, for origins only the first R are looked at; shared, not to be written to
   * @param size length of the dimension
   */
  public record Dimension(Kind kind, int[] groupOf, int size) {
    /** What can be told apart. */
    public enum Kind {
      /** Regions, or groups of them. */
      REGION,
      /** Categories of final demand. */
      CATEGORY,
      /** The sector that emits or produces. */
      PRODUCING_SECTOR,
      /** The final product. */
      PRODUCT
    }

    /**
     * Every label by itself.
     *
     * @param kind what is told apart
     * @param axes the table's axes
     * @return a dimension of all regions (without exogenous consumers), categories or sectors
     */
    public static Dimension all(Kind kind, TableAxes axes) {
      int regions = axes.regions().size();
      return switch (kind) {
        case REGION ->
            new Dimension(
                kind,
                IntStream.range(0, axes.consumers()).map(s -> s < regions ? s : -1).toArray(),
                regions);
        case CATEGORY -> identity(kind, axes.categories().size());
        case PRODUCING_SECTOR, PRODUCT -> identity(kind, axes.sectors().size());
      };
    }

    /**
     * Every region and every exogenous consumer by itself.
     *
     * @param axes the table's axes
     * @return a dimension of R + E consumers
     */
    public static Dimension consumers(TableAxes axes) {
      return identity(Kind.REGION, axes.consumers());
    }

    private static Dimension identity(Kind kind, int size) {
      return new Dimension(kind, IntStream.range(0, size).toArray(), size);
    }
  }
}
