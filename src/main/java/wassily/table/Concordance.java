package wassily.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wassily.label.Axis;

/**
 * Which group every label of an axis goes to: 153 sectors to 49, countries to world regions.
 *
 * <p>Every label of the axis stands exactly once on the left; groups are ordered as they first
 * appear.
 *
 * @param origin where it comes from, for messages: "agg_153_to_49.csv"
 * @param pairs label → group, in order
 */
public record Concordance(String origin, List<Pair> pairs) {

  /**
   * One line of a concordance.
   *
   * @param from a label of the axis
   * @param to the group that it goes to
   */
  public record Pair(String from, String to) {}

  /** Copies the pairs. */
  public Concordance {
    pairs = List.copyOf(pairs);
  }

  /**
   * The groups of an axis under this concordance.
   *
   * @param names the groups' names, in order of first appearance
   * @param of the group's number for every label of the axis
   */
  record Groups(List<String> names, int[] of) {
    /** Every label is a group of its own. */
    static Groups identity(Axis<?> axis) {
      var of = new int[axis.size()];
      Arrays.setAll(of, i -> i);
      return new Groups(axis.texts(), of);
    }

    int size() {
      return names.size();
    }

    /** The labels that go to a group. */
    List<Integer> members(int group) {
      var members = new ArrayList<Integer>();
      for (int i = 0; i < of.length; i++) {
        if (of[i] == group) {
          members.add(i);
        }
      }
      return members;
    }
  }

  /**
   * Applies the concordance to an axis.
   *
   * @throws BadDataException when a label of the axis is missing, unknown or mapped twice, or a
   *     group has a blank name
   */
  Groups on(Axis<?> axis) {
    Map<String, Integer> number = new LinkedHashMap<>();
    Map<String, Integer> line = new HashMap<>();
    var of = new int[axis.size()];
    Arrays.fill(of, -1);
    for (int k = 0; k < pairs.size(); k++) {
      Pair p = pairs.get(k);
      Integer before = line.put(p.from(), k + 1);
      if (before != null) {
        throw bad(
            "maps %s \"%s\" twice, in pairs %d and %d; keep one"
                .formatted(axis.name(), p.from(), before, k + 1));
      }
      int at =
          axis.find(p.from())
              .orElseThrow(
                  () ->
                      bad(
                          "maps \"%s\", which is no %s of the table; its first is \"%s\""
                              .formatted(p.from(), axis.name(), axis.get(0).label())));
      if (p.to().isBlank()) {
        throw bad("maps %s \"%s\" to a blank name".formatted(axis.name(), p.from()));
      }
      of[at] = number.computeIfAbsent(p.to(), t -> number.size());
    }
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < of.length; i++) {
      if (of[i] < 0) {
        missing.add("\"" + axis.get(i).label() + "\"");
      }
    }
    if (!missing.isEmpty()) {
      throw bad(
          "does not map %d of %d labels (%s): %s%s; add them"
              .formatted(
                  missing.size(),
                  of.length,
                  axis.name(),
                  String.join(", ", missing.subList(0, Math.min(5, missing.size()))),
                  missing.size() > 5 ? ", …" : ""));
    }
    return new Groups(List.copyOf(number.keySet()), of);
  }

  private BadDataException bad(String what) {
    return new BadDataException("concordance %s %s".formatted(origin, what));
  }
}
