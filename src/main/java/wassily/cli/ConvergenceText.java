package wassily.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.scenario.ResponseConvergence;

/** Convergence as text: of the largest means a line for each number of draws. */
final class ConvergenceText {
  private ConvergenceText() {}

  static void print(PrintWriter out, ResponseConvergence of, TopArgs top) throws IOException {
    ResultArray a = of.array();
    List<String> counts = a.axes().get(0).labels();
    int figures = a.axes().get(1).labels().size();
    List<ResultAxis> axes = a.axes().subList(2, a.axes().size());
    out.println(
        a.name() + ": " + a.description() + (a.unit().isEmpty() ? "" : " [" + a.unit() + "]"));
    if (of.failed() > 0) {
      out.println(
          "  %,d %s failed and are left out".formatted(of.failed(), a.axes().get(0).name()));
    }
    var header = new ArrayList<>(axes.stream().map(ResultAxis::name).toList());
    header.addAll(
        List.of(
            a.axes().get(0).name(),
            "mean",
            "interval",
            "sd",
            "interval",
            "low",
            "interval",
            "high",
            "interval"));
    var text = new TextTable(axes.size(), header.toArray(String[]::new));
    var shape = a.values().shape();
    int cells = Math.toIntExact(shape.elements() / figures / counts.size());
    try (var arena = Arena.ofConfined()) {
      var read = HostMatrix.allocate(arena, shape.rows(), shape.columns());
      a.values().read(0, read);
      var by = read.reshape((long) figures * counts.size(), cells);
      int last = (counts.size() - 1) * figures;
      List<Integer> order =
          IntStream.range(0, cells)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer c) -> -Math.abs(by.get(last, c))))
              .limit(top.of(cells))
              .toList();
      for (int c : order) {
        for (int p = 0; p < counts.size(); p++) {
          List<String> row = ResultAxis.labels(axes, c);
          row.add("%,d".formatted(Integer.parseInt(counts.get(p))));
          for (int f = p * figures; f < (p + 1) * figures; f += 3) {
            row.add(TextTable.number(by.get(f, c)));
            row.add(end(by.get(f + 1, c)) + " … " + end(by.get(f + 2, c)));
          }
          text.add(row.toArray(String[]::new));
        }
      }
      text.print(out);
      if (cells > order.size()) {
        out.println("  … and %,d more (--top 0 prints all)".formatted(cells - order.size()));
      }
    }
  }

  /** What so few draws cannot tell is left open. */
  private static String end(double value) {
    return Double.isNaN(value) ? "open" : TextTable.number(value);
  }
}
