package wassily.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Counts cells that should not be, and remembers the first five or the most negative five. */
final class BadCells {
  private record Cell(int row, int column, double value) {}

  private static final int KEPT = 5;

  private final List<Cell> kept = new ArrayList<>();
  private final boolean worstFirst;
  private long count;

  private BadCells(boolean worstFirst) {
    this.worstFirst = worstFirst;
  }

  /** Remembers the first cells. */
  static BadCells first() {
    return new BadCells(false);
  }

  /** Remembers the most negative cells. */
  static BadCells mostNegative() {
    return new BadCells(true);
  }

  void add(int row, int column, double value) {
    count++;
    keep(new Cell(row, column, value));
  }

  /** Adds cells of later rows. */
  void addAll(BadCells later) {
    count += later.count;
    later.kept.forEach(this::keep);
  }

  private void keep(Cell cell) {
    int at = kept.size();
    while (worstFirst && at > 0 && cell.value() < kept.get(at - 1).value()) {
      at--;
    }
    if (at < KEPT) {
      kept.add(at, cell);
      if (kept.size() > KEPT) {
        kept.removeLast();
      }
    }
  }

  long count() {
    return count;
  }

  boolean any() {
    return count > 0;
  }

  /** The remembered cells in words: {@code Z[China | Steel, Japan | Cars] = NaN}. */
  List<String> inWords(String matrix, IntFunction<String> row, IntFunction<String> column) {
    return kept.stream()
        .map(
            c ->
                "%s[%s, %s] = %s"
                    .formatted(
                        matrix,
                        row.apply(c.row()),
                        column.apply(c.column()),
                        Rounded.text(c.value())))
        .toList();
  }
}
