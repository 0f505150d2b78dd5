package wassily.linalg;

import java.util.ArrayList;
import java.util.List;

/**
 * The bytes a piece of work needs, item by item, against what is free; made before anything is
 * read.
 *
 * <p>Right-hand sides are worked on in chunks of columns where not all fit at once: with {@code
 * free} bytes, fixed items of F bytes and items of c bytes for each column, {@code ⌊(free − F)/c⌋}
 * columns fit, for the tightest phase. Wider than 64 it is a multiple of 64, so that a few bytes
 * more or less of free memory do not change it: products of another width may differ in their last
 * bits (within the backward error), so the width belongs to a result's provenance where it is less
 * than the number of columns.
 *
 * @param what the work, for messages
 * @param device the backend's memory
 * @param host the machine's memory; the same where the backend computes in it
 * @param throughout what stays from the first phase to the last
 * @param phases what comes and goes
 * @param columns how many right-hand sides there are
 * @param capacity how many of them fit at once; 0 when the work does not fit at all
 */
public record MemoryPlan(
    String what,
    FreeMemory device,
    FreeMemory host,
    List<Item> throughout,
    List<Phase> phases,
    long columns,
    long capacity) {
  private static final long MULTIPLE = 64;

  /** Copies. */
  public MemoryPlan {
    throughout = List.copyOf(throughout);
    phases = List.copyOf(phases);
  }

  /**
   * Something that takes memory.
   *
   * @param what in words: "factors of M₀"
   * @param host whether it lies in the machine's memory whatever the backend
   * @param fixed bytes
   * @param perColumn bytes for each right-hand side worked on at once
   */
  public record Item(String what, boolean host, long fixed, long perColumn) {
    /**
     * Of the backend's memory, whatever the number of columns.
     *
     * @param what in words
     * @param bytes how much
     * @return the item
     */
    public static Item of(String what, long bytes) {
      return new Item(what, false, bytes, 0);
    }

    /**
     * Its size.
     *
     * @param width columns at once
     * @return bytes, {@code Long.MAX_VALUE} beyond 64 bits
     */
    public long bytes(long width) {
      long high = Math.multiplyHigh(perColumn, width);
      long columns = perColumn * width;
      return high != 0 || columns < 0 || columns > Long.MAX_VALUE - fixed
          ? Long.MAX_VALUE
          : fixed + columns;
    }
  }

  /**
   * What is needed at one time.
   *
   * @param name "solving"
   * @param items what it adds to what is there throughout
   */
  public record Phase(String name, List<Item> items) {
    /** Copies. */
    public Phase {
      items = List.copyOf(items);
    }
  }

  /**
   * Plans.
   *
   * @param what the work, for messages
   * @param device the backend's memory
   * @param throughout what stays
   * @param phases what comes and goes, at least one
   * @param columns how many right-hand sides there are
   * @return the plan, which may not fit: {@link #require}
   */
  public static MemoryPlan of(
      String what, FreeMemory device, List<Item> throughout, List<Phase> phases, long columns) {
    FreeMemory host = device.host() ? device : FreeMemory.ofHost();
    var plan = new MemoryPlan(what, device, host, throughout, phases, columns, 0);
    return new MemoryPlan(what, device, host, throughout, phases, columns, plan.most());
  }

  private long most() {
    long low = 0;
    long high = 1L << 40;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (fits(middle)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low > MULTIPLE ? low / MULTIPLE * MULTIPLE : low;
  }

  private boolean fits(long width) {
    return bytes(false, width) <= device.bytes() && bytes(true, width) <= host.bytes();
  }

  /**
   * How many right-hand sides are worked on at once.
   *
   * @return at most {@link #columns}; 0 when none fit
   */
  public long width() {
    return width(columns);
  }

  /**
   * How many of some right-hand sides are worked on at once.
   *
   * @param of how many there are
   * @return at most that many
   */
  public long width(long of) {
    return Math.min(of, capacity);
  }

  /**
   * Whether the right-hand sides are cut into chunks.
   *
   * @return true when fewer than all fit
   */
  public boolean chunked() {
    return width() < columns;
  }

  /**
   * What the backend's memory has to hold at the peak.
   *
   * @return bytes at {@link #width}, of at least one column where there are any
   */
  public long deviceBytes() {
    return bytes(false, planned());
  }

  /**
   * What the machine's memory has to hold at the peak; where the backend computes in it, all.
   *
   * @return bytes at {@link #width}, of at least one column where there are any
   */
  public long hostBytes() {
    return bytes(true, planned());
  }

  private long planned() {
    return Math.max(width(), Math.min(1, columns));
  }

  /** The peak in the host's memory or in the device's. */
  private long bytes(boolean inHost, long width) {
    long largest = 0;
    for (Phase phase : phases) {
      largest = Math.max(largest, sum(phase.items(), inHost, width));
    }
    long always = sum(throughout, inHost, width);
    return largest > Long.MAX_VALUE - always ? Long.MAX_VALUE : always + largest;
  }

  private long sum(List<Item> items, boolean inHost, long width) {
    long sum = 0;
    for (Item item : items) {
      if (device.host() || item.host() == inHost) {
        long bytes = item.bytes(width);
        sum = bytes > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + bytes;
      }
    }
    return sum;
  }

  /**
   * Refuses work that does not fit, with the figures.
   *
   * @throws BackendException.OutOfMemory in one line: what is needed for what, what is free, the
   *     cure
   */
  public void require() {
    if (deviceBytes() > device.bytes()) {
      throw new BackendException.OutOfMemory(
          "%s needs %,d MB of memory on %s (%s), %,d MB are available; %s"
              .formatted(
                  what,
                  deviceBytes() >> 20,
                  device.of(),
                  largest(false),
                  device.bytes() >> 20,
                  device.host()
                      ? "use a machine or job with more memory, or aggregate the table"
                      : "end what else uses it, use a larger card, aggregate the table, or use --backend cpu"));
    }
    if (hostBytes() > host.bytes()) {
      throw new BackendException.OutOfMemory(
          "%s needs %,d MB of memory on %s (%s), %,d MB are available; use a machine or job with more memory, or aggregate the table"
              .formatted(what, hostBytes() >> 20, host.of(), largest(true), host.bytes() >> 20));
    }
  }

  /** The items of the tightest phase, in words, small ones left out. */
  private String largest(boolean inHost) {
    Phase tightest = phases.getFirst();
    for (Phase phase : phases) {
      if (sum(phase.items(), inHost, planned()) > sum(tightest.items(), inHost, planned())) {
        tightest = phase;
      }
    }
    var items = new ArrayList<>(throughout);
    items.addAll(tightest.items());
    long whole = bytes(inHost, planned());
    var words = new ArrayList<String>();
    for (Item item : items) {
      long bytes = item.bytes(planned());
      if ((device.host() || item.host() == inHost) && bytes > whole / 100) {
        words.add("%s %,d MB".formatted(item.what(), bytes >> 20));
      }
    }
    return String.join(", ", words);
  }
}
