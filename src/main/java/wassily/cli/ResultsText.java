package wassily.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;

/** A result file as text: the list of its arrays, or the largest values of one. */
final class ResultsText {
  private ResultsText() {}

  static void list(PrintWriter out, ResultSet result) {
    out.println(result.title());
    var text = new TextTable(3, "array", "axes", "what it is");
    for (ResultArray a : result.arrays()) {
      text.add(a.name(), axes(a), a.description());
    }
    text.print(out);
    out.println("certificate: " + (result.certificate().passed() ? "passed" : "FAILED"));
    for (var c : result.certificate().checks()) {
      out.println(
          "  %-42s %.3e%s"
              .formatted(
                  c.name(),
                  c.value(),
                  Double.isNaN(c.bound())
                      ? ""
                      : "  bound %.3e%s".formatted(c.bound(), c.passed() ? "" : "  FAILED")));
    }
    out.println("provenance:");
    result.provenance().forEach((k, v) -> out.println("  " + k + ": " + v));
  }

  private static String axes(ResultArray a) {
    return String.join(
        " × ", a.axes().stream().map(x -> x.name() + " " + x.labels().size()).toList());
  }

  private record Value(long row, int column, double value) {}

  /** Prints the values that are largest in size, with their labels. */
  static void array(PrintWriter out, ResultArray a, TopArgs top) throws IOException {
    out.println(
        a.name() + ": " + a.description() + (a.unit().isEmpty() ? "" : " [" + a.unit() + "]"));
    if (DrawsText.isOverDraws(a)) {
      DrawsText.print(out, a, top);
      return;
    }
    if (ContributionText.isOf(a)) {
      ContributionText.print(out, a, top);
      return;
    }
    long all = a.values().shape().elements();
    var largest = largest(a, top.of((int) Math.min(all, Integer.MAX_VALUE)));
    var header = new ArrayList<>(a.axes().stream().map(ResultAxis::name).toList());
    header.add(a.name());
    var text = new TextTable(a.axes().size(), header.toArray(String[]::new));
    for (Value v : largest) {
      List<String> cells = labels(a, v);
      cells.add(TextTable.number(v.value));
      text.add(cells.toArray(String[]::new));
    }
    text.print(out);
    if (all > largest.size()) {
      out.println("  … and %,d more (--top 0 prints all)".formatted(all - largest.size()));
    }
  }

  private static List<Value> largest(ResultArray a, int wanted) throws IOException {
    // Of equal ones the first stands first.
    var bySize =
        Comparator.comparingDouble((Value v) -> Math.abs(v.value))
            .thenComparing(Comparator.comparingLong(Value::row).reversed())
            .thenComparing(Comparator.comparingInt(Value::column).reversed());
    var kept = new PriorityQueue<>(bySize);
    try (var arena = Arena.ofConfined()) {
      var row = HostMatrix.allocate(arena, 1, a.values().shape().columns());
      for (long i = 0; i < a.values().shape().rows(); i++) {
        a.values().read(i, row);
        double[] values = row.row(0);
        for (int j = 0; j < values.length; j++) {
          kept.add(new Value(i, j, values[j]));
          if (kept.size() > wanted) {
            kept.poll();
          }
        }
      }
    }
    return kept.stream().sorted(bySize.reversed()).toList();
  }

  private static List<String> labels(ResultArray a, Value v) {
    var labels = new ArrayList<String>();
    labels.add(a.axes().getLast().labels().get(v.column));
    long rest = v.row;
    for (int i = a.axes().size() - 2; i >= 0; i--) {
      var axis = a.axes().get(i).labels();
      labels.addFirst(axis.get((int) (rest % axis.size())));
      rest /= axis.size();
    }
    return labels;
  }
}
