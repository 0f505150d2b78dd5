package wassily.io.hdf5;

import java.io.IOException;
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
  private Throwable failure;

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
   * @throws CancellationException when the turn will never come: another thread failed, or this one
   *     was interrupted
   */
  synchronized long take(long number, long bytes) {
    while (turn != number && failure == null) {
      try {
        wait();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while other threads wrote");
      }
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
  synchronized void abandon(Throwable why) {
    if (failure == null) {
      failure = why;
    }
    notifyAll();
  }

  /** Throws what went wrong first. */
  synchronized void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /** The address behind all that was given out. */
  synchronized long end() {
    return end;
  }
}
