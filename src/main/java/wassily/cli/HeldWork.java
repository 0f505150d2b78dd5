package wassily.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Work that waits after its first batch, and after each, for as long as a file exists or until it
 * is asked to stop. Only for tests of schedulers, which need a shard that is at work for as long as
 * they look at it, on a fast machine and on a busy one: {@code -Dwassily.hold=FILE}.
 */
final class HeldWork implements BooleanSupplier {
  private static final String FILE = System.getProperty("wassily.hold");
  private static final long PAUSE_NANOS = 20_000_000;

  private final BooleanSupplier stop;
  private final Path file;
  private boolean begun;

  private HeldWork(BooleanSupplier stop, Path file) {
    this.stop = stop;
    this.file = file;
  }

  /**
   * What is asked before each batch whether to stop.
   *
   * @param stop whether a signal came
   * @return the same, but for the property
   */
  static BooleanSupplier of(BooleanSupplier stop) {
    return FILE == null ? stop : new HeldWork(stop, Path.of(FILE));
  }

  @Override
  public boolean getAsBoolean() {
    while (begun && !stop.getAsBoolean() && Files.exists(file)) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    begun = true;
    return stop.getAsBoolean();
  }
}
