package wassily.linalg;

/**
 * Memory that a backend may still take.
 *
 * @param of whose it is, for messages: "this machine", "NVIDIA H200"
 * @param bytes how much is free now, {@code Long.MAX_VALUE} where nobody says
 * @param host whether it is the machine's own, in which the host's matrices lie too
 */
public record FreeMemory(String of, long bytes, boolean host) {
  /**
   * The machine's own.
   *
   * @return what this process may still take
   */
  public static FreeMemory ofHost() {
    return new FreeMemory("this machine", HostMemory.available(), true);
  }
}
