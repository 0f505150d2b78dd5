package wassily.table;

import java.util.ArrayList;
import java.util.List;
import wassily.label.PrimaryInput;

/**
 * The size of a table in a few numbers.
 *
 * @param output Σx, money
 * @param intermediate ΣZ, money
 * @param finalDemand ΣY with exogenous consumers, money
 * @param exogenousDemand the part of it that exogenous consumers have, money
 * @param valueAdded Σ of V's value-added rows, money
 * @param imports Σ of V's import rows, money
 * @param stressors totals of the satellite accounts
 * @param zeroShare share of the cells of Z that are 0
 * @param ownRegionShare share of ΣZ that a region sells to itself; NaN when ΣZ = 0
 */
public record TableTotals(
    double output,
    double intermediate,
    double finalDemand,
    double exogenousDemand,
    double valueAdded,
    double imports,
    List<StressorTotal> stressors,
    double zeroShare,
    double ownRegionShare) {

  /**
   * The total of a stressor.
   *
   * @param account the satellite account
   * @param stressor the stressor's name
   * @param unit its unit
   * @param production Σ of its row of F
   * @param direct Σ of its row of F_Y
   */
  public record StressorTotal(
      String account, String stressor, String unit, double production, double direct) {}

  /** Copies the list. */
  public TableTotals {
    stressors = List.copyOf(stressors);
  }

  static TableTotals of(TableScan scan) {
    MrioTable table = scan.table();
    int n = table.axes().n();
    double[] demand = scan.y().columnSums();
    double valueAdded = 0;
    double imports = 0;
    for (int k = 0; k < table.primaryInputs().size(); k++) {
      if (table.primaryInputs().get(k).kind() == PrimaryInput.Kind.IMPORTS) {
        imports += scan.v().rowSums()[k];
      } else {
        valueAdded += scan.v().rowSums()[k];
      }
    }
    var stressors = new ArrayList<StressorTotal>();
    for (int s = 0; s < table.satellites().size(); s++) {
      SatelliteAccount account = table.satellites().get(s);
      for (int k = 0; k < account.stressors().size(); k++) {
        var stressor = account.stressors().get(k);
        stressors.add(
            new StressorTotal(
                account.name(),
                stressor.name(),
                stressor.unit(),
                scan.f().get(s).rowSums()[k],
                scan.fY().get(s).rowSums()[k]));
      }
    }
    double intermediate = PairwiseSum.of(scan.z().rowSums());
    return new TableTotals(
        PairwiseSum.of(table.x()),
        intermediate,
        PairwiseSum.of(demand),
        PairwiseSum.of(demand, table.axes().regionalColumns(), demand.length),
        valueAdded,
        imports,
        stressors,
        scan.z().zeros() / ((double) n * n),
        scan.z().diagonal() / intermediate);
  }
}
