package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultTable;
import wassily.scenario.SobolIndices.Estimate;

/** Sobol indices as labelled arrays and as one list. */
public final class SobolArrays {
  private final SobolAnalysis analysis;
  private final ResultAxis variable;

  /**
   * Takes what was computed.
   *
   * @param analysis the indices
   */
  public SobolArrays(SobolAnalysis analysis) {
    this.analysis = analysis;
    variable = new ResultAxis("variable", analysis.variables());
  }

  /**
   * For each response {@code first_order_NAME}, {@code total_order_NAME} (its axes × variable ×
   * value, low, high) and {@code moments_NAME} (its axes × mean, sd).
   *
   * @return three arrays for each response
   */
  public List<ResultArray> arrays() {
    var arrays = new ArrayList<ResultArray>();
    for (SobolAnalysis.OfResponse r : analysis.responses()) {
      arrays.add(
          indices(
              r,
              "first_order_" + r.name(),
              "first-order Sobol indices of %s with intervals; NaN where it is constant",
              SobolIndices::first));
      arrays.add(
          indices(
              r,
              "total_order_" + r.name(),
              "total Sobol indices of %s with intervals; NaN where it is constant",
              SobolIndices::total));
      arrays.add(moments(r));
    }
    return arrays;
  }

  @FunctionalInterface
  private interface Part {
    List<Estimate> of(SobolIndices cell);
  }

  private ResultArray indices(
      SobolAnalysis.OfResponse r, String name, String description, Part part) {
    var axes = new ArrayList<>(r.axes());
    axes.add(variable);
    axes.add(new ResultAxis("estimate", List.of("value", "low", "high")));
    int variables = analysis.variables().size();
    var values = HostMatrix.allocate(Arena.ofAuto(), (long) r.cells().size() * variables, 3);
    for (int c = 0; c < r.cells().size(); c++) {
      for (int i = 0; i < variables; i++) {
        Estimate e = part.of(r.cells().get(c)).get(i);
        values.setRow((long) c * variables + i, new double[] {e.value(), e.low(), e.high()});
      }
    }
    return new ResultArray(name, "1", description.formatted(r.name()), axes, values);
  }

  private static ResultArray moments(SobolAnalysis.OfResponse r) {
    var axes = new ArrayList<>(r.axes());
    axes.add(new ResultAxis("moment", List.of("mean", "sd")));
    var values = HostMatrix.allocate(Arena.ofAuto(), r.cells().size(), 2);
    for (int c = 0; c < r.cells().size(); c++) {
      SobolIndices cell = r.cells().get(c);
      values.setRow(c, new double[] {cell.mean(), cell.sd()});
    }
    return new ResultArray(
        "moments_" + r.name(),
        r.unit(),
        "mean and sd of %s over A and B".formatted(r.name()),
        axes,
        values);
  }

  /**
   * All indices in one list, a row for each response, cell and variable.
   *
   * @return the list {@code sobol}: response, cell (labels joined by " | "), variable, first_order,
   *     first_low, first_high, total_order, total_low, total_high, mean, sd
   */
  public ResultTable table() {
    var response = new ArrayList<String>();
    var cell = new ArrayList<String>();
    var name = new ArrayList<String>();
    var numbers = new ArrayList<List<Double>>();
    List<ToDoubleFunction<Estimate>> parts =
        List.of(Estimate::value, Estimate::low, Estimate::high);
    for (int c = 0; c < 2 * parts.size() + 2; c++) {
      numbers.add(new ArrayList<>());
    }
    for (SobolAnalysis.OfResponse r : analysis.responses()) {
      for (int c = 0; c < r.cells().size(); c++) {
        SobolIndices indices = r.cells().get(c);
        for (int i = 0; i < analysis.variables().size(); i++) {
          response.add(r.name());
          cell.add(String.join(" | ", r.labels(c)));
          name.add(analysis.variables().get(i));
          for (int p = 0; p < parts.size(); p++) {
            numbers.get(p).add(parts.get(p).applyAsDouble(indices.first().get(i)));
            numbers.get(parts.size() + p).add(parts.get(p).applyAsDouble(indices.total().get(i)));
          }
          numbers.get(2 * parts.size()).add(indices.mean());
          numbers.get(2 * parts.size() + 1).add(indices.sd());
        }
      }
    }
    var columns = new ArrayList<ResultTable.Column>();
    columns.add(new ResultTable.Texts("response", response));
    columns.add(new ResultTable.Texts("cell", cell));
    columns.add(new ResultTable.Texts("variable", name));
    List<String> labels =
        List.of(
            "first_order",
            "first_low",
            "first_high",
            "total_order",
            "total_low",
            "total_high",
            "mean",
            "sd");
    for (int c = 0; c < labels.size(); c++) {
      columns.add(new ResultTable.Numbers(labels.get(c), numbers.get(c)));
    }
    return new ResultTable("sobol", columns);
  }
}
