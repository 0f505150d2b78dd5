package wassily.linalg.cuda;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The live blocks of device and pinned memory of one backend, so that its end frees all of them and
 * a test can ask who left one open.
 */
final class Ledger {
  /** The system property that keeps the stack of every allocation: "true". */
  static final String PROPERTY = "wassily.cuda.birthplaces";

  private final boolean birthplaces;
  private final Map<DeviceMemory, Throwable> live = new LinkedHashMap<>();

  /**
   * An empty ledger.
   *
   * @param birthplaces whether to keep the stack of every allocation
   */
  Ledger(boolean birthplaces) {
    this.birthplaces = birthplaces;
  }

  synchronized void born(DeviceMemory block) {
    live.put(block, birthplaces ? new Throwable("allocated here: " + block) : null);
  }

  synchronized void died(DeviceMemory block) {
    live.remove(block);
  }

  /**
   * The live blocks, oldest first.
   *
   * @return a copy
   */
  synchronized List<DeviceMemory> open() {
    return List.copyOf(live.keySet());
  }

  /**
   * Where the live blocks were allocated, when that is kept.
   *
   * @return stacks
   */
  synchronized Collection<Throwable> birthplaces() {
    return live.values().stream().filter(t -> t != null).toList();
  }
}
