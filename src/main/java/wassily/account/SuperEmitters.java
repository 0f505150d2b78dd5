package wassily.account;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Regions whose footprint or production is above a share of the whole (method, section 3.7; Zheng
 * et al. 2023).
 *
 * <p>Region r is a super-emitter of type <em>demand</em> when only D_cba[r] is above the limit, of
 * type <em>technology</em> when only D_pba[r] is, <em>hybrid</em> when both are. The limit is
 * threshold × Σ_r D_pba, or × Σ_r D_cba of the regions where asked; equal to it is not above.
 */
public final class SuperEmitters {
  /** What makes a region a super-emitter. */
  public enum Type {
    /** Its footprint only; it is a net consumer. */
    DEMAND,
    /** Its production only; it is a net producer. */
    TECHNOLOGY,
    /** Both. */
    HYBRID;

    /**
     * The type as users write it.
     *
     * @return "demand", "technology", "hybrid"
     */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Type[] types;
  private final double limit;

  private SuperEmitters(Type[] types, double limit) {
    this.types = types;
    this.limit = limit;
  }

  /**
   * Accounts of one stressor by region.
   *
   * @param pba D_pba, all regions of the table
   * @param cba D_cba, all regions of the table
   */
  public record Accounts(double[] pba, double[] cba) {
    /**
     * Those of a footprint.
     *
     * @param footprint the accounts of a table
     * @param k the stressor
     * @return D_pba and D_cba by region
     */
    public static Accounts of(Footprint footprint, int k) {
      int regions = footprint.axes().regions().size();
      return new Accounts(
          IntStream.range(0, regions).mapToDouble(r -> footprint.pba(k, r)).toArray(),
          IntStream.range(0, regions).mapToDouble(r -> footprint.cba(k, r)).toArray());
    }
  }

  /**
   * Classifies the regions.
   *
   * @param accounts D_pba and D_cba of all regions of the table
   * @param threshold share of the whole, 0.01 for 1 %; between 0 and 1
   * @param ofFootprint whether the whole is Σ D_cba of the regions instead of Σ D_pba
   * @return each region's type
   * @throws IllegalArgumentException when the threshold is no share or the accounts differ in
   *     length
   */
  public static SuperEmitters of(Accounts accounts, double threshold, boolean ofFootprint) {
    double[] pba = accounts.pba();
    double[] cba = accounts.cba();
    if (!(threshold > 0 && threshold < 1) || pba.length != cba.length) {
      throw new IllegalArgumentException(
          "threshold %s, %d and %d regions".formatted(threshold, pba.length, cba.length));
    }
    double limit = threshold * DoubleStream.of(ofFootprint ? cba : pba).sum();
    var types = new Type[pba.length];
    for (int r = 0; r < types.length; r++) {
      boolean demand = cba[r] > limit;
      boolean technology = pba[r] > limit;
      types[r] =
          demand && technology
              ? Type.HYBRID
              : demand ? Type.DEMAND : technology ? Type.TECHNOLOGY : null;
    }
    return new SuperEmitters(types, limit);
  }

  /**
   * A region's type.
   *
   * @param region its position
   * @return empty when it is no super-emitter
   */
  public Optional<Type> type(int region) {
    return Optional.ofNullable(types[region]);
  }

  /**
   * The regions of some types.
   *
   * @param wanted the types
   * @return their positions, ascending
   */
  public int[] regions(Set<Type> wanted) {
    return IntStream.range(0, types.length)
        .filter(r -> types[r] != null && wanted.contains(types[r]))
        .toArray();
  }

  /**
   * What a region's account has to be above.
   *
   * @return in the stressor's unit
   */
  public double limit() {
    return limit;
  }
}
