package wassily.account;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import wassily.account.SensitiveCell.Ranking;

/**
 * Keeps the k largest of the cells that several threads show it.
 *
 * <p>The order is total, so the k largest of a set are the same whatever the order in which they
 * come; the threshold only spares cells that k others are larger than already.
 */
final class MostSensitiveCells {
  private final int k;
  private final Ranking ranking;

  /** The smallest on top. */
  private final PriorityQueue<SensitiveCell> kept;

  /** A cell of size 0 has no place. */
  private volatile double threshold = Double.MIN_VALUE;

  MostSensitiveCells(int k, Ranking ranking) {
    this.k = k;
    this.ranking = ranking;
    kept = new PriorityQueue<>(ranking.largestFirst().reversed());
  }

  /** What a cell's size must reach; as large as the smallest is enough, because of the ties. */
  double threshold() {
    return threshold;
  }

  synchronized void add(SensitiveCell cell) {
    if (!(ranking.size(cell) >= threshold)) {
      return;
    }
    kept.add(cell);
    if (kept.size() > k) {
      kept.poll();
    }
    if (kept.size() == k) {
      threshold = ranking.size(kept.peek());
    }
  }

  /** Largest first. */
  synchronized List<SensitiveCell> sorted() {
    var all = new ArrayList<>(kept);
    all.sort(ranking.largestFirst());
    return all;
  }
}
