package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;

/**
 * The scenarios of one batch in the order in which they are computed: by change of A, padded with
 * scenarios in which nothing acts, so that every batch of a plan has the same shape.
 *
 * @param distinct row → distinct scenario, −1 for none
 * @param place row → the caller's row
 * @param values row → the levers' numbers, empty where none acts; padding included
 * @param coefficients row → coefficients of the parts of Y, padding included
 * @param factors row → factors of F_Y
 * @param runs rows that share a change of A
 */
record Batch(
    int[] distinct,
    int[] place,
    List<Optional<ScenarioValues>> values,
    HostMatrix coefficients,
    double[][] factors,
    List<Run> runs) {
  /** For one thread at a time: five scenarios at 313 × 42, 1 ms; less starts no threads. */
  private static final int COEFFICIENTS = 1 << 13;

  /**
   * Consecutive rows with one change of A.
   *
   * @param change its number, 0 for none
   * @param from first row
   * @param to one past the last row
   */
  record Run(int change, int from, int to) {
    /** How many rows they are. */
    int size() {
      return to - from;
    }
  }

  static Batch of(
      SweepModel model,
      int[] asked,
      int size,
      double[] baseline,
      Arena arena,
      int threads,
      List<BatchResult.Failure> failures) {
    int[] place =
        IntStream.range(0, asked.length)
            .boxed()
            .sorted(Comparator.comparingInt(row -> change(model, asked[row])))
            .mapToInt(Integer::intValue)
            .toArray();
    var distinct = IntStream.of(place).map(row -> asked[row]).toArray();
    var values = new ArrayList<Optional<ScenarioValues>>();
    var coefficients = HostMatrix.allocate(arena, size, model.basis().size());
    var factors = new double[asked.length][];
    var failed = new BatchResult.Failure[asked.length];
    DemandState[] states = new DemandState[asked.length];
    Workers.forBlocks(
        threads,
        asked.length,
        Math.max(1, COEFFICIENTS / Math.max(1, model.basis().size())),
        (from, to) -> {
          for (int row = (int) from; row < to; row++) {
            try {
              states[row] = model.demand(valuesOf(model, distinct[row]), baseline);
            } catch (ScenarioFailure e) {
              failed[row] = new BatchResult.Failure(distinct[row], e.lever(), e.getMessage());
              states[row] = new DemandState(model.table().axes(), model.basis(), baseline);
            }
          }
        });
    for (int row = 0; row < size; row++) {
      boolean padding = row >= asked.length;
      values.add(padding ? Optional.empty() : valuesOf(model, distinct[row]));
      coefficients.setRow(row, padding ? baseline : states[row].coefficients());
      if (!padding) {
        factors[row] = states[row].direct();
        if (failed[row] != null) {
          failures.add(failed[row]);
        }
      }
    }
    return new Batch(distinct, place, values, coefficients, factors, runs(model, distinct));
  }

  private static int change(SweepModel model, int distinct) {
    return distinct < 0 ? 0 : Math.max(0, model.changeOf()[distinct]); // others are made elsewhere
  }

  private static Optional<ScenarioValues> valuesOf(SweepModel model, int distinct) {
    return distinct < 0 ? Optional.empty() : Optional.of(model.values(distinct));
  }

  private static List<Run> runs(SweepModel model, int[] distinct) {
    var runs = new ArrayList<Run>();
    for (int from = 0; from < distinct.length; ) {
      int change = change(model, distinct[from]);
      int to = from;
      while (to < distinct.length && change(model, distinct[to]) == change) {
        to++;
      }
      if (change > 0) {
        runs.add(new Run(change, from, to));
      }
      from = to;
    }
    return runs;
  }

  /** How many scenarios were asked for. */
  int size() {
    return distinct.length;
  }

  /** The caller's row of a row. */
  int place(int row) {
    return place[row];
  }

  /** Factors of F_Y of a row, by regional column. */
  double[] direct(int row) {
    return factors[row];
  }

  void fail(int row, ScenarioFailure e, List<BatchResult.Failure> failures) {
    if (failures.stream().noneMatch(f -> f.distinct() == distinct[row])) {
      failures.add(new BatchResult.Failure(distinct[row], e.lever(), e.getMessage()));
    }
  }
}
