package wassily.io.run;

import java.util.ArrayList;
import java.util.List;

/** Numbers of shards as Slurm's {@code --array} takes them: {@code 0-3,7}. */
public final class ShardNumbers {
  private ShardNumbers() {}

  /**
   * Writes numbers as ranges.
   *
   * @param sorted ascending, each once
   * @return "0-3,7"; "" for none
   */
  public static String text(List<Integer> sorted) {
    var parts = new ArrayList<String>();
    for (int i = 0; i < sorted.size(); ) {
      int first = sorted.get(i);
      int last = first;
      for (i++; i < sorted.size() && sorted.get(i) == last + 1; i++) {
        last++;
      }
      parts.add(first == last ? "" + first : first + "-" + last);
    }
    return String.join(",", parts);
  }
}
