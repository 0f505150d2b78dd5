package wassily.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wassily.account.SensitiveCell.Matrix;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultTable;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** Sensitivities as labelled arrays and as a list of cells. */
public final class SensitivityArrays {
  private final AdjointSensitivity s;
  private final MrioTable table;
  private final TableAxes axes;
  private final Stressor stressor;

  /**
   * Takes what was computed.
   *
   * @param table the table
   * @param account the stressors
   * @param sensitivity of one of them
   */
  public SensitivityArrays(
      MrioTable table, SatelliteAccount account, AdjointSensitivity sensitivity) {
    this.s = sensitivity;
    this.table = table;
    this.axes = table.axes();
    this.stressor = account.stressors().get(sensitivity.stressor());
  }

  /**
   * The footprint, the two vectors that hold every derivative, and sums of elasticities.
   *
   * @return {@code D}, {@code adjoint_M}, {@code adjoint_u}, {@code elasticity_sum}, and where the
   *     table is not too large {@code elasticity_region} and {@code elasticity_sector}
   */
  public List<ResultArray> arrays() {
    var row = FootprintArrays.rowAxis("region_sector", axes);
    String money = table.info().unit().isEmpty() ? "unit of money" : table.info().unit();
    var arrays = new ArrayList<ResultArray>();
    arrays.add(
        new ResultArray(
            "D",
            stressor.unit(),
            "the footprint %s: S·L·y + F_Y, and these parts of it".formatted(s.target().name()),
            List.of(new ResultAxis("part", List.of("all", "supply chains", "direct"))),
            HostMatrix.of(new double[] {s.footprint(), s.footprint() - s.direct(), s.direct()})));
    arrays.add(
        new ResultArray(
            "adjoint_M",
            stressor.unit() + "/" + money,
            "multipliers of the footprint's emitters; dD/dZ[i,j] = adjoint_M[i]·adjoint_u[j], dD/dY[j,c] = adjoint_M[j]",
            List.of(row),
            HostMatrix.of(s.m())));
    arrays.add(
        new ResultArray(
            "adjoint_u",
            "1",
            "share of x that serves the footprint's demand, L·y over x; dD/dF[i] = adjoint_u[i]",
            List.of(row),
            HostMatrix.of(s.u())));
    arrays.add(
        new ResultArray(
            "elasticity_sum",
            "1",
            "sums of the elasticities e of all cells: Σe, Σ|e|, √(Σe²), and how many are not 0",
            List.of(
                new ResultAxis("matrix", Stream.of(Matrix.values()).map(Matrix::toString).toList()),
                new ResultAxis("measure", List.of("sum", "absolute", "root of squares", "cells"))),
            HostMatrix.of(
                Stream.of(Matrix.values())
                    .map(s.sums()::get)
                    .map(e -> new double[] {e.sum(), e.absolute(), e.rootOfSquares(), e.cells()})
                    .toArray(double[][]::new))));
    s.byRegions()
        .ifPresent(m -> arrays.add(crossed("region", "regions", axes.regions().texts(), m)));
    s.bySectors()
        .ifPresent(m -> arrays.add(crossed("sector", "sectors", axes.sectors().texts(), m)));
    return arrays;
  }

  private static ResultArray crossed(
      String one, String many, List<String> labels, HostMatrix values) {
    return new ResultArray(
        "elasticity_" + one,
        "1",
        "elasticities of Z summed by supplying and using " + many,
        List.of(new ResultAxis("supplying_" + one, labels), new ResultAxis("using_" + one, labels)),
        values);
  }

  /**
   * The largest cells.
   *
   * @return the list {@code sensitive_cell}: rank, matrix, from, to, value, derivative, elasticity
   */
  public ResultTable cells() {
    List<SensitiveCell> cells = s.largest();
    return new ResultTable(
        "sensitive_cell",
        List.of(
            new ResultTable.Numbers(
                "rank", IntStream.rangeClosed(1, cells.size()).mapToObj(i -> (double) i).toList()),
            new ResultTable.Texts(
                "matrix", cells.stream().map(c -> c.matrix().toString()).toList()),
            new ResultTable.Texts("from", cells.stream().map(this::from).toList()),
            new ResultTable.Texts("to", cells.stream().map(this::to).toList()),
            new ResultTable.Numbers("value", cells.stream().map(SensitiveCell::value).toList()),
            new ResultTable.Numbers(
                "derivative", cells.stream().map(SensitiveCell::derivative).toList()),
            new ResultTable.Numbers(
                "elasticity", cells.stream().map(SensitiveCell::elasticity).toList())));
  }

  /**
   * The label of a cell's row.
   *
   * @param cell a cell
   * @return the supplying region-sector, or the stressor
   */
  public String from(SensitiveCell cell) {
    return switch (cell.matrix()) {
      case Z, Y -> axes.rowLabel(cell.row());
      case F, F_Y -> stressor.name();
    };
  }

  /**
   * The label of a cell's column.
   *
   * @param cell a cell
   * @return the using or emitting region-sector, or the column of final demand
   */
  public String to(SensitiveCell cell) {
    return switch (cell.matrix()) {
      case Z, F -> axes.rowLabel(cell.column());
      case Y, F_Y -> axes.columnLabel(cell.column());
    };
  }

  /**
   * The units of {@code value} by matrix.
   *
   * @return money for Z and Y, the stressor's unit for F and F_Y
   */
  public Map<Matrix, String> units() {
    String money = table.info().unit();
    return Map.of(
        Matrix.Z, money, Matrix.Y, money, Matrix.F, stressor.unit(), Matrix.F_Y, stressor.unit());
  }
}
