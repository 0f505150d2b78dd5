package wassily.scenario;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A name for regions and sectors, used as {@code @name}. Evaluated once, on the baseline.
 *
 * @param name its name
 * @param regions which regions, if it chooses any
 * @param sectors which sectors, if it chooses any
 * @param where where it stands
 */
public record Group(
    String name, Optional<RegionRule> regions, Optional<Choice> sectors, Where where) {
  /** How regions are chosen. */
  public sealed interface RegionRule {}

  /**
   * By name, code or attribute.
   *
   * @param choice which
   */
  public record Named(Choice choice) implements RegionRule {}

  /**
   * Super-emitters (method, section 3.7): D_cba or D_pba above a share of the whole.
   *
   * @param types of "demand", "technology", "hybrid"
   * @param threshold share of the total, 0.01 for 1 %
   * @param ofFootprint whether the total is Σ D_cba of the regions instead of Σ D_pba
   */
  public record SuperEmitters(List<String> types, double threshold, boolean ofFootprint)
      implements RegionRule {
    /** Copies. */
    public SuperEmitters {
      types = List.copyOf(types);
    }
  }

  /**
   * By final demand per head (method, section 3.1).
   *
   * @param below regions below this, where given
   * @param above regions above this, where given
   * @param currency what these are given in, per person
   */
  public record DemandPerCapita(OptionalDouble below, OptionalDouble above, Currency currency)
      implements RegionRule {}

  /**
   * By affluence quintile, 1 = richest (method, section 3.1).
   *
   * @param quintiles of 1 to 5
   */
  public record Quintiles(List<Integer> quintiles) implements RegionRule {
    /** Copies. */
    public Quintiles {
      quintiles = List.copyOf(quintiles);
    }
  }
}
