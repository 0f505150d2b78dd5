package wassily.linalg.draw;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How long the draws of all cells of a table of n = 2,520 take, in one thread: {@code java -cp
 * target/classes:target/test-classes wassily.linalg.draw.DrawSpeed}.
 */
final class DrawSpeed {
  private static final int N = 2520;

  private DrawSpeed() {}

  public static void main(String[] args) {
    var all = new boolean[N];
    Arrays.fill(all, true);
    var d = Distribution.valueOf(args.length > 0 ? args[0] : "LOG_NORMAL");
    var draws = CellDraws.of(d, CellDraws.By.CELL, 0, all, all, d.ofCv(0.1));
    var row = new double[N];
    var threads = ManagementFactory.getThreadMXBean();
    for (int draw = 0; draw < 20; draw++) {
      long start = threads.getCurrentThreadCpuTime();
      var factors = new CellFactors(draws, new DrawKey(1, 1, draw));
      for (int i = 0; i < N; i++) {
        Arrays.fill(row, 1);
        factors.multiply(i, row);
      }
      double ms = (threads.getCurrentThreadCpuTime() - start) * 1e-6;
      System.out.printf(
          "%.1f ms %.6f%n", ms, IntStream.range(0, N).mapToDouble(i -> row[i]).sum() / N);
    }
  }
}
