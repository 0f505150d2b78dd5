package wassily.bench;

import java.util.Optional;
import wassily.linalg.timing.Spread;

/**
 * One phase at one order on one device.
 *
 * @param name "read", "LU"
 * @param spread the repetitions
 * @param work operations or bytes of one, 0 where only seconds mean something
 * @param ceiling what its rate is compared with, if with anything
 */
public record PhaseTimes(String name, Spread spread, double work, Optional<Ceiling.Kind> ceiling) {
  /**
   * The rate at the median time.
   *
   * @return 10⁹ operations or bytes a second; 0 where no work is counted
   */
  public double rate() {
    return 1e-9 * work / spread.median();
  }

  /**
   * The rate at the longest time.
   *
   * @return 10⁹ operations or bytes a second
   */
  public double slowest() {
    return 1e-9 * work / spread.most();
  }

  /**
   * The rate at the shortest time.
   *
   * @return 10⁹ operations or bytes a second
   */
  public double fastest() {
    return 1e-9 * work / spread.least();
  }
}
