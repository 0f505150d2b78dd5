package wassily.scenario;

/** What numbers an amount of a lever may be. */
public enum AmountRange {
  /** A strength, share or fraction. */
  SHARE("0 to 1") {
    @Override
    public boolean holds(double value) {
      return value >= 0 && value <= 1;
    }
  },
  /** What something is multiplied by. */
  FACTOR("0 or more") {
    @Override
    public boolean holds(double value) {
      return value >= 0 && value <= Double.MAX_VALUE;
    }
  },
  /** A ratio of prices. */
  POSITIVE("more than 0") {
    @Override
    public boolean holds(double value) {
      return value > 0 && value <= Double.MAX_VALUE;
    }
  },
  /** Whether a lever acts. */
  SWITCH("0 or 1") {
    @Override
    public boolean holds(double value) {
      return value == 0 || value == 1;
    }
  },
  /** Any number: what is added to cells may be taken from them. */
  FINITE("a finite number") {
    @Override
    public boolean holds(double value) {
      return Double.isFinite(value);
    }
  };

  private final String text;

  AmountRange(String text) {
    this.text = text;
  }

  /**
   * Whether a number may be used.
   *
   * @param value the number; NaN never holds
   * @return true when it may
   */
  public abstract boolean holds(double value);

  /**
   * The range in words.
   *
   * @return "0 to 1"
   */
  public String text() {
    return text;
  }
}
