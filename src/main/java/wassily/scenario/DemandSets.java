package wassily.scenario;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.IntStream;
import wassily.label.TableAxes;
import wassily.table.MrioTable;

/** Which rows of which columns of Y a lever treats apart, and what it may add there. */
record DemandSets(MrioTable table) {
  /** Told every set. */
  @FunctionalInterface
  interface Taker {
    /**
     * A set of rows.
     *
     * @param column of Y
     * @param set its number among the lever's sets in this column
     * @param rows sorted
     * @param values what the lever may add to them, null when nothing
     */
    void take(int column, int set, int[] rows, double[] values);
  }

  void of(ResolvedAction action, Taker taker) {
    switch (action) {
      case ResolvedAction.DemandScale a when a.rows().length < table.axes().n() -> {
        for (int column : a.columns()) {
          taker.take(column, 0, a.rows(), null);
        }
      }
      case ResolvedAction.DemandCells a -> cells(a, taker);
      case ResolvedAction.TradeShift a -> shift(a, taker);
      default -> {}
    }
  }

  private static void cells(ResolvedAction.DemandCells a, Taker taker) {
    var byColumn = new TreeMap<Integer, TreeMap<Integer, Double>>();
    for (int k = 0; k < a.rows().length; k++) {
      byColumn
          .computeIfAbsent(a.columns()[k], _ -> new TreeMap<>())
          .put(a.rows()[k], a.values()[k]);
    }
    byColumn.forEach(
        (column, cells) ->
            taker.take(
                column,
                0,
                cells.keySet().stream().mapToInt(Integer::intValue).toArray(),
                cells.values().stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /** Sets 2·p and 2·p + 1 are the cells of the p-th product in the losing and gaining regions. */
  private void shift(ResolvedAction.TradeShift a, Taker taker) {
    for (int column : a.demandColumns()) {
      for (int p = 0; p < a.products().length; p++) {
        int[] to = rows(a.to(), a.products()[p]);
        taker.take(column, 2 * p, rows(a.from(), a.products()[p]), null);
        taker.take(column, 2 * p + 1, to, deliveries(to));
      }
    }
  }

  private int[] rows(int[] regions, int sector) {
    TableAxes axes = table.axes();
    return Arrays.stream(regions).map(r -> axes.row(r, sector)).toArray();
  }

  /** Shares of the baseline's deliveries, zeros when there are none. */
  private double[] deliveries(int[] rows) {
    double total = Arrays.stream(rows).mapToDouble(i -> table.x()[i]).sum();
    return IntStream.of(rows).mapToDouble(i -> total == 0 ? 0 : table.x()[i] / total).toArray();
  }
}
