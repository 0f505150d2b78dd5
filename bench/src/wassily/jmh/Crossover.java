package wassily.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;

/** From which rank on a factorization is as fast as an update by Woodbury's identity. */
final class Crossover {
  private Crossover() {}

  /** A line for each order and way of updating that were measured beside the factorization. */
  static List<String> of(Collection<RunResult> results) {
    var refactorized = new TreeMap<Integer, Double>();
    var updated = new TreeMap<String, TreeMap<Double, Double>>();
    for (RunResult r : results) {
      String name = r.getParams().getBenchmark();
      double median = r.getPrimaryResult().getStatistics().getPercentile(50);
      if (name.endsWith(".refactorization")) {
        refactorized.put(Integer.parseInt(r.getParams().getParam("n")), median);
      } else if (name.endsWith(".woodbury")) {
        updated
            .computeIfAbsent(
                "%06d %s"
                    .formatted(
                        Integer.parseInt(r.getParams().getParam("n")),
                        r.getParams().getParam("how")),
                _ -> new TreeMap<>())
            .put(Double.parseDouble(r.getParams().getParam("share")), median);
      }
    }
    var lines = new ArrayList<String>();
    updated.forEach(
        (key, times) -> {
          int n = Integer.parseInt(key.substring(0, 6));
          if (refactorized.containsKey(n)) {
            lines.add(line(n, key.substring(7), times, refactorized.get(n)));
          }
        });
    return lines;
  }

  static String line(int n, String how, TreeMap<Double, Double> times, double refactorized) {
    double before = Double.NaN;
    double timeBefore = Double.NaN;
    for (var e : times.entrySet()) {
      if (e.getValue() >= refactorized) {
        double share =
            Double.isNaN(before)
                ? e.getKey()
                : before
                    + (e.getKey() - before)
                        * (refactorized - timeBefore)
                        / (e.getValue() - timeBefore);
        return "crossover, n = %,d, %s: rank %.0f, %.2f n (a factorization takes %.4g ms)"
            .formatted(n, how, share * n, share, refactorized);
      }
      before = e.getKey();
      timeBefore = e.getValue();
    }
    return "crossover, n = %,d, %s: none up to rank %.0f, %.4g ms (a factorization takes %.4g ms)"
        .formatted(n, how, times.lastKey() * n, times.lastEntry().getValue(), refactorized);
  }
}
