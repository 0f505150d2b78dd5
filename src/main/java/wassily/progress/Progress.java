package wassily.progress;

/** Takes news of work that may last longer than a second. Implementations are thread-safe. */
@FunctionalInterface
public interface Progress {
  /** Says nothing. */
  Progress NONE = (what, units) -> (done) -> {};

  /**
   * Announces a piece of work.
   *
   * @param what what is done, for people: "reading Z"
   * @param units how many units it has, 0 when unknown
   * @return the handle that counts; closed when the work ends, whether well or not
   */
  Task begin(String what, long units);

  /** Work under way. */
  @FunctionalInterface
  interface Task extends AutoCloseable {
    /**
     * Counts finished units; may be called from any thread.
     *
     * @param units how many more are done
     */
    void advance(long units);

    @Override
    default void close() {}
  }
}
