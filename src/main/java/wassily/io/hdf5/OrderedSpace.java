package wassily.io.hdf5;

import java.util.concurrent.CancellationException;

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
   * @throws CancellationException when another thread failed, so that the turn will never come
   * @throws InterruptedException when the waiting thread is interrupted
   */
  synchronized long take(long number, long bytes) throws InterruptedException {
    while (turn != number && failure == null) {
      wait();
    }
    if (failure != null) {
      throw new CancellationException("another thread failed");
    }
    long address = end;
    end += bytes;
    turn++;
    notifyAll();
    return address;
  }

  /** Wakes those who wait; the first failure is kept. */
  synchronized void abandon(Exception why) {
    if (failure == null) {
      failure = why;
    }
    notifyAll();
  }

  /** What went wrong first, or null. */
  synchronized Exception failure() {
    return failure;
  }

  /** The address behind all that was given out. */
  synchronized long end() {
    return end;
  }
}
