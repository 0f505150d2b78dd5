package wassily.linalg.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owns what is acquired on the way to a finished object; frees it in reverse unless the object took
 * over.
 */
final class Scope implements AutoCloseable {
  /** Gives something back; what fails is a RuntimeException. */
  interface Resource extends AutoCloseable {
    @Override
    void close();
  }

  private final Deque<Resource> owned = new ArrayDeque<>();

  /**
   * Takes ownership.
   *
   * @param resource what to free at the end
   * @param <R> its type
   * @return the same
   */
  <R extends Resource> R own(R resource) {
    owned.push(resource);
    return resource;
  }

  /** The finished object owns everything now. */
  void release() {
    owned.clear();
  }

  /** Frees everything; throws the first failure, with later ones suppressed in it. */
  @Override
  public void close() {
    RuntimeException first = null;
    for (Resource r; (r = owned.poll()) != null; ) {
      try {
        r.close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else if (first != e) {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
