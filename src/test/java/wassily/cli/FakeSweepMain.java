package wassily.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The program with a sweep whose batches take some milliseconds, as a process to be killed. */
final class FakeSweepMain {
  private FakeSweepMain() {}

  /**
   * Runs a command.
   *
   * @param args milliseconds of a batch, then the command line
   */
  public static void main(String[] args) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[0]));
    var words = java.util.Arrays.copyOfRange(args, 1, args.length);
    var out = new PrintWriter(System.out, true);
    var err = new PrintWriter(System.err, true);
    System.exit(
        Main.run(
            out,
            err,
            new FakeParts(
                _ -> {
                  long end = System.nanoTime() + nanos;
                  while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                  }
                }),
            words));
  }
}
