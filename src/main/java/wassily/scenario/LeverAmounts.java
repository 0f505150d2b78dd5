package wassily.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The numbers of a lever, by the keys of the sweep file, and what each may be. */
public final class LeverAmounts {
  private LeverAmounts() {}

  /**
   * An amount of a lever.
   *
   * @param lever the lever
   * @param key its key in the file: "strength"
   * @param amount fixed, or a variable
   * @param range what it may be
   */
  public record Use(Lever lever, String key, Amount amount, AmountRange range) {
    /**
     * Whether it is a certain variable.
     *
     * @param variable its name
     * @return true when it is
     */
    public boolean is(String variable) {
      return amount instanceof Amount.Variable v && v.name().equals(variable);
    }
  }

  /**
   * The numbers of a lever.
   *
   * @param lever the lever
   * @return {@code when} first, then those of its action
   */
  public static List<Use> of(Lever lever) {
    var uses = new ArrayList<Use>();
    boolean gradual = lever.action() instanceof Action.DemandLift;
    uses.add(
        new Use(lever, "when", lever.when(), gradual ? AmountRange.SHARE : AmountRange.SWITCH));
    switch (lever.action()) {
      case Action.IntensityScale a ->
          uses.add(new Use(lever, "factor", a.factor(), AmountRange.FACTOR));
      case Action.IntensityBenchmark a ->
          uses.add(new Use(lever, "strength", a.strength(), AmountRange.SHARE));
      case Action.DemandScale a ->
          uses.add(new Use(lever, "factor", a.factor(), AmountRange.FACTOR));
      case Action.DemandShift a -> uses.add(new Use(lever, "share", a.share(), AmountRange.SHARE));
      case Action.DemandLift a ->
          uses.add(new Use(lever, "per-capita", a.perCapita(), AmountRange.FACTOR));
      case Action.DemandCells a ->
          uses.add(
              new Use(
                  lever, "factor", a.factor(), a.set() ? AmountRange.SHARE : AmountRange.FINITE));
      case Action.CoefficientScale a ->
          uses.add(new Use(lever, "factor", a.factor(), AmountRange.FACTOR));
      case Action.InputSubstitution a -> {
        uses.add(new Use(lever, "fraction", a.fraction(), AmountRange.SHARE));
        uses.add(new Use(lever, "ratio", a.ratio(), AmountRange.POSITIVE));
      }
      case Action.TradeShift a ->
          uses.add(new Use(lever, "fraction", a.fraction(), AmountRange.SHARE));
      case Action.Perturb _ -> {} // its draws are numbered by the design itself
    }
    return uses;
  }

  /**
   * The variables that levers use, each once, in the order of the levers.
   *
   * @param levers the levers
   * @return names without the dollar sign
   */
  public static List<String> variables(List<Lever> levers) {
    return levers.stream()
        .flatMap(lever -> of(lever).stream())
        .map(use -> use.amount() instanceof Amount.Variable v ? v.name() : null)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
