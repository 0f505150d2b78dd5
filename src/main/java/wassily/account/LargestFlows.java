package wassily.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the k largest of the flows that are shown to it; ties go by row, then column. */
final class LargestFlows {
  /** NaN is larger than all, so that it is seen. */
  static final Comparator<EmbodiedFlow> LARGEST_FIRST =
      Comparator.<EmbodiedFlow>comparingDouble(f -> Math.abs(f.value()))
          .reversed()
          .thenComparingInt(EmbodiedFlow::emitter)
          .thenComparingInt(EmbodiedFlow::product);

  private final int k;

  /** The smallest on top. */
  private final PriorityQueue<EmbodiedFlow> kept = new PriorityQueue<>(LARGEST_FIRST.reversed());

  LargestFlows(int k) {
    this.k = k;
  }

  void add(EmbodiedFlow flow) {
    kept.add(flow);
    if (kept.size() > k) {
      kept.poll();
    }
  }

  /**
   * What a flow must reach at least to have a place; a flow of 0 is none. As large as the smallest
   * is enough, because of the ties.
   */
  double threshold() {
    if (kept.size() < k) {
      return Double.MIN_VALUE;
    }
    double smallest = Math.abs(kept.peek().value());
    return Double.isNaN(smallest) ? Double.POSITIVE_INFINITY : smallest;
  }

  /** The flows, largest first. */
  List<EmbodiedFlow> sorted() {
    var all = new ArrayList<>(kept);
    all.sort(LARGEST_FIRST);
    return all;
  }
}
