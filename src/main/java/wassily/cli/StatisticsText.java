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
import wassily.scenario.ResponseStatistics;

/** Statistics of a response as text: a line for each number, the largest means first. */
final class StatisticsText {
  private StatisticsText() {}

  static void print(PrintWriter out, ResponseStatistics statistics, TopArgs top)
      throws IOException {
    ResultArray array = statistics.array();
    List<String> figures = array.axes().getFirst().labels();
    List<ResultAxis> axes = array.axes().subList(1, array.axes().size());
    out.println(
        array.name()
            + ": "
            + array.description()
            + (array.unit().isEmpty() ? "" : " [" + array.unit() + "]"));
    if (statistics.scenarios() > 0) {
      out.println(
          "  %,d %s%s"
              .formatted(
                  statistics.scenarios(),
                  switch (statistics.cases()) {
                    case 0 -> "scenarios";
                    case 1 -> "draws";
                    default -> "draws of %,d scenarios together".formatted(statistics.cases());
                  },
                  statistics.failed() > 0
                      ? "; %,d failed and are left out".formatted(statistics.failed())
                      : ""));
    }
    var header = new ArrayList<>(axes.stream().map(ResultAxis::name).toList());
    header.addAll(List.of("mean", "sd", "CV", "std. error", "low", "high"));
    var text = new TextTable(axes.size(), header.toArray(String[]::new));
    var shape = array.values().shape();
    int cells = Math.toIntExact(shape.elements() / figures.size());
    try (var arena = Arena.ofConfined()) {
      var read = HostMatrix.allocate(arena, shape.rows(), shape.columns());
      array.values().read(0, read);
      var by = read.reshape(figures.size(), cells);
      List<Integer> order =
          IntStream.range(0, cells)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer c) -> -Math.abs(by.get(0, c))))
              .limit(top.of(cells))
              .toList();
      for (int c : order) {
        List<String> row = ResultAxis.labels(axes, c);
        row.add(TextTable.number(by.get(0, c)));
        row.add(TextTable.number(by.get(1, c)));
        row.add(TextTable.percent(by.get(2, c), 1));
        row.add(Double.isNaN(by.get(3, c)) ? "" : TextTable.number(by.get(3, c)));
        row.add(TextTable.number(by.get(4, c)));
        row.add(TextTable.number(by.get(5, c)));
        text.add(row.toArray(String[]::new));
      }
      text.print(out);
      if (cells > order.size()) {
        out.println("  … and %,d more (--top 0 prints all)".formatted(cells - order.size()));
      }
    }
  }
}
