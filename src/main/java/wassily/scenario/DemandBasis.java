package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;

/**
 * Final demand as a sum of parts, such that every scenario's Y is the same parts with other
 * coefficients: {@code Y'[:,c] = Σ_p coefficient[p]·part[p]}.
 *
 * <p>A column that only whole-column levers touch is one part. A lever on some of its rows splits
 * it by these rows; one that adds cells adds parts. So {@code W' = Σ coefficient·L·part}: one solve
 * for each part serves every scenario.
 */
final class DemandBasis {
  /**
   * One part: some rows of a column of Y, or what a lever adds to them.
   *
   * @param rows null for all
   * @param values null for the column of Y itself
   * @param total their sum
   */
  record Part(int column, int[] rows, double[] values, double total) {}

  private final HostMatrix y;
  private final int n;
  private final List<Part> parts = new ArrayList<>();

  /** By column of Y: the first part; the next column's first part ends it. */
  private final int[] firstOfColumn;

  /** By part, apart from the parts: a scenario asks for thousands. */
  private final double[] totals;

  /** Sets of rows → how they cut a column. */
  private final Map<List<IntBuffer>, List<Piece>> known = new HashMap<>();

  /** Lever → column → the parts of that column that lie in the lever's rows. */
  private final Map<Rows, int[]> inRows = new HashMap<>();

  /** Lever and product → what it adds to a column, cut as the column is. */
  private final Map<Rows, int[]> added = new HashMap<>();

  /** A set of rows that a lever treats alike: its number, the column, and which of its sets. */
  record Rows(int lever, int column, int set) {}

  /** Some rows of one column, to be kept apart; with values: also added by the lever. */
  private record Cut(Rows key, int[] rows, double[] values) {}

  /**
   * Cuts Y as the levers need it.
   *
   * @param y Y, n × m
   * @param levers all levers of the sweep
   * @param sets finds the sets of rows of each lever
   */
  DemandBasis(HostMatrix y, List<ResolvedLever> levers, DemandSets sets) {
    this.y = y;
    this.n = Math.toIntExact(y.rows());
    int m = Math.toIntExact(y.columns());
    var cuts = new HashMap<Integer, List<Cut>>();
    for (int l = 0; l < levers.size(); l++) {
      int lever = l;
      sets.of(
          levers.get(l).action(),
          (column, set, rows, values) ->
              cuts.computeIfAbsent(column, _ -> new ArrayList<>())
                  .add(new Cut(new Rows(lever, column, set), rows, values)));
    }
    firstOfColumn = new int[m + 1];
    for (int c = 0; c < m; c++) {
      firstOfColumn[c] = parts.size();
      addColumn(c, cuts.getOrDefault(c, List.of()));
    }
    firstOfColumn[m] = parts.size();
    totals = parts.stream().mapToDouble(Part::total).toArray();
  }

  private void addColumn(int column, List<Cut> cuts) {
    if (cuts.isEmpty()) {
      parts.add(new Part(column, null, null, total(y.column(column))));
      return;
    }
    double[] values = y.column(column);
    var lists = new HashMap<Integer, List<Integer>>();
    var additions = new HashMap<Integer, List<Integer>>();
    for (Piece piece : pieces(cuts)) {
      int[] rows = piece.rows();
      piece.cuts().stream().forEach(k -> note(lists, k));
      parts.add(part(column, rows, Arrays.stream(rows).mapToDouble(i -> values[i]).toArray()));
      for (int k = 0; k < cuts.size(); k++) {
        if (cuts.get(k).values() != null && piece.cuts().get(k)) {
          piece.cuts().stream().forEach(other -> note(lists, other));
          note(additions, k);
          parts.add(part(column, rows, spread(cuts.get(k), rows)));
        }
      }
    }
    for (int k = 0; k < cuts.size(); k++) {
      inRows.put(cuts.get(k).key(), array(lists.get(k)));
      added.put(cuts.get(k).key(), array(additions.get(k)));
    }
  }

  /** Rows that the same cuts hold. */
  private record Piece(BitSet cuts, int[] rows) {}

  /** Usually the same for many columns: found once for each list of sets of rows. */
  private List<Piece> pieces(List<Cut> cuts) {
    List<IntBuffer> key = cuts.stream().map(c -> IntBuffer.wrap(c.rows())).toList();
    return known.computeIfAbsent(
        key,
        _ -> {
          var held = new BitSet[n];
          for (int k = 0; k < cuts.size(); k++) {
            for (int i : cuts.get(k).rows()) {
              if (held[i] == null) {
                held[i] = new BitSet();
              }
              held[i].set(k);
            }
          }
          var none = new BitSet();
          var rows = new LinkedHashMap<BitSet, List<Integer>>();
          for (int i = 0; i < n; i++) {
            rows.computeIfAbsent(held[i] == null ? none : held[i], _ -> new ArrayList<>()).add(i);
          }
          return rows.entrySet().stream()
              .map(e -> new Piece(e.getKey(), array(e.getValue())))
              .toList();
        });
  }

  /** The part that is about to be added belongs to a cut. */
  private void note(Map<Integer, List<Integer>> lists, int cut) {
    lists.computeIfAbsent(cut, _ -> new ArrayList<>()).add(parts.size());
  }

  private static int[] array(List<Integer> list) {
    return list == null ? new int[0] : list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double[] spread(Cut cut, int[] rows) {
    var at = new HashMap<Integer, Double>();
    for (int i = 0; i < cut.rows().length; i++) {
      at.put(cut.rows()[i], cut.values()[i]);
    }
    return Arrays.stream(rows).mapToDouble(at::get).toArray();
  }

  private static Part part(int column, int[] rows, double[] values) {
    return new Part(column, rows, values, total(values));
  }

  private static double total(double[] values) {
    double total = 0;
    for (double v : values) {
      total += v;
    }
    return total;
  }

  /** How many parts there are: the width of everything that stands for Y. */
  int size() {
    return parts.size();
  }

  Part part(int p) {
    return parts.get(p);
  }

  /** The sum of a part. */
  double total(int p) {
    return totals[p];
  }

  /** What a part holds in a row. */
  double value(int p, int row) {
    Part part = parts.get(p);
    if (part.rows() == null) {
      return y.get(row, part.column());
    }
    int at = Arrays.binarySearch(part.rows(), row);
    return at < 0 ? 0 : part.values()[at];
  }

  /** The first part of a column; those of the next column begin where these end. */
  int first(int column) {
    return firstOfColumn[column];
  }

  /** The parts of a column that lie in a set of rows of a lever. */
  int[] inRows(Rows rows) {
    return inRows.getOrDefault(rows, new int[0]);
  }

  /** The parts that a lever adds to a set of rows of a column. */
  int[] added(Rows rows) {
    return added.getOrDefault(rows, new int[0]);
  }

  /** Coefficients of the baseline: 1 for parts of Y, 0 for what levers add. */
  double[] baseline() {
    var coefficients = new double[parts.size()];
    Arrays.fill(coefficients, 1);
    added.values().forEach(list -> Arrays.stream(list).forEach(p -> coefficients[p] = 0));
    return coefficients;
  }

  /** The parts as columns, in memory. */
  HostMatrix matrix(Arena arena) {
    var all = HostMatrix.allocate(arena, n, parts.size());
    try {
      columns().read(0, all);
    } catch (IOException e) {
      throw new IllegalStateException("final demand in memory cannot fail to be read", e);
    }
    return all;
  }

  /** The parts as columns, n × {@link #size()}. */
  MatrixSource columns() {
    return new MatrixSource() {
      @Override
      public Shape shape() {
        return new Shape(n, parts.size());
      }

      @Override
      public void read(long firstRow, HostMatrix into) {
        var from = new double[Math.toIntExact(y.columns())];
        var row = new double[parts.size()];
        for (long i = 0; i < into.rows(); i++) {
          y.getRow(firstRow + i, from);
          for (int p = 0; p < row.length; p++) {
            row[p] = parts.get(p).rows() == null ? from[parts.get(p).column()] : 0;
          }
          into.setRow(i, row);
        }
        for (int p = 0; p < parts.size(); p++) {
          Part part = parts.get(p);
          for (int k = 0; part.rows() != null && k < part.rows().length; k++) {
            long row0 = part.rows()[k] - firstRow;
            if (row0 >= 0 && row0 < into.rows()) {
              into.set(row0, p, part.values()[k]);
            }
          }
        }
      }
    };
  }
}
