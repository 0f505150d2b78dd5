package wassily.selftest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes checks, keeps what they found and tells it at once. */
final class CheckBook {
  private final Consumer<SelftestCheck> told;
  private final List<SelftestCheck> checks = new ArrayList<>();

  CheckBook(Consumer<SelftestCheck> told) {
    this.told = told;
  }

  /** Measures a figure. */
  interface Measurement {
    double take() throws IOException;
  }

  /**
   * Makes a check. What it throws is its failure, and the next check is made all the same: on a
   * broken device all are told to fail.
   */
  void check(String name, double bound, String meaning, Measurement measurement) {
    SelftestCheck made;
    try {
      made = new SelftestCheck(name, measurement.take(), bound, meaning);
    } catch (IOException | RuntimeException e) {
      made =
          new SelftestCheck(
              name,
              Double.NaN,
              bound,
              "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()));
    }
    checks.add(made);
    told.accept(made);
  }

  List<SelftestCheck> checks() {
    return List.copyOf(checks);
  }
}
