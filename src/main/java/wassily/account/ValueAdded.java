package wassily.account;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import wassily.label.Axis;
import wassily.label.PrimaryInput;
import wassily.label.Stressor;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * Value added as an account, so that value added in trade is computed like embodied emissions:
 * {@code v̂·x̂⁻¹·L·Y} (method, section 2; Miller &amp; Blair 2009, section 2.2.2).
 */
public final class ValueAdded {
  /** The account's name in results and on the command line. */
  public static final String NAME = "value-added";

  private ValueAdded() {}

  /**
   * The rows of V that are value added; imported inputs are none.
   *
   * @param table the table
   * @return an account with one stressor for each row, in the table's money
   * @throws wassily.table.BadDataException when V has no such row
   */
  public static SatelliteAccount rows(MrioTable table) {
    var labels = new ArrayList<Stressor>();
    var rows = new ArrayList<double[]>();
    for (int i = 0; i < table.primaryInputs().size(); i++) {
      PrimaryInput input = table.primaryInputs().get(i);
      if (input.kind() == PrimaryInput.Kind.VALUE_ADDED) {
        labels.add(new Stressor(input.name(), table.info().unit()));
        rows.add(table.v().row(i));
      }
    }
    if (labels.isEmpty()) {
      throw new wassily.table.BadDataException(
          "the table has no value-added rows; use the residual x − 1'Z instead (--of residual)");
    }
    return account(table, labels, rows);
  }

  /**
   * All primary inputs as what is left of each column: {@code v' = x' − 1'·Z}.
   *
   * @param table the table
   * @param columnSums 1'·Z, n numbers
   * @return an account with one stressor, in the table's money
   */
  public static SatelliteAccount residual(MrioTable table, double[] columnSums) {
    var v = new double[columnSums.length];
    for (int j = 0; j < v.length; j++) {
      v[j] = table.x()[j] == 0 ? 0 : table.x()[j] - columnSums[j];
    }
    var label = new Stressor("primary inputs (x − 1'Z)", table.info().unit());
    return account(table, List.of(label), List.of(v));
  }

  private static SatelliteAccount account(
      MrioTable table, List<Stressor> labels, List<double[]> rows) {
    return new SatelliteAccount(
        NAME,
        Axis.of("stressor", labels),
        HostMatrix.of(rows.toArray(double[][]::new)),
        HostMatrix.allocate(Arena.ofAuto(), labels.size(), table.axes().regionalColumns()));
  }
}
