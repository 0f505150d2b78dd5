package wassily.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The changed systems that were used last: scenarios of many batches may share one. What is made
 * again has the same bits.
 */
final class ChangeCache implements AutoCloseable {
  /**
   * At most so many are kept: a change of rank 42 at n = 13,146 takes 4.8 MB for each layout. Of
   * larger ones fewer are, see {@link SweepMemory#keptChanges}.
   */
  static final int MOST = 32;

  /**
   * Up to so many rows of A in all changes together, columns of L are solved for once: twice the
   * sectors of a common table, and more.
   */
  static final int MOST_ROWS = 256;

  private final SweepModel model;
  private final ChangeMaker maker;
  private final Map<Integer, ChangedSystem> known = new LinkedHashMap<>(MOST, 0.75f, true);
  private final Map<Integer, ScenarioFailure> failed = new LinkedHashMap<>();
  private final int most;
  private boolean prepared;

  ChangeCache(SweepModel model, ChangeMaker maker) {
    this.model = model;
    this.maker = maker;
    this.most = SweepMemory.keptChanges(model);
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
        CoefficientState.CoefficientChange delta = model.change(change);
        found = delta.isNone() ? new ChangedSystem.None(delta.absorbed()) : maker.make(delta);
      } catch (ScenarioFailure e) {
        failed.put(change, e);
        throw e;
      }
      known.put(change, found);
      while (known.size() > most) {
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
    if (model.changedRows().length <= MOST_ROWS) {
      maker.prepare(model.changedRows());
    }
  }

  @Override
  public void close() {
    known.values().forEach(ChangedSystem::close);
    known.clear();
    maker.close();
  }
}
