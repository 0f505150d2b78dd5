package wassily.account;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.table.MrioTable;

/**
 * Turns accounts into labelled arrays with the field's names, formulas and units.
 *
 * <p>Each array's unit is that of its stressors when they share one. When they do not, the unit is
 * "" and stands in the coordinate {@code unit} of the axis {@code stressor}; what is per money or
 * per head then says "stressor unit/M EUR", because that coordinate alone would be wrong.
 */
public final class FootprintArrays {
  private final Footprint footprint;
  private final TableAxes axes;
  private final ResultAxis stressor;

  /** The unit of all stressors, "" when they differ. */
  private final String unit;

  private final ResultAxis region;
  private final ResultAxis consumer;
  private final ResultAxis category;
  private final ResultAxis sector;

  /**
   * Prepares the axes.
   *
   * @param footprint the accounts
   */
  public FootprintArrays(Footprint footprint) {
    this.footprint = footprint;
    this.axes = footprint.axes();
    var stressors = footprint.account().stressors();
    stressor =
        new ResultAxis(
            "stressor",
            stressors.texts(),
            Map.of("unit", stressors.labels().stream().map(Stressor::unit).toList()));
    var units = stressors.labels().stream().map(Stressor::unit).distinct().toList();
    unit = units.size() == 1 ? units.getFirst() : "";
    region = new ResultAxis("region", axes.regions().texts());
    consumer = new ResultAxis("consumer", axes.consumerLabels());
    category = new ResultAxis("category", axes.categories().texts());
    sector = new ResultAxis("sector", axes.sectors().texts());
  }

  /** A value at a position. */
  @FunctionalInterface
  private interface Cell {
    double at(int k, int r, int c);
  }

  /**
   * The unit of intensities and multipliers.
   *
   * @return "kt/M EUR", or "stressor unit/M EUR" when the stressors' units differ
   */
  public String unitPerMoney() {
    return unitPer(footprint.money().isEmpty() ? "unit of money" : footprint.money());
  }

  private String unitPer(String what) {
    return (unit.isEmpty() ? "stressor unit" : unit) + "/" + what;
  }

  /**
   * The accounts by region, category, product and producing sector.
   *
   * @param table the table, for population
   * @return D_pba, D_cba, D_imp, D_exp and their parts
   */
  public List<ResultArray> accounts(MrioTable table) {
    var arrays = new ArrayList<ResultArray>();
    arrays.add(byRegion("D_pba", "production-based: Σ_{i∈r} F[i] + Σ_c F_Y[r,c]", footprint::pba));
    arrays.add(byRegion("D_cba", "consumption-based: Σ_c M·Y[:,(s,c)] + F_Y[s,c]", footprint::cba));
    arrays.add(byRegion("D_imp", "in imports: Σ_{r≠s} T[r,s]", footprint::imports));
    arrays.add(byRegion("D_exp", "in exports: Σ_{s≠r} T[r,s]", footprint::exports));
    arrays.add(
        array(
            "D_cba_category",
            "M·Y[:,(s,c)] + F_Y[s,c]",
            region,
            category,
            (k, s, c) -> footprint.cba(k, s, c)));
    arrays.add(
        array(
            "D_cba_product",
            "by final product, without F_Y: Σ_r M[(r,p)]·Y[(r,p),s]",
            consumer,
            sector,
            footprint::cbaByProduct));
    arrays.add(
        array(
            "D_cba_producing_sector",
            "by producing sector, without F_Y: Σ_r S[(r,p)]·W[(r,p),s]",
            consumer,
            sector,
            footprint::cbaByProducer));
    arrays.add(
        array(
            "D_pba_sector",
            "by producing sector, without F_Y: F[(r,p)]",
            region,
            sector,
            (k, r, p) -> footprint.account().f().get(k, axes.row(r, p))));
    arrays.add(
        array(
            "D_exp_sector",
            "in exports by producing sector: S[(r,p)]·Σ_{s≠r} W[(r,p),s]",
            region,
            sector,
            footprint::exportsOf));
    if (axes.exogenous().size() > 0) {
      var exogenous = new ResultAxis("exogenous_consumer", axes.exogenous().texts());
      arrays.add(
          flat(
              "D_exogenous",
              unit,
              "M·Y[:,e]",
              exogenous,
              (k, e, unused) -> footprint.exogenous(k, e)));
    }
    table
        .population()
        .ifPresent(
            people -> {
              arrays.add(
                  perCapita(
                      "D_cba_per_capita",
                      "D_cba over population; NaN where that is unknown",
                      (k, s) -> footprint.cba(k, s) / people[s]));
              arrays.add(
                  perCapita(
                      "D_pba_per_capita",
                      "D_pba over population; NaN where that is unknown",
                      (k, s) -> footprint.pba(k, s) / people[s]));
            });
    return arrays;
  }

  /**
   * Imports by final product, which take R·K further right-hand sides.
   *
   * @param imports D_imp by stressor, region and product
   * @return the labelled array
   */
  public ResultArray importsByProduct(double[][][] imports) {
    return array(
        "D_imp_product",
        "in imports by final product: Σ_r (M − M of s's own emissions)[(r,p)]·Y[(r,p),s]",
        region,
        sector,
        (k, s, p) -> imports[k][s][p]);
  }

  /**
   * Bilateral flows.
   *
   * @return T by stressor, emitting region and consumer, and the net transfer between regions
   */
  public List<ResultArray> flows() {
    var from = new ResultAxis("region", axes.regions().texts());
    var to = new ResultAxis("partner", axes.regions().texts());
    return List.of(
        array("T", "Σ_{i∈r} S[i]·Σ_c W[i,(s,c)], without F_Y", from, consumer, footprint::flow),
        array("T_net", "T[r,s] − T[s,r]", from, to, footprint::netTransfer));
  }

  /**
   * Multipliers.
   *
   * @return M and S by stressor and region-sector
   */
  public ResultArray multipliers() {
    return new ResultArray(
        "M",
        unitPerMoney(),
        "multipliers M = S·L, in the stressor's unit per unit of money of final demand",
        List.of(stressor, rowAxis("region_sector", axes)),
        footprint.multipliers());
  }

  /**
   * The axis of region-sectors with its region and sector as coordinates.
   *
   * @param name the axis's name
   * @param axes the table's axes
   * @return n labels "Region | Sector"
   */
  public static ResultAxis rowAxis(String name, TableAxes axes) {
    int sectors = axes.sectors().size();
    return new ResultAxis(
        name,
        IntStream.range(0, axes.n()).mapToObj(axes::rowLabel).toList(),
        Map.of(
            "region",
            IntStream.range(0, axes.n())
                .mapToObj(i -> axes.regions().get(i / sectors).name())
                .toList(),
            "sector",
            IntStream.range(0, axes.n())
                .mapToObj(i -> axes.sectors().get(i % sectors).name())
                .toList()));
  }

  @FunctionalInterface
  private interface RegionCell {
    double at(int k, int r);
  }

  private ResultArray byRegion(String name, String description, RegionCell cell) {
    return flat(name, unit, description, region, (k, r, unused) -> cell.at(k, r));
  }

  private ResultArray perCapita(String name, String description, RegionCell cell) {
    return flat(name, unitPer("person"), description, region, (k, r, unused) -> cell.at(k, r));
  }

  private ResultArray flat(
      String name, String unit, String description, ResultAxis axis, Cell cell) {
    int stressors = stressor.labels().size();
    int size = axis.labels().size();
    var values = HostMatrix.allocate(Arena.ofAuto(), stressors, size);
    for (int k = 0; k < stressors; k++) {
      for (int i = 0; i < size; i++) {
        values.set(k, i, cell.at(k, i, 0));
      }
    }
    return new ResultArray(name, unit, description, List.of(stressor, axis), values);
  }

  private ResultArray array(
      String name, String description, ResultAxis rows, ResultAxis columns, Cell cell) {
    int stressors = stressor.labels().size();
    int height = rows.labels().size();
    int width = columns.labels().size();
    var values = HostMatrix.allocate(Arena.ofAuto(), (long) stressors * height, width);
    var row = new double[width];
    for (int k = 0; k < stressors; k++) {
      for (int r = 0; r < height; r++) {
        for (int c = 0; c < width; c++) {
          row[c] = cell.at(k, r, c);
        }
        values.setRow((long) k * height + r, row);
      }
    }
    return new ResultArray(name, unit, description, List.of(stressor, rows, columns), values);
  }
}
