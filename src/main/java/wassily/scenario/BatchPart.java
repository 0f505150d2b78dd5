package wassily.scenario;

import java.util.List;
import wassily.linalg.HostMatrix;

/** A part of the work of a batch: a product of all its scenarios, and sums of that product. */
sealed interface BatchPart extends AutoCloseable
    permits AccountPart, ConsumerOutputPart, ConsumerPart, GapPart, OwnFlowsPart, ProducerPart {
  /** Makes the product with the baseline's W. */
  void multiply();

  /**
   * Adds what a change of A does to it.
   *
   * @param run the scenarios that share the change
   */
  void update(Batch.Run run, ChangedSystem change);

  /** Sums the product into the responses, by response. */
  void collect(List<HostMatrix> out);

  /** Gives its memory back. */
  @Override
  void close();
}
