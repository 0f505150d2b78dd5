package wassily.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;

/** Parts of levers in the variance over draws as text: a line for each number and lever. */
final class ContributionText {
  private static final String AXIS = "contribution";

  private ContributionText() {}

  static boolean isOf(ResultArray a) {
    return at(a) > 0;
  }

  /** Levers stand right before their figures. */
  private static int at(ResultArray a) {
    return IntStream.range(0, a.axes().size())
        .filter(i -> a.axes().get(i).name().equals(AXIS))
        .findFirst()
        .orElse(-1);
  }

  /** The first numbers in the order of the array, each with all its levers. */
  static void print(PrintWriter out, ResultArray a, TopArgs top) throws IOException {
    int at = at(a);
    List<String> levers = a.axes().get(at - 1).labels();
    List<ResultAxis> outer = a.axes().subList(0, at - 1);
    List<ResultAxis> inner = a.axes().subList(at + 1, a.axes().size());
    var named = new ArrayList<>(outer);
    named.addAll(inner);
    int cells = size(inner);
    int numbers = size(outer) * cells;
    var header = new ArrayList<>(named.stream().map(ResultAxis::name).toList());
    header.addAll(List.of("lever", "first order", "interval", "total", "interval"));
    var text = new TextTable(named.size() + 1, header.toArray(String[]::new));
    int shown = top.of(numbers);
    try (var arena = Arena.ofConfined()) {
      var shape = a.values().shape();
      var read = HostMatrix.allocate(arena, shape.rows(), shape.columns());
      a.values().read(0, read);
      int figures = a.axes().get(at).labels().size();
      var by = read.reshape(shape.elements() / cells, cells);
      for (int i = 0; i < shown; i++) {
        for (int l = 0; l < levers.size(); l++) {
          long first = ((long) (i / cells) * levers.size() + l) * figures;
          int cell = i % cells;
          List<String> row = ResultAxis.labels(named, i);
          row.add(levers.get(l));
          for (long figure = first; figure < first + figures; figure += 3) {
            row.add(share(by.get(figure, cell)));
            row.add(share(by.get(figure + 1, cell)) + " … " + share(by.get(figure + 2, cell)));
          }
          text.add(row.toArray(String[]::new));
        }
      }
    }
    text.print(out);
    if (numbers > shown) {
      out.println("  … and %,d more (--top 0 prints all)".formatted(numbers - shown));
    }
  }

  private static int size(List<ResultAxis> axes) {
    return axes.stream().mapToInt(x -> x.labels().size()).reduce(1, Math::multiplyExact);
  }

  private static String share(double v) {
    return "%.4f".formatted(v);
  }
}
