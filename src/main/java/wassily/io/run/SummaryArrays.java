package wassily.io.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.scenario.BatchSummary;
import wassily.scenario.CellMoments;
import wassily.scenario.ExactQuantiles;
import wassily.scenario.Plan;
import wassily.scenario.QuantileSketch;
import wassily.scenario.ResponseShape;
import wassily.scenario.Summary;

/**
 * The statistics of {@code keep: summary}, put together from all shards in the order of the
 * batches. Some cells at a time, so that memory does not grow with the number of scenarios.
 */
final class SummaryArrays {
  /** Values that are held at a time for exact quantiles: 128 MiB. */
  private static final long VALUES = 1L << 24;

  /** Sketches that are held at a time; each has about 50 KB of buffers. */
  private static final int SKETCHES = 1024;

  private final Kept kept;
  private final ShardReaders shards;
  private final long[] weights;
  private final Summary summary;

  /**
   * Statistics of a run.
   *
   * @param kept what its batches kept
   * @param shards all of them
   * @param weights distinct scenario → how often it counts
   */
  SummaryArrays(Kept kept, ShardReaders shards, long[] weights) {
    this.kept = kept;
    this.shards = shards;
    this.weights = weights;
    this.summary = new Summary(kept.plan().keep().quantiles());
  }

  ResultArray of(ResponseShape response, Arena arena, Progress progress) throws IOException {
    int cells = response.cells();
    List<String> labels = summary.labels();
    var values = HostMatrix.allocate(arena, labels.size(), cells);
    try (var task = progress.begin("summarizing " + response.name(), cells)) {
      if (kept.rows(response)) {
        exact(response, values, task);
      } else {
        sketched(response, values, task);
      }
    }
    var axes = new ArrayList<ResultAxis>();
    axes.add(new ResultAxis("statistic", labels));
    axes.addAll(response.axes());
    long last = response.axes().getLast().labels().size();
    return new ResultArray(
        response.name(),
        response.unit(),
        "%s; over scenarios: mean, standard deviation (n − 1), extremes, %s quantiles"
            .formatted(response.description(), kept.rows(response) ? "exact" : "t-digest"),
        axes,
        values.reshape(labels.size() * (cells / last), last));
  }

  private void exact(ResponseShape response, HostMatrix into, Progress.Task task)
      throws IOException {
    Plan plan = kept.plan();
    int cells = response.cells();
    ScenarioRows source = ScenarioRows.ofDistinct(kept, shards, response);
    int width = Math.clamp(VALUES / Math.max(1, plan.distinct()), 1, cells);
    var quantiles = new ExactQuantiles(weights);
    CellMoments moments = new CellMoments(cells);
    try (Arena arena = Arena.ofConfined()) {
      var columns = HostMatrix.allocate(arena, width, plan.distinct());
      var batch = HostMatrix.allocate(arena, plan.batchSize(), cells);
      long columnsOfOne = source.shape().columns();
      long rowsOfOne = cells / columnsOfOne;
      var row = new double[cells];
      var values = new double[plan.distinct()];
      for (int from = 0; from < cells; from += width) {
        int count = Math.min(width, cells - from);
        for (int b = 0; b < plan.batches(); b++) {
          int first = kept.firstScenario(b);
          var panel = batch.panel(0, kept.scenarios(b));
          source.read(first * rowsOfOne, panel.reshape(panel.rows() * rowsOfOne, columnsOfOne));
          var ofBatch = new CellMoments(from == 0 ? cells : 0);
          for (int s = 0; s < panel.rows(); s++) {
            panel.getRow(s, row);
            if (from == 0) {
              ofBatch.add(row, weights[first + s]);
            }
            for (int c = 0; c < count; c++) {
              columns.set(c, first + s, row[from + c]);
            }
          }
          if (from == 0) {
            moments.add(ofBatch);
          }
        }
        for (int c = 0; c < count; c++) {
          columns.getRow(c, values);
          put(
              into,
              from + c,
              summary.of(moments, from + c, quantiles.of(values, summary.wanted())));
        }
        task.advance(count);
      }
    }
  }

  private void sketched(ResponseShape response, HostMatrix into, Progress.Task task)
      throws IOException {
    Plan plan = kept.plan();
    int cells = response.cells();
    int figures = BatchSummary.columns(plan.batchSize());
    try (Arena arena = Arena.ofConfined()) {
      var buffer = HostMatrix.allocate(arena, Math.min(SKETCHES, cells), figures);
      var row = new double[figures];
      for (int from = 0; from < cells; from += SKETCHES) {
        int count = Math.min(SKETCHES, cells - from);
        var panel = buffer.panel(0, count);
        var moments = new CellMoments(count);
        List<QuantileSketch> sketches =
            IntStream.range(0, count).mapToObj(_ -> QuantileSketch.ofSweep()).toList();
        for (int shard = 0; shard < plan.shards(); shard++) {
          int first = plan.firstBatch(shard);
          for (int b = first; b < plan.firstBatch(shard + 1); b++) {
            shards.read(shard, response.name(), (long) (b - first) * cells + from, panel);
            moments.add(BatchSummary.moments(panel));
            for (int c = 0; c < count; c++) {
              panel.getRow(c, row);
              BatchSummary.addCentroids(row, sketches.get(c));
            }
          }
        }
        for (int c = 0; c < count; c++) {
          double[] found =
              summary.quantiles().stream().mapToDouble(sketches.get(c)::quantile).toArray();
          put(into, from + c, summary.of(moments, c, found));
        }
        task.advance(count);
      }
    }
  }

  private static void put(HostMatrix into, int cell, double[] statistics) {
    for (int i = 0; i < statistics.length; i++) {
      into.set(i, cell, statistics[i]);
    }
  }
}
