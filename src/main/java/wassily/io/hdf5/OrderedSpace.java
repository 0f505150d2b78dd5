package wassily.io.hdf5;

/**
 * Gives out file space in the order of the chunks, not in the order in which threads finish them,
 * so that the file's bytes do not depend on the number of threads.
 *
 * <p>A thread waits for those before it. Threads take bands in order, so the wait is at most the
 * time of one band.
 */
final class OrderedSpace {
  private long end;
  private long turn;
  private Exception failure;

  /**
   * Begins at an address.
   *
   * @param start where the first piece goes
   */
  OrderedSpace(long start) {
    this.end = start;
  }

  /**
   * Waits for its turn and takes space.
   *
   * @param number whose turn, counted from 0 without gaps
   * @param bytes how much
   * @return its address
   * @throws Exception the failure of another thread, after which the turn will never come
   */
  synchronized long take(long number, long bytes) throws Exception {
    while (turn != number && failure == null) {
      wait();
    }
    if (failure != null) {
      throw failure;
    }
    long address = end;
    end += bytes;
    turn++;
    notifyAll();
    return address;
  }

  /** Passes the first failure on to those who wait. */
  synchronized void abandon(Exception why) {
    if (failure == null) {
      failure = why;
    }
    notifyAll();
  }

  /** The address behind all that was given out. */
  synchronized long end() {
    return end;
  }
}
