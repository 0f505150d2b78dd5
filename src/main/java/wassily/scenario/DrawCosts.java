package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Pivoting;
import wassily.linalg.Shape;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;
import wassily.linalg.draw.DrawKey;

/**
 * What a draw of Z costs by each path, from the seconds of its steps on a matrix of {@value #ORDER}
 * rows, or of the table where that is smaller.
 *
 * @param path the cheaper one
 * @param seconds of one draw by it
 * @param other of one draw by the other one; infinite where it cannot converge
 * @param flops operations of one draw
 * @param corrections expected, 0 where it is factorized
 */
record DrawCosts(DrawPath path, double seconds, double other, double flops, int corrections) {
  private static final int ORDER = 1024;

  /** A correction that leaves more than this of the error is not worth its passes. */
  private static final double SLOW = 0.6;

  /** Nothing is drawn. */
  static final DrawCosts NONE = new DrawCosts(DrawPath.NONE, 0, 0, 0, 0);

  /**
   * Measures the steps of both paths.
   *
   * @param rows right-hand sides of a scenario
   * @param wanted the path that is asked for, empty for the cheaper one
   */
  static DrawCosts measure(SweepModel model, Backend backend, int rows, Optional<DrawPath> wanted) {
    int n = model.table().axes().n();
    int size = Math.min(ORDER, n);
    Steps s = Steps.measure(backend, size, Math.max(1, rows));
    double square = (double) n * n / ((double) size * size);
    double cube = square * n / size;
    double q = remaining(model);
    int corrections =
        q < SLOW ? (int) Math.ceil(Math.log(16.0 * n * Math.ulp(1.0)) / Math.log(q)) : 0;
    double iterate =
        corrections == 0
            ? Double.POSITIVE_INFINITY
            : square * (s.draw + (corrections + 1) * s.pass + corrections * s.single);
    double refactorize = square * (2 * s.draw + s.pass) + cube * s.factors;
    double k = Math.max(1, rows);
    DrawPath path = wanted.orElse(iterate <= refactorize ? DrawPath.ITERATE : DrawPath.REFACTORIZE);
    return path == DrawPath.ITERATE
        ? new DrawCosts(
            DrawPath.ITERATE,
            iterate,
            refactorize,
            (2.0 * corrections + 1) * 2 * k * n * n,
            corrections)
        : new DrawCosts(
            DrawPath.REFACTORIZE, refactorize, iterate, 2.0 / 3 * n * n * n + 4 * k * n * n, 0);
  }

  /**
   * The share of the error that a correction is expected to leave: ‖(A_b − A)·L‖. Independent
   * errors mostly cancel in a sum over a column, and the largest cells take two terms of the series
   * at once (measured 0.005 with cv 0.1, 2 times the square of 0.5·cv); those that change together
   * do not.
   */
  private static double remaining(SweepModel model) {
    double squares = 0;
    for (ResolvedLever lever : model.levers()) {
      if (SweepModel.draws(lever, Action.What.Z)) {
        for (CellDraws block : ((ResolvedAction.Perturb) lever.action()).blocks()) {
          double worst = 0;
          for (int c = 0; c < block.first().length; c++) {
            worst =
                Math.max(worst, scatter(block.distribution(), block.first()[c], block.second()[c]));
          }
          double left =
              block.by() == CellDraws.By.CELL ? 0.5 * worst * worst : Math.min(1, 1.5 * worst);
          squares += left * left;
        }
      }
    }
    return Math.max(1e-3, Math.sqrt(squares));
  }

  /** How far factors lie from 1, as a standard deviation. */
  private static double scatter(Distribution d, double first, double second) {
    return switch (d) {
      case LOG_NORMAL ->
          Math.abs(first + second * second / 2) + Math.sqrt(Math.expm1(second * second));
      case NORMAL -> Math.abs(first - 1) + second;
      case UNIFORM -> Math.abs(first + second / 2 - 1) + second / Math.sqrt(12);
      case TRIANGULAR -> (second - first) / Math.sqrt(18);
      case BY_SIGN -> 0;
    };
  }

  /** Seconds of each step, of the second of two runs. */
  private record Steps(double draw, double pass, double single, double factors) {
    static Steps measure(Backend backend, int size, int rows) {
      var all = new boolean[size];
      Arrays.fill(all, true);
      Distribution d = Distribution.LOG_NORMAL;
      var block = CellDraws.of(d, CellDraws.By.CELL, 0, all, all, d.ofCv(0.1));
      List<BlockDraw> draws = List.of(new BlockDraw(block, new DrawKey(0, 0, 0)));
      var seconds = new ArrayList<Double>();
      try (var arena = Arena.ofShared();
          DeviceMatrix m = backend.zeros(new Shape(size, size));
          DeviceMatrix out = backend.zeros(m.shape());
          var single = backend.toSingle(m)) {
        var left = HostMatrix.allocate(arena, rows, size);
        var right = HostMatrix.allocate(arena, rows, size);
        seconds.add(time(() -> backend.perturb(m, draws, out)));
        seconds.add(time(() -> backend.multiplyRows(left, m, right, Optional.empty())));
        seconds.add(time(() -> backend.multiplyRows(left, single, right)));
        seconds.add(time(() -> factorize(backend, size)));
      } catch (BackendException.Singular e) {
        throw new IllegalStateException("the identity is not singular", e);
      }
      return new Steps(seconds.get(0), seconds.get(1), seconds.get(2), seconds.get(3));
    }

    private static double time(Runnable step) {
      step.run();
      long start = System.nanoTime();
      step.run();
      return (System.nanoTime() - start) * 1e-9;
    }

    private static void factorize(Backend backend, int size) {
      var ones = new double[size];
      Arrays.fill(ones, 1);
      DeviceMatrix m = backend.zeros(new Shape(size, size));
      try {
        backend.diagonalMinus(ones, m);
      } catch (RuntimeException | Error e) {
        m.closeAfter(e);
        throw e;
      }
      backend.factorize(m, Pivoting.NEVER).close();
    }
  }
}
