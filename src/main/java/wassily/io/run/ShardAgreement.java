package wassily.io.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import wassily.linalg.HostMatrix;
import wassily.result.Certificate;
import wassily.result.Certificate.Check;
import wassily.result.ResultArray;
import wassily.scenario.Plan;

/**
 * Whether shards belong together: on one kind of device their certificates and baselines are equal
 * to the last bit. Those of another kind are told, and the worst figure of all counts.
 */
final class ShardAgreement {
  private final Plan.Device planned;
  private final Map<Integer, ShardFile> shards;

  /**
   * Shards of one plan.
   *
   * @param planned what the plan was made for
   * @param shards by number
   */
  ShardAgreement(Plan.Device planned, Map<Integer, ShardFile> shards) {
    this.planned = planned;
    this.shards = new TreeMap<>(shards);
  }

  /** The shard whose baseline is kept: the first on the planned kind of device, else the first. */
  int reference() {
    return shards.entrySet().stream()
        .filter(e -> e.getValue().device().equals(planned))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> shards.keySet().iterator().next());
  }

  /** Device → its shards, for those that were not planned for. */
  Map<String, List<Integer>> elsewhere() {
    var found = new TreeMap<String, List<Integer>>();
    shards.forEach(
        (shard, file) -> {
          if (!file.device().equals(planned)) {
            found
                .computeIfAbsent(
                    "%s, %s, %s, %d threads, %s"
                        .formatted(
                            file.device().backend(),
                            file.device().name(),
                            file.device().library(),
                            file.device().threads(),
                            file.device().factorization()),
                    _ -> new ArrayList<>())
                .add(shard);
          }
        });
    return found;
  }

  /** Refuses shards of one kind of device that differ in what is the same for all. */
  void require(ShardReaders readers) throws IOException {
    ShardFile first = null;
    int number = -1;
    for (var e : shards.entrySet()) {
      if (!e.getValue().device().equals(shards.get(reference()).device())) {
        continue;
      }
      if (first == null) {
        first = e.getValue();
        number = e.getKey();
      } else if (!first.certificate().equals(e.getValue().certificate())
          || !sameBaseline(readers, number, e.getKey())) {
        throw new IncompleteRunException(
            "shards %d and %d do not agree on the baseline; delete the wrong one (%s or %s) and run it again"
                .formatted(number, e.getKey(), first.path(), e.getValue().path()),
            List.of(number, e.getKey()));
      }
    }
  }

  /** Checksums of shards are right by now, so equal texts mean equal numbers. */
  private static boolean sameBaseline(ShardReaders readers, int a, int b) throws IOException {
    List<ResultArray> left = baseline(readers, a);
    List<ResultArray> right = baseline(readers, b);
    if (left.size() != right.size()) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < left.size(); i++) {
        var x = left.get(i);
        var y = right.get(i);
        if (!x.name().equals(y.name())
            || !x.axes().equals(y.axes())
            || read(x, arena).mismatch(read(y, arena)) >= 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static java.lang.foreign.MemorySegment read(ResultArray a, Arena arena)
      throws IOException {
    var all = HostMatrix.allocate(arena, a.values().shape().rows(), a.values().shape().columns());
    a.values().read(0, all);
    return all.segment();
  }

  /** The arrays of the baseline that a shard keeps. */
  static List<ResultArray> baseline(ShardReaders readers, int shard) throws IOException {
    return readers.arrays(shard).stream()
        .filter(a -> a.name().startsWith(ShardFile.BASELINE))
        .toList();
  }

  /** The certificate of all shards: of each figure the worst. */
  Certificate certificate() {
    var worst = new ArrayList<>(shards.get(reference()).certificate().checks());
    for (ShardFile file : shards.values()) {
      for (Check c : file.certificate().checks()) {
        for (int i = 0; i < worst.size(); i++) {
          Check w = worst.get(i);
          if (w.name().equals(c.name())) {
            worst.set(
                i, new Check(w.name(), Math.max(w.value(), c.value()), w.bound(), w.meaning()));
          }
        }
      }
    }
    return new Certificate(worst);
  }
}
