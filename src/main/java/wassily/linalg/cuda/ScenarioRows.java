package wassily.linalg.cuda;

import java.lang.foreign.ValueLayout;
import wassily.linalg.AxisGroups;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.ScenarioShapes;
import wassily.linalg.Shape;

/**
 * Rows of scenarios on the device, as {@link wassily.linalg.Backend#repeatRows} and its like say.
 */
final class ScenarioRows {
  private static final String FILE = "scenario_rows.cu";

  private final CudaSession card;

  ScenarioRows(CudaSession card) {
    this.card = card;
  }

  /** A block's address on the card, from the caller's numbers. */
  private long upload(Scope scope, int[] values, String what) {
    // There is no block of 0 bytes; nothing is read from it where there are no values.
    int[] some = values.length == 0 ? new int[1] : values;
    return scope.own(card.context().upload(some, what)).address();
  }

  private long upload(Scope scope, double[] values, String what) {
    return scope.own(card.context().upload(values, what)).address();
  }

  private interface Work {
    void on(Kernels kernels, Scope scope);
  }

  private void work(String what, Work work) {
    card.work(
        what,
        _ -> {
          try (var scope = new Scope()) {
            work.on(card.kernels(), scope);
            card.context().finish();
          }
        });
  }

  void repeat(DeviceMatrix base, DeviceMatrix out) {
    CudaMatrix from = card.own(base);
    CudaMatrix to = card.own(out);
    ScenarioShapes.requireRepeat(from.shape(), to.shape());
    long source = from.address();
    long target = to.address();
    Shape shape = to.shape();
    work(
        "copies of rows",
        (kernels, _) ->
            kernels.launch(
                FILE,
                "repeat_rows",
                shape.elements(),
                source,
                target,
                shape.rows(),
                shape.columns(),
                from.shape().rows()));
  }

  void scale(DeviceMatrix m, int repeat, int[] columns, double[] factors) {
    CudaMatrix rows = card.own(m);
    Shape shape = rows.shape();
    ScenarioShapes.requireCells(shape, repeat, columns, factors.length);
    long at = rows.address();
    if (columns.length == 0 || factors.length == 0) {
      return;
    }
    work(
        "scaling of cells",
        (kernels, scope) ->
            kernels.launch(
                FILE,
                "scale_cells",
                shape.rows() * columns.length,
                at,
                shape.rows(),
                shape.columns(),
                repeat,
                upload(scope, columns, "columns that change"),
                columns.length,
                upload(scope, factors, "factors of scenarios")));
  }

  void lower(DeviceMatrix m, int[] columns, HostMatrix benchmark, double[] strengths) {
    CudaMatrix rows = card.own(m);
    Shape shape = rows.shape();
    ScenarioShapes.requireBenchmark(columns, benchmark.shape());
    ScenarioShapes.requireCells(shape, benchmark.rows(), columns, strengths.length);
    // Read here: the benchmark may belong to an arena that only this thread may use.
    double[] limits = benchmark.segment().toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    int repeat = Math.toIntExact(benchmark.rows());
    long at = rows.address();
    if (columns.length == 0 || strengths.length == 0) {
      return;
    }
    work(
        "lowering of cells",
        (kernels, scope) ->
            kernels.launch(
                FILE,
                "lower_cells",
                shape.rows() * columns.length,
                at,
                shape.rows(),
                shape.columns(),
                repeat,
                upload(scope, columns, "columns that change"),
                columns.length,
                upload(scope, limits, "benchmark"),
                upload(scope, strengths, "strengths of scenarios")));
  }

  void groupedDots(
      DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups columns, DeviceMatrix out) {
    CudaMatrix left = card.own(a);
    CudaMatrix right = card.own(b);
    CudaMatrix sums = card.own(out);
    Shape shape = left.shape();
    ScenarioShapes.requireDots(shape, right.shape(), repeat, columns, sums.shape());
    long l = left.address();
    long r = right.address();
    long to = sums.address();
    long copies = ScenarioShapes.copies(shape, right.shape());
    if (shape.rows() == 0 || columns.count() == 0) {
      return;
    }
    work(
        "products of rows",
        (kernels, scope) ->
            kernels.launch(
                FILE,
                "grouped_dots",
                shape.rows() * copies * columns.count(),
                l,
                r,
                to,
                shape.rows(),
                shape.columns(),
                repeat,
                copies,
                upload(scope, columns.starts(), "groups"),
                upload(scope, columns.members(), "members"),
                columns.count()));
  }
}
