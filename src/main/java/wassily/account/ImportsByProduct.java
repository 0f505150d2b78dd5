package wassily.account;

import java.lang.foreign.Arena;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * Emissions embodied in imports by final product (pymrio's detailed D_imp).
 *
 * <p>{@code D_imp[(s,p)] = Σ_{i∉s} S[i]·Σ_r L[i,(r,p)]·Y[(r,p),s]} is D_cba by product less what s
 * emits itself; the latter takes the multipliers of s's own emissions, one set of K right-hand
 * sides for each region.
 */
public final class ImportsByProduct {
  private ImportsByProduct() {}

  /**
   * Computes them with R·K right-hand sides.
   *
   * @param system the factorized table
   * @param footprint the accounts of the same table
   * @param progress told the regions done
   * @return [k][s][p]
   */
  public static double[][][] of(LeontiefSystem system, Footprint footprint, Progress progress) {
    MrioTable table = system.table();
    TableAxes axes = table.axes();
    SatelliteAccount account = footprint.account();
    int stressors = account.stressors().size();
    int sectors = axes.sectors().size();
    int regions = axes.regions().size();
    var imports = new double[stressors][regions][sectors];
    try (var arena = Arena.ofConfined();
        var task = progress.begin("imports by product", regions)) {
      var own = HostMatrix.allocate(arena, stressors, axes.n());
      HostMatrix demand = Footprint.demandByConsumer(arena, table);
      for (int s = 0; s < regions; s++) {
        own.segment().fill((byte) 0);
        for (int k = 0; k < stressors; k++) {
          for (int p = 0; p < sectors; p++) {
            int i = axes.row(s, p);
            own.set(k, i, table.x()[i] == 0 ? 0 : account.f().get(k, i));
            imports[k][s][p] = footprint.cbaByProduct(k, s, p);
          }
        }
        system.solveTransposed(own);
        for (int i = 0; i < axes.n(); i++) {
          double y = demand.get(i, s);
          for (int k = 0; k < stressors; k++) {
            imports[k][s][i % sectors] -= own.get(k, i) * y;
          }
        }
        task.advance(1);
      }
    }
    return imports;
  }
}
