package wassily.scenario;

import java.util.List;
import wassily.label.Axis;
import wassily.label.Stressor;

/**
 * All that decides the content of a sweep's result: who computes which batch does not.
 *
 * <p>Distinct scenarios are numbered in the order of their first appearance in the design; a batch
 * is {@code batchSize} consecutive ones (the last is padded while it is computed), a shard is
 * consecutive batches. The same plan gives the same bytes, however sharded or interrupted.
 *
 * @param title of the sweep
 * @param tableSha256 of the table file
 * @param specSha256 of the sweep file and of every file that it names
 * @param design the values of the variables, of all scenarios
 * @param distinctOf scenario → distinct scenario
 * @param distinct how many distinct scenarios there are
 * @param batchSize distinct scenarios in a batch
 * @param shards how many shards
 * @param stressors the stressors that are followed
 * @param responses what is kept of each scenario
 * @param keep all scenarios, or a summary
 * @param verify scenarios that are recomputed from scratch
 * @param device what it was planned for
 * @param classes the paths, for people
 * @param bytes device memory that a batch needs, the factors included
 * @param draws how drawn tables are solved
 */
public record Plan(
    String title,
    String tableSha256,
    String specSha256,
    Design design,
    int[] distinctOf,
    int distinct,
    int batchSize,
    int shards,
    Axis<Stressor> stressors,
    List<ResponseShape> responses,
    SweepSpec.Keep keep,
    List<Integer> verify,
    Device device,
    List<PathClass> classes,
    long bytes,
    DrawPath draws) {
  /**
   * A plan without drawn tables.
   *
   * @param title of the sweep
   * @param tableSha256 of the table file
   * @param specSha256 of the sweep file and of every file that it names
   * @param design the values of the variables, of all scenarios
   * @param distinctOf scenario → distinct scenario
   * @param distinct how many distinct scenarios there are
   * @param batchSize distinct scenarios in a batch
   * @param shards how many shards
   * @param stressors the stressors that are followed
   * @param responses what is kept of each scenario
   * @param keep all scenarios, or a summary
   * @param verify scenarios that are recomputed from scratch
   * @param device what it was planned for
   * @param classes the paths, for people
   * @param bytes device memory that a batch needs, the factors included
   */
  public Plan(
      String title,
      String tableSha256,
      String specSha256,
      Design design,
      int[] distinctOf,
      int distinct,
      int batchSize,
      int shards,
      Axis<Stressor> stressors,
      List<ResponseShape> responses,
      SweepSpec.Keep keep,
      List<Integer> verify,
      Device device,
      List<PathClass> classes,
      long bytes) {
    this(
        title,
        tableSha256,
        specSha256,
        design,
        distinctOf,
        distinct,
        batchSize,
        shards,
        stressors,
        responses,
        keep,
        verify,
        device,
        classes,
        bytes,
        DrawPath.NONE);
  }

  /** Copies lists and refuses numbers that do not fit together. */
  public Plan {
    responses = List.copyOf(responses);
    verify = List.copyOf(verify);
    classes = List.copyOf(classes);
    if (distinctOf.length != design.scenarios() || batchSize < 1 || shards < 1) {
      throw new IllegalArgumentException(
          "a plan of %d scenarios for a design of %d, batches of %d in %d shards"
              .formatted(distinctOf.length, design.scenarios(), batchSize, shards));
    }
  }

  /**
   * What the sweep runs on. Another kind gives other last bits and is recorded.
   *
   * @param backend "cpu" or "cuda"
   * @param name the device
   * @param library its libraries
   * @param threads threads of the library
   * @param factorization the pivoting path
   */
  public record Device(
      String backend, String name, String library, int threads, String factorization) {}

  /**
   * How many batches there are.
   *
   * @return ⌈distinct / batchSize⌉
   */
  public int batches() {
    return Math.ceilDiv(distinct, batchSize);
  }

  /**
   * The first batch of a shard; shard i ends where i + 1 begins.
   *
   * @param shard 0 to shards
   * @return a batch number
   */
  public int firstBatch(int shard) {
    return Math.toIntExact((long) batches() * shard / shards);
  }
}
