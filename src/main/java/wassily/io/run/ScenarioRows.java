package wassily.io.run;

import java.io.IOException;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.scenario.Plan;
import wassily.scenario.ResponseShape;

/**
 * One response of scenarios, read from the shards when it is asked for: of all rows of the design,
 * or of the distinct ones.
 */
final class ScenarioRows implements MatrixSource {
  private final Kept kept;
  private final ShardReaders shards;
  private final String name;

  /** Row of the result → distinct scenario; null when they are the same. */
  private final int[] distinctOf;

  private final int[] shardOfBatch;
  private final Shape shape;
  private final long rowsOfOne;

  private ScenarioRows(Kept kept, ShardReaders shards, ResponseShape response, int[] distinctOf) {
    Plan plan = kept.plan();
    this.kept = kept;
    this.shards = shards;
    this.name = response.name();
    this.distinctOf = distinctOf;
    shardOfBatch = new int[plan.batches()];
    for (int s = 0; s < plan.shards(); s++) {
      java.util.Arrays.fill(shardOfBatch, plan.firstBatch(s), plan.firstBatch(s + 1), s);
    }
    long columns = response.axes().getLast().labels().size();
    rowsOfOne = response.cells() / columns;
    long scenarios = distinctOf == null ? plan.distinct() : distinctOf.length;
    shape = new Shape(scenarios * rowsOfOne, columns);
  }

  /** All rows of the design. */
  static ScenarioRows ofDesign(Kept kept, ShardReaders shards, ResponseShape response) {
    return new ScenarioRows(kept, shards, response, kept.plan().distinctOf());
  }

  /** The distinct scenarios, each once. */
  static ScenarioRows ofDistinct(Kept kept, ShardReaders shards, ResponseShape response) {
    return new ScenarioRows(kept, shards, response, null);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public String origin() {
    return "the shards: " + name;
  }

  @Override
  public void read(long firstRow, HostMatrix into) throws IOException {
    long end = firstRow + into.rows();
    for (long at = firstRow; at < end; ) {
      long scenario = at / rowsOfOne;
      long within = at % rowsOfOne;
      int distinct = distinct(scenario);
      int shard = shard(distinct);
      // Neighbours in the design are mostly neighbours in a shard: read together.
      long count = 1;
      while ((scenario + count) * rowsOfOne < end
          && distinct(scenario + count) == distinct + count
          && shard((int) (distinct + count)) == shard) {
        count++;
      }
      long to = Math.min(end, (scenario + count) * rowsOfOne);
      int first = kept.firstScenario(kept.plan().firstBatch(shard));
      shards.read(
          shard, name, (distinct - first) * rowsOfOne + within, into.panel(at - firstRow, to - at));
      at = to;
    }
  }

  private int distinct(long scenario) {
    return distinctOf == null ? (int) scenario : distinctOf[(int) scenario];
  }

  private int shard(int distinct) {
    return shardOfBatch[distinct / kept.plan().batchSize()];
  }
}
