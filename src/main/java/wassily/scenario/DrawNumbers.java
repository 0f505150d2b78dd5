package wassily.scenario;

/**
 * What a design says of draws.
 *
 * @param seed of all draws
 * @param apart whether each lever has numbers of its own
 */
record DrawNumbers(long seed, boolean apart) {
  static DrawNumbers of(DesignSpec design) {
    return switch (design) {
      case DesignSpec.Draws d -> new DrawNumbers(d.seed(), d.contributions());
      case DesignSpec.Saltelli s -> new DrawNumbers(s.seed(), true);
      default -> new DrawNumbers(0, false);
    };
  }

  /** The variable that tells which draw of a lever a scenario has. */
  Amount of(Lever lever) {
    return new Amount.Variable(apart ? Action.Perturb.drawOf(lever.name()) : Action.Perturb.DRAW);
  }
}
