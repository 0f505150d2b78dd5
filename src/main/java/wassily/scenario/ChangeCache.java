package wassily.scenario;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The changed systems that were used last: scenarios of many batches may share one. What is made
 * again has the same bits.
 */
final class ChangeCache implements AutoCloseable {
  /** A change of rank 42 at n = 13,146 takes 4.8 MB for each layout. */
  private static final int MOST = 32;

  private final SweepModel model;
  private final ChangeMaker maker;
  private final Map<Integer, ChangedSystem> known = new LinkedHashMap<>(MOST, 0.75f, true);
  private final Map<Integer, ScenarioFailure> failed = new LinkedHashMap<>();
  private boolean prepared;

  ChangeCache(SweepModel model, ChangeMaker maker) {
    this.model = model;
    this.maker = maker;
  }

  /**
   * A changed system; it may be closed when others are asked for.
   *
   * @throws ScenarioFailure when there is none
   */
  ChangedSystem get(int change) throws ScenarioFailure {
    ScenarioFailure failure = failed.get(change);
    if (failure != null) {
      throw failure;
    }
    ChangedSystem found = known.get(change);
    if (found == null) {
      prepare();
      try {
        found = maker.make(model.change(change));
      } catch (ScenarioFailure e) {
        failed.put(change, e);
        throw e;
      }
      known.put(change, found);
      while (known.size() > MOST) {
        var oldest = known.entrySet().iterator();
        oldest.next().getValue().close();
        oldest.remove();
      }
    }
    return found;
  }

  /** What all changes share is found once, from all of them: the order of batches is no matter. */
  private void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    var rows = new TreeSet<Integer>();
    for (int change = 1;
        change < model.changeExample().length && rows.size() <= ChangeMaker.MOST_ROWS;
        change++) {
      try {
        Arrays.stream(model.change(change).rows()).forEach(rows::add);
      } catch (ScenarioFailure _) { // told by those who ask for it
        continue;
      }
    }
    if (rows.size() <= ChangeMaker.MOST_ROWS) {
      maker.prepare(rows.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @Override
  public void close() {
    known.values().forEach(ChangedSystem::close);
    known.clear();
  }
}
