package wassily.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;

/** Statistics over draws as text: a line for each number, with its intervals. */
final class DrawsText {
  private static final String AXIS = "over_draws";

  /** 1.96 standard errors on each side hold the mean in 95 of 100 samples. */
  private static final double WIDTH = 1.96;

  private DrawsText() {}

  static boolean isOverDraws(ResultArray a) {
    return a.axes().stream().anyMatch(axis -> axis.name().equals(AXIS));
  }

  /** The largest means, each with its 95 % interval, the spread and the outer quantiles. */
  static void print(PrintWriter out, ResultArray a, TopArgs top) throws IOException {
    int at =
        IntStream.range(0, a.axes().size()).filter(i -> isAxis(a, i)).findFirst().orElseThrow();
    List<String> labels = a.axes().get(at).labels();
    double[] values = values(a);
    int inner = size(a.axes().subList(at + 1, a.axes().size()));
    int outer = size(a.axes().subList(0, at));
    int mean = labels.indexOf("mean");
    var lines = new ArrayList<int[]>();
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        lines.add(new int[] {o, i});
      }
    }
    lines.sort(
        Comparator.comparingDouble(
            l -> -Math.abs(values[(l[0] * labels.size() + mean) * inner + l[1]])));
    var header = new ArrayList<String>();
    for (int d = 0; d < a.axes().size(); d++) {
      if (d != at) {
        header.add(a.axes().get(d).name());
      }
    }
    int named = header.size();
    List<String> quantiles = labels.stream().filter(l -> l.startsWith("q")).toList();
    header.addAll(List.of("mean", "± 95 %", "sd", "cv"));
    if (!quantiles.isEmpty()) {
      header.add(quantiles.getFirst());
      header.add(quantiles.getLast());
    }
    var text = new TextTable(named, header.toArray(String[]::new));
    int shown = Math.min(lines.size(), top.of(lines.size()));
    for (int[] line : lines.subList(0, shown)) {
      List<String> cells = labels(a, at, line);
      double[] of =
          IntStream.range(0, labels.size())
              .mapToDouble(s -> values[(line[0] * labels.size() + s) * inner + line[1]])
              .toArray();
      cells.add(TextTable.number(of[mean]));
      cells.add(TextTable.number(WIDTH * of[labels.indexOf("se")]));
      cells.add(TextTable.number(of[labels.indexOf("sd")]));
      cells.add(TextTable.number(of[labels.indexOf("cv")]));
      if (!quantiles.isEmpty()) {
        cells.add(TextTable.number(of[labels.indexOf(quantiles.getFirst())]));
        cells.add(TextTable.number(of[labels.indexOf(quantiles.getLast())]));
      }
      text.add(cells.toArray(String[]::new));
    }
    text.print(out);
    if (lines.size() > shown) {
      out.println("  … and %,d more (--top 0 prints all)".formatted(lines.size() - shown));
    }
  }

  private static boolean isAxis(ResultArray a, int axis) {
    return a.axes().get(axis).name().equals(AXIS);
  }

  private static int size(List<ResultAxis> axes) {
    return axes.stream().mapToInt(x -> x.labels().size()).reduce(1, Math::multiplyExact);
  }

  private static double[] values(ResultArray a) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var shape = a.values().shape();
      var all = HostMatrix.allocate(arena, shape.rows(), shape.columns());
      a.values().read(0, all);
      return all.reshape(1, shape.elements()).row(0);
    }
  }

  /** The labels of a line on the other axes. */
  private static List<String> labels(ResultArray a, int at, int[] line) {
    var labels = new String[a.axes().size()];
    int rest = line[1];
    for (int d = a.axes().size() - 1; d > at; d--) {
      var axis = a.axes().get(d).labels();
      labels[d] = axis.get(rest % axis.size());
      rest /= axis.size();
    }
    rest = line[0];
    for (int d = at - 1; d >= 0; d--) {
      var axis = a.axes().get(d).labels();
      labels[d] = axis.get(rest % axis.size());
      rest /= axis.size();
    }
    var kept = new ArrayList<>(Arrays.asList(labels));
    kept.remove(at);
    return kept;
  }
}
