package wassily.study;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import wassily.scenario.Action;
import wassily.scenario.Choice;
import wassily.scenario.Choices;
import wassily.scenario.Currency;
import wassily.scenario.Where;

/**
 * What a city study is asked, as it stands in its file or by default. Choices that are empty stand
 * for the defaults of {@link CityDefaults}.
 *
 * @param subject stressor, regions, people, affluence
 * @param structure sector groups and K-means
 * @param emitters super-emitters and key sectors
 * @param mitigation the six scenarios
 * @param lifts sets of regions that are lifted, and how far
 * @param allocation how the quota is shared out
 * @param map free parameters of the map of quota against effort
 * @param where the file
 */
public record CityOptions(
    Subject subject,
    Structure structure,
    Emitters emitters,
    Mitigation mitigation,
    List<Lift> lifts,
    Allocation allocation,
    EffortMap map,
    Where where) {
  /** Copies. */
  public CityOptions {
    lifts = List.copyOf(lifts);
  }

  /** What makes a region rich. */
  public enum Affluence {
    /** Final demand per head. */
    DEMAND,
    /** Value added per head. */
    GDP
  }

  /** Regions left out of statistics; they stay in the model and in totals. */
  public sealed interface Excluded {
    /** What a preset says; nobody without one. */
    record Usual() implements Excluded {}

    /** Nobody, whatever a preset says. */
    record Nobody() implements Excluded {}

    /**
     * Regions that were named.
     *
     * @param regions which
     */
    record These(Choice regions) implements Excluded {}

    /**
     * The regions.
     *
     * @param choices finds them
     * @return positions, ascending; possibly none
     */
    default int[] in(Choices choices) {
      return this instanceof These these ? choices.regions(these.regions()) : new int[0];
    }
  }

  /**
   * What the study is about.
   *
   * @param stressor its name; empty: the first of the table
   * @param valueAddedIsResidual value added is {@code x − 1'Z} instead of V's rows
   * @param excluded regions left out of statistics
   * @param population a CSV with the columns region and population; empty: the table's
   * @param affluence of quintiles
   * @param currency that amounts of money per person are in
   * @param classes bounds of absolute classes of affluence, currency per person, ascending
   * @param references footprints per head to compare with, by name
   * @param referenceUnit unit of mass of the references
   */
  public record Subject(
      Optional<String> stressor,
      boolean valueAddedIsResidual,
      Excluded excluded,
      Optional<Path> population,
      Affluence affluence,
      Currency currency,
      List<Double> classes,
      SequencedMap<String, Double> references,
      String referenceUnit) {
    /** Copies. */
    public Subject {
      classes = List.copyOf(classes);
      references =
          Collections.unmodifiableSequencedMap(
              new LinkedHashMap<>((Map<String, Double>) references));
    }
  }

  /**
   * Structure types.
   *
   * @param groups which sectors are in which group; empty: the attribute "group" of the table
   * @param seed of K-means
   * @param restarts of K-means
   * @param highTech the group whose regions of Q1 the deep demand scenario adds
   */
  public record Structure(
      List<SectorGroups.Rule> groups, long seed, int restarts, String highTech) {
    /** Copies. */
    public Structure {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Super-emitters.
   *
   * @param threshold share of the whole, 0.01 for 1 %
   * @param ofFootprint whether the whole is Σ D_cba instead of Σ D_pba
   * @param keySectors sectors that the technology scenarios change; empty: by usual names
   */
  public record Emitters(double threshold, boolean ofFootprint, Optional<Choice> keySectors) {}

  /**
   * The mitigation scenarios.
   *
   * @param world a CSV of world-average intensities (sector, value, unit); empty: the lowest
   *     quartile of the table's own intensities
   * @param from categories of capital formation; empty: by their usual name
   * @param to categories that grow; empty: household consumption by its usual name
   * @param lightShare τ of the light demand scenario
   * @param deepShare τ of the deep demand scenario
   * @param remainder what happens with demand that is freed
   * @param directFixed whether F_Y stays
   * @param budget an external budget in the stressor's unit, for instance that of a city
   */
  public record Mitigation(
      Optional<Path> world,
      Optional<Choice> from,
      Optional<Choice> to,
      double lightShare,
      double deepShare,
      Action.Remainder remainder,
      boolean directFixed,
      Optional<Double> budget) {}

  /**
   * Regions that are lifted.
   *
   * @param name of the lift
   * @param set which regions
   * @param target how far
   * @param where where it stands
   */
  public record Lift(String name, Set set, Target target, Where where) {
    /**
     * Which regions; those at or above the target stay as they are.
     *
     * @param below demand per head that they are below, currency per person; empty: any
     * @param quintiles quintiles that they are in, 1 = richest; empty: any
     */
    public record Set(Optional<Double> below, List<Integer> quintiles) {
      /** Copies. */
      public Set {
        quintiles = List.copyOf(quintiles);
      }

      /**
       * Regions below an amount.
       *
       * @param amount demand per head, currency per person
       * @return regions of any quintile
       */
      public static Set below(double amount) {
        return new Set(Optional.of(amount), List.of());
      }

      /**
       * Regions of some quintiles.
       *
       * @param quintiles 1 = richest
       * @return regions of any demand per head
       */
      public static Set of(List<Integer> quintiles) {
        return new Set(Optional.empty(), quintiles);
      }

      boolean holds(double demandPerHead, int quintile) {
        return below.map(b -> demandPerHead < b).orElse(true)
            && (quintiles.isEmpty() || quintiles.contains(quintile));
      }
    }

    /**
     * Demand per head that is reached.
     *
     * @param amount in the study's currency per person; empty: the mean of a quintile
     * @param quintile {@code ΣD/Σpopulation} of this one, 1 = richest
     */
    public record Target(Optional<Double> amount, int quintile) {
      /**
       * An amount.
       *
       * @param amount in the study's currency per person
       * @return the target
       */
      public static Target amount(double amount) {
        return new Target(Optional.of(amount), 0);
      }

      /**
       * The mean of a quintile.
       *
       * @param quintile 1 = richest
       * @return the target
       */
      public static Target meanOf(int quintile) {
        return new Target(Optional.empty(), quintile);
      }
    }
  }

  /**
   * How the quota is shared out.
   *
   * @param givers regions whose supply chains count; empty: the super-emitters
   * @param capped whether nobody gets more than its deficit
   */
  public record Allocation(Optional<Choice> givers, boolean capped) {}

  /**
   * Free parameters: all combinations are computed.
   *
   * @param strengths of the way to the deep benchmark, 0 to 1
   * @param shares τ of capital formation
   * @param thresholds of super-emitters
   */
  public record EffortMap(List<Double> strengths, List<Double> shares, List<Double> thresholds) {
    /** Copies. */
    public EffortMap {
      strengths = List.copyOf(strengths);
      shares = List.copyOf(shares);
      thresholds = List.copyOf(thresholds);
    }
  }
}
