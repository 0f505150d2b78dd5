package wassily.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import wassily.result.ResultAxis;
import wassily.scenario.SobolAnalysis;
import wassily.scenario.SobolIndices;
import wassily.scenario.SobolIndices.Estimate;

/** Sobol indices as text: of each response the values that vary most, variables by importance. */
final class SobolText {
  private SobolText() {}

  static void print(PrintWriter out, SobolAnalysis a, double confidence, TopArgs top) {
    out.println(
        "%,d samples of %d variables, %,d scenarios; intervals of %s %%"
            .formatted(
                a.design().samples(),
                a.variables().size(),
                a.design().rows(),
                TextTable.number(100 * confidence)));
    for (SobolAnalysis.OfResponse r : a.responses()) {
      out.println();
      out.println(r.name() + (r.unit().isEmpty() ? "" : " [" + r.unit() + "]"));
      response(out, a.variables(), r, top);
    }
    out.flush();
  }

  private static void response(
      PrintWriter out, List<String> variables, SobolAnalysis.OfResponse r, TopArgs top) {
    List<Integer> cells =
        IntStream.range(0, r.cells().size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer c) -> r.cells().get(c).sd()).reversed())
            .limit(top.of(r.cells().size()))
            .toList();
    var header = new ArrayList<>(r.axes().stream().map(ResultAxis::name).toList());
    header.addAll(List.of("variable", "first order", "interval", "total", "interval"));
    var text = new TextTable(r.axes().size() + 1, header.toArray(String[]::new));
    for (int c : cells) {
      SobolIndices cell = r.cells().get(c);
      List<String> labels = r.labels(c);
      if (cell.constant()) {
        add(text, labels, "(constant)", "", "", "", "");
        continue;
      }
      List<Integer> order =
          IntStream.range(0, variables.size())
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer i) -> cell.total().get(i).value()).reversed())
              .toList();
      for (int i : order) {
        Estimate first = cell.first().get(i);
        Estimate total = cell.total().get(i);
        add(
            text,
            labels,
            variables.get(i),
            share(first.value()),
            interval(first),
            share(total.value()),
            interval(total));
      }
      add(text, labels, "(interactions)", share(cell.interactions()), "", "", "");
    }
    text.print(out);
    if (cells.size() < r.cells().size()) {
      out.println(
          "  … and %,d values that vary less (--top 0 prints all)"
              .formatted(r.cells().size() - cells.size()));
    }
  }

  private static void add(TextTable text, List<String> labels, String... cells) {
    var row = new ArrayList<>(labels);
    row.addAll(List.of(cells));
    text.add(row.toArray(String[]::new));
  }

  private static String interval(Estimate e) {
    return share(e.low()) + " … " + share(e.high());
  }

  private static String share(double v) {
    return "%.4f".formatted(v);
  }
}
