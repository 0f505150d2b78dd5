package wassily.linalg.cuda;

import wassily.linalg.AxisGroups;
import wassily.linalg.Shape;

/**
 * Rows of scenarios on the device, as {@link wassily.linalg.Backend#repeatRows} and its like say.
 */
final class ScenarioRows {
  private static final String FILE = "scenario_rows.cu";

  private final CudaContext context;
  private final Kernels kernels;

  ScenarioRows(CudaContext context, Kernels kernels) {
    this.context = context;
    this.kernels = kernels;
  }

  void repeat(long base, Shape from, long out, Shape to) {
    kernels.launch(
        FILE, "repeat_rows", to.elements(), base, out, to.rows(), to.columns(), from.rows());
    context.finish();
  }

  void scale(long m, Shape shape, int repeat, int[] columns, double[] factors) {
    if (columns.length == 0 || factors.length == 0) {
      return;
    }
    try (var scope = new Scope()) {
      var which = scope.own(context.upload(columns, "columns that change"));
      var by = scope.own(context.upload(factors, "factors of scenarios"));
      kernels.launch(
          FILE,
          "scale_cells",
          shape.rows() * columns.length,
          m,
          shape.rows(),
          shape.columns(),
          repeat,
          which.address(),
          columns.length,
          by.address());
      context.finish();
    }
  }

  void lower(
      long m, Shape shape, int repeat, int[] columns, double[] benchmark, double[] strengths) {
    if (columns.length == 0 || strengths.length == 0) {
      return;
    }
    try (var scope = new Scope()) {
      var which = scope.own(context.upload(columns, "columns that change"));
      var by = scope.own(context.upload(strengths, "strengths of scenarios"));
      var limit = scope.own(context.upload(benchmark, "benchmark"));
      kernels.launch(
          FILE,
          "lower_cells",
          shape.rows() * columns.length,
          m,
          shape.rows(),
          shape.columns(),
          repeat,
          which.address(),
          columns.length,
          limit.address(),
          by.address());
      context.finish();
    }
  }

  void groupedDots(long a, Shape shape, long b, int repeat, AxisGroups columns, long out) {
    if (shape.rows() == 0 || columns.count() == 0) {
      return;
    }
    try (var scope = new Scope()) {
      int[] members = columns.members();
      var starts = scope.own(context.upload(columns.starts(), "groups"));
      // There is no block of 0 bytes; nothing is read from it when all groups are empty.
      var list = scope.own(context.upload(members.length == 0 ? new int[1] : members, "members"));
      kernels.launch(
          FILE,
          "grouped_dots",
          shape.rows() * columns.count(),
          a,
          b,
          out,
          shape.rows(),
          shape.columns(),
          repeat,
          starts.address(),
          list.address(),
          columns.count());
      context.finish();
    }
  }
}
