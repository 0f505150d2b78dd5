package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;

/**
 * The rows over which products of S and W are summed: those of the table, or far fewer where levers
 * of S treat many of them alike.
 *
 * <p>Rows i of one origin on which the same levers act are a class g. Where these only scale, with
 * one product f_b of factors for the whole class,
 *
 * <pre>
 *   Σ_{i∈g} S_b[k,i]·W[i,c] = f_b·Σ_{i∈g} S[k,i]·W[i,c],
 * </pre>
 *
 * and where the first of them lowers to a benchmark b with strength t_b,
 *
 * <pre>
 *   S_b[k,i] = f_b·(min(S[k,i], b[k,i]) + (1 − t_b)·max(0, S[k,i] − b[k,i])).
 * </pre>
 *
 * <p>So one or two sums for each class and stressor, made once, stand for its rows; their "S" in a
 * scenario is f_b or f_b·(1 − t_b), which the levers make of ones. Rows that are lowered after
 * another lever has acted stay themselves. On 313 × 42, national benchmarks and one scaled sector
 * leave 939 rows of 13,146 for D_cba and D_pba by region: what is multiplied for a scenario is 14
 * times less.
 */
final class EmissionRows {
  /** What each stands for, in the order of the table's rows. */
  private final List<Row> rows = new ArrayList<>();

  /** Of each sum: rows of the table, ascending. */
  private final List<int[]> members = new ArrayList<>();

  /** The levers that act on each sum. */
  private final List<List<String>> acting = new ArrayList<>();

  private final int stressors;

  /** Those that scale S or lower it to a benchmark, by name. */
  private final Map<String, ResolvedAction.OfIntensity> levers;

  private EmissionRows(int stressors, Map<String, ResolvedAction.OfIntensity> levers) {
    this.stressors = stressors;
    this.levers = levers;
  }

  /** What a row holds of its members' S. */
  private enum Part {
    /** A row of the table, with S of every stressor. */
    ITSELF,
    /** S of one stressor. */
    WHOLE,
    /** S of one stressor up to the benchmark. */
    BELOW,
    /** S of one stressor beyond the benchmark. */
    ABOVE
  }

  /**
   * One row.
   *
   * @param first its first member
   * @param stressor whose S it holds; of {@link Part#ITSELF} all
   * @param part what it holds of it
   */
  private record Row(int first, int stressor, Part part) {}

  /**
   * Finds rows that levers and responses treat alike.
   *
   * @param n rows of the table
   * @param stressors K
   * @param all all levers of the sweep
   * @param origins what has to be told apart: row of the table → bin
   * @return sums of rows, or the table's rows where these would be more than half as many
   */
  static EmissionRows of(int n, int stressors, List<ResolvedLever> all, List<int[]> origins) {
    Map<String, ResolvedAction.OfIntensity> levers = levers(all);
    var acting = new ArrayList<List<String>>();
    for (int i = 0; i < n; i++) {
      acting.add(new ArrayList<>());
    }
    levers.forEach((name, a) -> Arrays.stream(a.rows()).forEach(i -> acting.get(i).add(name)));
    var classes = new LinkedHashMap<List<Object>, List<Integer>>();
    for (int i = 0; i < n; i++) {
      var key = new ArrayList<Object>();
      key.add(isSummed(acting.get(i), levers) ? acting.get(i) : i);
      for (int[] origin : origins) {
        key.add(origin[i]);
      }
      classes.computeIfAbsent(key, _ -> new ArrayList<>()).add(i);
    }
    var found = new EmissionRows(stressors, levers);
    classes.values().stream()
        .sorted(Comparator.comparingInt(List::getFirst))
        .forEach(
            members ->
                found.add(
                    members.stream().mapToInt(Integer::intValue).toArray(),
                    acting.get(members.getFirst())));
    return 2 * found.size() <= n ? found : ofTable(n, stressors, all);
  }

  /** The table's own rows. */
  static EmissionRows ofTable(int n, int stressors, List<ResolvedLever> all) {
    var own = new EmissionRows(stressors, levers(all));
    for (int i = 0; i < n; i++) {
      own.rows.add(new Row(i, -1, Part.ITSELF));
    }
    return own;
  }

  private static Map<String, ResolvedAction.OfIntensity> levers(List<ResolvedLever> all) {
    var levers = new LinkedHashMap<String, ResolvedAction.OfIntensity>();
    for (ResolvedLever lever : all) {
      switch (lever.action()) {
        case ResolvedAction.IntensityScale a -> levers.put(lever.name(), a);
        case ResolvedAction.IntensityBenchmark a -> levers.put(lever.name(), a);
        default -> {} // where another one acts, the scenario is computed without these rows
      }
    }
    return levers;
  }

  /** Whether only the first lever, if any, lowers. */
  private static boolean isSummed(
      List<String> acting, Map<String, ResolvedAction.OfIntensity> levers) {
    return acting.stream()
        .skip(1)
        .noneMatch(name -> levers.get(name) instanceof ResolvedAction.IntensityBenchmark);
  }

  private void add(int[] of, List<String> by) {
    if (!isSummed(by, levers)) {
      add(new Row(of[0], -1, Part.ITSELF), of, by);
      return;
    }
    for (int k = 0; k < stressors; k++) {
      if (by.isEmpty() || levers.get(by.getFirst()) instanceof ResolvedAction.IntensityScale) {
        add(new Row(of[0], k, Part.WHOLE), of, by);
      } else {
        add(new Row(of[0], k, Part.BELOW), of, by);
        add(new Row(of[0], k, Part.ABOVE), of, by);
      }
    }
  }

  private void add(Row row, int[] of, List<String> by) {
    rows.add(row);
    members.add(of);
    acting.add(by);
  }

  /** How many they are. */
  int size() {
    return rows.size();
  }

  /** Whether they are the table's own. */
  boolean areOfTable() {
    return acting.isEmpty();
  }

  /** By row, from groups of the table's rows. */
  int[] groups(int[] ofTable) {
    return rows.stream().mapToInt(row -> ofTable[row.first]).toArray();
  }

  /** The rows that a lever changes. */
  int[] changed(String lever) {
    if (areOfTable()) {
      return levers.get(lever).rows();
    }
    // What lies below a benchmark is not lowered to it.
    boolean lowers = levers.get(lever) instanceof ResolvedAction.IntensityBenchmark;
    return IntStream.range(0, size())
        .filter(e -> acting.get(e).contains(lever))
        .filter(e -> !(lowers && rows.get(e).part == Part.BELOW))
        .toArray();
  }

  /** What a lever lowers the rows that it changes to, K × as many. */
  double[][] benchmark(String lever) {
    var a = (ResolvedAction.IntensityBenchmark) levers.get(lever);
    if (areOfTable()) {
      return a.benchmark();
    }
    Map<Integer, Integer> at = at(a.rows());
    int[] changed = changed(lever);
    var benchmark = new double[stressors][changed.length];
    for (int k = 0; k < stressors; k++) {
      for (int c = 0; c < changed.length; c++) {
        Row row = rows.get(changed[c]);
        // What lies above a benchmark goes down to 0, and its 1 with it: 1 − t·max(0, 1 − 0).
        benchmark[k][c] = row.part == Part.ITSELF ? a.benchmark()[k][at.get(row.first)] : 0;
      }
    }
    return benchmark;
  }

  private static Map<Integer, Integer> at(int[] rows) {
    var at = new HashMap<Integer, Integer>();
    for (int c = 0; c < rows.length; c++) {
      at.put(rows[c], c);
    }
    return at;
  }

  /**
   * The baseline's S of these rows.
   *
   * @param s S of the table, K × n
   * @return K × {@link #size()}: 1 where a row holds S of the stressor, 0 where of another
   */
  HostMatrix intensities(Arena arena, HostMatrix s) {
    if (areOfTable()) {
      return s;
    }
    var of = HostMatrix.allocate(arena, stressors, size());
    for (int k = 0; k < stressors; k++) {
      for (int e = 0; e < size(); e++) {
        Row row = rows.get(e);
        of.set(k, e, row.part == Part.ITSELF ? s.get(k, row.first) : row.stressor == k ? 1 : 0);
      }
    }
    return of;
  }

  /**
   * W of these rows: {@code Σ_{i∈members} part of S[k,i]·W[i]}, each sum in ascending order.
   *
   * @param s S of the table, K × n
   * @param w W of the table, n × parts
   * @param threads how many read it
   * @return {@link #size()} × parts
   */
  HostMatrix sums(Arena arena, HostMatrix s, HostMatrix w, int threads) {
    return areOfTable() ? w : sums(arena, s, w, threads, _ -> new int[2]);
  }

  /**
   * The same without some parts of each row of the table.
   *
   * @param leftOut row of the table → the first part that is left out, and one past the last
   */
  HostMatrix sums(
      Arena arena, HostMatrix s, HostMatrix w, int threads, IntFunction<int[]> leftOut) {
    var at = new HashMap<String, Map<Integer, Integer>>();
    levers.forEach((name, lever) -> at.put(name, at(lever.rows())));
    var weights = new double[size()][];
    for (int e = 0; e < weights.length; e++) {
      weights[e] = weights(e, s, at);
    }
    return weighted(arena, members, weights, w, threads, leftOut);
  }

  /** Weighted sums of rows, a row each, whatever the number of threads. */
  static HostMatrix weighted(
      Arena arena, List<int[]> members, double[][] weights, HostMatrix w, int threads) {
    return weighted(arena, members, weights, w, threads, _ -> new int[2]);
  }

  private static HostMatrix weighted(
      Arena arena,
      List<int[]> members,
      double[][] weights,
      HostMatrix w,
      int threads,
      IntFunction<int[]> leftOut) {
    var sums = HostMatrix.allocate(arena, members.size(), w.columns());
    Workers.forBlocks(
        threads,
        weights.length,
        1,
        (at, _) -> {
          int e = (int) at;
          var sum = new double[Math.toIntExact(w.columns())];
          var row = new double[sum.length];
          for (int c = 0; c < weights[e].length; c++) {
            int i = members.get(e)[c];
            int[] without = leftOut.apply(i);
            w.getRow(i, row);
            Arrays.fill(row, without[0], without[1], 0);
            double weight = weights[e][c];
            for (int p = 0; p < sum.length; p++) {
              sum[p] += weight * row[p];
            }
          }
          sums.setRow(e, sum);
        });
    return sums;
  }

  /** What a row holds of each member's S. */
  private double[] weights(int e, HostMatrix s, Map<String, Map<Integer, Integer>> at) {
    Row row = rows.get(e);
    int[] of = members.get(e);
    var weights = new double[of.length];
    if (row.part == Part.ITSELF) {
      Arrays.fill(weights, 1);
      return weights;
    }
    Arrays.setAll(weights, c -> s.get(row.stressor, of[c]));
    if (row.part == Part.WHOLE) {
      return weights;
    }
    String lever = acting.get(e).getFirst();
    var a = (ResolvedAction.IntensityBenchmark) levers.get(lever);
    for (int c = 0; c < of.length; c++) {
      double limit = a.benchmark()[row.stressor][at.get(lever).get(of[c])];
      weights[c] =
          row.part == Part.BELOW ? Math.min(weights[c], limit) : Math.max(0, weights[c] - limit);
    }
    return weights;
  }
}
