package wassily.io.run;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.result.ResultAxis;
import wassily.scenario.BatchResult;
import wassily.scenario.BatchSummary;
import wassily.scenario.Plan;
import wassily.scenario.ResponseShape;

/**
 * What is kept of a batch of a plan: of each response either the rows of its distinct scenarios, or
 * the one {@link BatchSummary} of all of them.
 *
 * <p>Rows are kept for {@code keep: all}, and for {@code keep: summary} as long as quantiles are to
 * be exact.
 */
final class Kept {
  private final Plan plan;
  private final long exactUpTo;

  /** Distinct scenario → how many rows of the design it stands for. */
  private final long[] weights;

  /**
   * What is kept of a plan.
   *
   * @param plan the plan
   * @param exactUpTo values of a response up to which a summary keeps rows
   */
  Kept(Plan plan, long exactUpTo) {
    this.plan = plan;
    this.exactUpTo = exactUpTo;
    weights = new long[plan.distinct()];
    for (int d : plan.distinctOf()) {
      weights[d]++;
    }
  }

  Plan plan() {
    return plan;
  }

  /** Whether the scenarios themselves are kept. */
  boolean rows(ResponseShape response) {
    return plan.keep().all() || (long) plan.distinct() * response.cells() <= exactUpTo;
  }

  /** How many distinct scenarios a batch has. */
  int scenarios(int batch) {
    return Math.min(plan.batchSize(), plan.distinct() - batch * plan.batchSize());
  }

  /** How many entries along the first axis a batch makes: its scenarios, or 1. */
  int entries(ResponseShape response, int batch) {
    return rows(response) ? scenarios(batch) : 1;
  }

  /** The axes of one entry. */
  List<ResultAxis> axes(ResponseShape response) {
    return rows(response)
        ? response.axes()
        : List.of(
            numbered("cell of " + response.name(), 0, response.cells()),
            numbered("figure", 0, BatchSummary.columns(plan.batchSize())));
  }

  /** How many numbers one entry has. */
  long entryCells(ResponseShape response) {
    return rows(response)
        ? response.cells()
        : (long) response.cells() * BatchSummary.columns(plan.batchSize());
  }

  /** All axes of what a shard keeps. */
  List<ResultAxis> axes(ResponseShape response, int firstBatch, int endBatch) {
    var axes = new ArrayList<ResultAxis>();
    axes.add(
        rows(response)
            ? numbered("distinct", firstScenario(firstBatch), firstScenario(endBatch))
            : numbered("batch", firstBatch, endBatch));
    axes.addAll(axes(response));
    return axes;
  }

  /** The first distinct scenario of a batch; of the one behind the last, all of them. */
  int firstScenario(int batch) {
    return (int) Math.min(plan.distinct(), (long) batch * plan.batchSize());
  }

  static ResultAxis numbered(String name, int from, int to) {
    return new ResultAxis(name, IntStream.range(from, to).mapToObj(Integer::toString).toList());
  }

  /**
   * What is kept of a batch.
   *
   * @param result the batch
   * @param arena decides how long summaries live
   * @return a matrix for each response, {@link #entries} × {@link #entryCells} numbers in all
   */
  List<HostMatrix> of(BatchResult result, Arena arena) {
    int scenarios = scenarios(result.batch());
    if (result.first() != firstScenario(result.batch())
        || result.values().size() != plan.responses().size()) {
      throw new IllegalStateException(
          "batch %d begins with scenario %d and has %d responses, the plan says %d and %d"
              .formatted(
                  result.batch(),
                  result.first(),
                  result.values().size(),
                  firstScenario(result.batch()),
                  plan.responses().size()));
    }
    long[] weight = weights(result);
    var kept = new ArrayList<HostMatrix>();
    for (int r = 0; r < plan.responses().size(); r++) {
      ResponseShape response = plan.responses().get(r);
      HostMatrix values = result.values().get(r);
      if (values.rows() != scenarios || values.columns() != response.cells()) {
        throw new IllegalStateException(
            "%s of batch %d is %s, the plan says %d × %d"
                .formatted(
                    response.name(), result.batch(), values.shape(), scenarios, response.cells()));
      }
      kept.add(rows(response) ? values : BatchSummary.of(values, weight, plan.batchSize(), arena));
    }
    return kept;
  }

  private long[] weights(BatchResult result) {
    long[] weight =
        Arrays.copyOfRange(weights, result.first(), result.first() + scenarios(result.batch()));
    for (BatchResult.Failure f : result.failures()) {
      weight[f.distinct() - result.first()] = 0;
    }
    return weight;
  }

  /** Distinct scenario → how many rows of the design it stands for, 0 for failed ones. */
  long[] weights(List<BatchResult.Failure> failures) {
    long[] all = weights.clone();
    failures.forEach(f -> all[f.distinct()] = 0);
    return all;
  }
}
