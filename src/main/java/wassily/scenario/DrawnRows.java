package wassily.scenario;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The right-hand sides that responses need as rows: an account's row (S of a stressor, value added,
 * ones) where its producers belong to one bin of origin, 0 elsewhere. Responses with the same
 * account and origins share them.
 */
final class DrawnRows {
  /** Rows that are always few enough to solve for. */
  private static final int FEW = 64;

  private final SweepModel model;
  private final int stressors;
  private final Map<Key, Integer> first = new HashMap<>();
  private final List<ResponsePath> groups = new ArrayList<>();
  private int size;

  private record Key(ResponsePath.Account account, IntBuffer origin) {
    static Key of(ResponsePath path) {
      return new Key(path.account(), IntBuffer.wrap(path.origin()));
    }
  }

  DrawnRows(SweepModel model) {
    this.model = model;
    this.stressors = model.account().stressors().size();
    for (ResponsePath path : model.paths()) {
      if (first.putIfAbsent(Key.of(path), size) == null) {
        groups.add(path);
        size += rows(path.account()) * path.origins();
      }
    }
  }

  /** Whether responses can be had from rows at all, and from how many. */
  static boolean serves(List<ResponsePath> paths, int n, int stressors) {
    long rows = 0;
    for (ResponsePath path : paths) {
      boolean byConsumerOrProducer =
          path.side() == ResponsePath.Side.CONSUMER || path.side() == ResponsePath.Side.PRODUCER;
      if (!byConsumerOrProducer || !path.ownFlows()) {
        return false;
      }
      rows +=
          (long) path.origins()
              * (path.account() == ResponsePath.Account.EMISSIONS ? stressors : 1);
    }
    return rows <= Math.max(FEW, n / 4);
  }

  private int rows(ResponsePath.Account account) {
    return account == ResponsePath.Account.EMISSIONS ? stressors : 1;
  }

  /** How many rows a state of S needs. */
  int size() {
    return size;
  }

  /** Whether value added is asked for. */
  boolean valueAdded() {
    return groups.stream().anyMatch(g -> g.account() == ResponsePath.Account.VALUE_ADDED);
  }

  /**
   * The rows of a state.
   *
   * @param s K × n
   * @param valueAdded coefficients
   */
  double[][] of(double[][] s, double[] valueAdded) {
    int n = model.table().axes().n();
    var rows = new double[size][n];
    int at = 0;
    for (ResponsePath path : groups) {
      for (int k = 0; k < rows(path.account()); k++) {
        for (int i = 0; i < n; i++) {
          int bin = path.origin()[i];
          if (bin >= 0) {
            rows[at + bin][i] =
                switch (path.account()) {
                  case EMISSIONS -> s[k][i];
                  case VALUE_ADDED -> valueAdded[i];
                  case OUTPUT -> 1;
                };
          }
        }
        at += path.origins();
      }
    }
    return rows;
  }

  /**
   * Sums products of solutions and columns of Y into a response's cells.
   *
   * @param products [row][part]
   * @param offset where the rows of the scenario's state begin
   * @param coefficients of the parts
   * @param columnOf part → column of Y
   */
  double[] cells(
      ResponsePath path, double[][] products, int offset, double[] coefficients, int[] columnOf) {
    int base = offset + first.get(Key.of(path));
    var cells = new double[rows(path.account()) * path.cellsOfOne()];
    for (int k = 0; k < rows(path.account()); k++) {
      for (int o = 0; o < path.origins(); o++) {
        double[] product = products[base + k * path.origins() + o];
        for (int p = 0; p < coefficients.length; p++) {
          int bin = path.consumer()[columnOf[p]];
          if (bin >= 0) {
            cells[k * path.cellsOfOne() + path.cell()[o * path.consumers() + bin]] +=
                coefficients[p] * product[p];
          }
        }
      }
    }
    return cells;
  }
}
