package wassily.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import wassily.label.NearestNames;
import wassily.table.BadDataException;

/**
 * Makes the values of all variables in all scenarios: the same bytes for the same sweep file on
 * every machine.
 */
public final class DesignBuilder {
  /** More rows are made only when the caller says so. */
  public static final long LARGE = 1_000_000;

  /** Beside its numbers a row of a Java array takes a header and its place in the outer array. */
  private static final int ROW_OVERHEAD = 24;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private final CsvTable.Reader csv;
  private final boolean allowLarge;

  /**
   * Says how designs are made.
   *
   * @param csv reads lists
   * @param allowLarge whether more than {@value #LARGE} rows are wanted indeed
   */
  public DesignBuilder(CsvTable.Reader csv, boolean allowLarge) {
    this.csv = csv;
    this.allowLarge = allowLarge;
  }

  /**
   * How many scenarios a design has, before anything is made.
   *
   * @param design a grid, a sample or Saltelli's
   * @param drawn how many levers draw
   * @return its rows, {@code Long.MAX_VALUE} when they are more; -1 for a list, which has to be
   *     read
   */
  static long rows(DesignSpec design, int drawn) {
    return switch (design) {
      case DesignSpec.Grid grid ->
          grid.values().values().stream().mapToLong(List::size).reduce(1, DesignBuilder::times);
      case DesignSpec.Sample sample -> sample.rows();
      case DesignSpec.Saltelli s -> times(s.rows(), drawn + s.variables().size() + 2L);
      case DesignSpec.Rows _ -> -1;
      case DesignSpec.Draws draws -> {
        long over = rows(draws.over(), 0);
        yield over < 0 ? -1 : times(draws(draws, drawn), over);
      }
    };
  }

  /** How many draws there are: with contributions those of A, AB_i and B. */
  private static long draws(DesignSpec.Draws draws, int drawn) {
    return draws.contributions() ? times(draws.rows(), drawn + 2L) : draws.rows();
  }

  private static long times(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  /**
   * Makes a sweep's design.
   *
   * @param spec the sweep file
   * @return all values; NaN where a lever is left out
   * @throws BadDataException when there are no rows, too many, columns that no lever uses or that
   *     are missing, cells that are no number, or values that a lever cannot take; with the line
   * @throws IOException when a list cannot be read
   */
  public Design build(SweepSpec spec) throws IOException {
    requireDraws(spec);
    return build(spec, spec.design(), drawn(spec));
  }

  /** The variables that number the draws of each lever. */
  private static List<String> drawn(SweepSpec spec) {
    return spec.levers().stream()
        .filter(l -> l.action() instanceof Action.Perturb)
        .map(l -> Action.Perturb.drawOf(l.name()))
        .toList();
  }

  private static void requireDraws(SweepSpec spec) {
    var perturbs =
        spec.levers().stream().filter(l -> l.action() instanceof Action.Perturb).findFirst();
    boolean draws = spec.design() instanceof DesignSpec.Draws;
    if (perturbs.isPresent() && !draws && !(spec.design() instanceof DesignSpec.Saltelli)) {
      throw perturbs
          .get()
          .where()
          .refusal(
              "lever %s draws at random, and the design has no draws; add draws: {rows: 1000, seed: 1}"
                  .formatted(perturbs.get().name()));
    }
    if (draws && perturbs.isEmpty()) {
      throw spec.design()
          .where()
          .refusal("the design has draws, and no lever of kind perturb that they are for");
    }
  }

  private Design build(SweepSpec spec, DesignSpec of, List<String> drawn) throws IOException {
    List<String> used = LeverAmounts.variables(spec.levers());
    return switch (of) {
      case DesignSpec.Draws draws -> {
        Design over = build(spec, draws.over(), List.of());
        List<String> numbers = draws.contributions() ? drawn : List.of(Action.Perturb.DRAW);
        requireSize(
            draws,
            times(draws(draws, drawn.size()), over.scenarios()),
            over.variables().size() + numbers.size());
        yield drawn(draws, numbers, over);
      }
      case DesignSpec.Grid grid -> {
        requireSize(grid, rows(grid, 0), grid.values().size());
        var design = new Design(List.copyOf(grid.values().keySet()), grid(grid));
        yield inRange(spec, design, _ -> grid.where());
      }
      case DesignSpec.Sample sample -> {
        requireSize(sample, sample.rows(), sample.variables().size());
        yield inRange(spec, sample(sample), _ -> sample.where());
      }
      case DesignSpec.Saltelli s -> {
        requireSize(s, rows(s, drawn.size()), drawn.size() + s.variables().size());
        yield inRange(spec, saltelli(s, drawn), _ -> s.where());
      }
      case DesignSpec.Rows list -> {
        CsvTable table = csv.read(list.file(), list.where());
        requireSize(list, table.rows().size(), table.header().size());
        requireColumns(table, used, spec.levers());
        yield inRange(spec, list(table), i -> table.rows().get(i).where());
      }
    };
  }

  /** Every draw with all scenarios, the draw slowest. */
  private static Design drawn(DesignSpec.Draws draws, List<String> numbers, Design over) {
    var variables = new ArrayList<>(numbers);
    variables.addAll(over.variables());
    int samples = Math.toIntExact(draws.rows());
    double[][] drawn =
        draws.contributions()
            ? SaltelliDesign.mixed(new double[samples][0], new double[samples][0], numbers.size())
            : IntStream.range(0, samples).mapToObj(d -> new double[] {d}).toArray(double[][]::new);
    var rows = new double[Math.multiplyExact(drawn.length, over.scenarios())][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = joined(drawn[i / over.scenarios()], over.rows()[i % over.scenarios()]);
    }
    return new Design(variables, rows);
  }

  private static double[] joined(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private void requireSize(DesignSpec design, long rows, int variables) {
    if (rows < 1) {
      throw design.where().refusal("the design has no rows, expected at least one scenario");
    }
    double bytes = (double) rows * (8.0 * variables + ROW_OVERHEAD);
    String size =
        "the design has %s rows (%.3g GB)"
            .formatted(
                rows == Long.MAX_VALUE ? "more than 10¹⁸" : String.format(Locale.ROOT, "%,d", rows),
                bytes / 1e9);
    if (rows > LARGE && !allowLarge) {
      throw design
          .where()
          .refusal(
              "%s, more than %,d; make it smaller, or confirm that you mean it"
                  .formatted(size, LARGE));
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (rows > Integer.MAX_VALUE - 8 || bytes > 0.75 * heap) {
      throw design
          .where()
          .refusal(
              "%s, which does not fit into Java's heap of %.3g GB; make it smaller, or give Java more: -Xmx"
                  .formatted(size, heap / 1e9));
    }
  }

  /** All combinations, the last variable fastest. */
  private static double[][] grid(DesignSpec.Grid grid) {
    var values =
        grid.values().values().stream()
            .map(v -> v.stream().mapToDouble(Double::doubleValue).toArray())
            .toList();
    var rows = new double[Math.toIntExact(rows(grid, 0))][values.size()];
    for (int i = 0; i < rows.length; i++) {
      int rest = i;
      for (int j = values.size() - 1; j >= 0; j--) {
        double[] v = values.get(j);
        rows[i][j] = v[rest % v.length];
        rest /= v.length;
      }
    }
    return rows;
  }

  private static Design sample(DesignSpec.Sample sample) {
    int rows = Math.toIntExact(sample.rows());
    var variables = sample.variables();
    double[][] points = UnitPoints.of(sample.method(), rows, variables.size(), sample.seed());
    distribute(variables, points);
    return new Design(List.copyOf(variables.keySet()), points);
  }

  private static Design saltelli(DesignSpec.Saltelli s, List<String> drawn) {
    SaltelliDesign.requireVariables(s, drawn.size());
    int rows = Math.toIntExact(s.rows());
    double[][][] halves = SaltelliDesign.halves(rows, s.variables().size(), s.seed());
    distribute(s.variables(), halves[0]);
    distribute(s.variables(), halves[1]);
    var variables = new ArrayList<>(drawn);
    variables.addAll(s.variables().keySet());
    return new Design(variables, SaltelliDesign.mixed(halves[0], halves[1], drawn.size()));
  }

  /** Points of the unit cube become values of the variables. */
  private static void distribute(
      SequencedMap<String, DesignSpec.Distribution> variables, double[][] points) {
    var distributions = List.copyOf(variables.values());
    for (double[] point : points) {
      for (int j = 0; j < point.length; j++) {
        point[j] = Quantiles.of(distributions.get(j), point[j]);
      }
    }
  }

  private static void requireColumns(CsvTable table, List<String> used, List<Lever> levers) {
    var header = new Where(table.file(), 1);
    for (String column : table.header()) {
      if (!used.contains(column)) {
        throw header.refusal(
            "no lever uses the column \"%s\"%s".formatted(column, NearestNames.hint(column, used)));
      }
    }
    for (String variable : used) {
      if (!table.header().contains(variable)) {
        Lever lever =
            levers.stream()
                .filter(l -> LeverAmounts.of(l).stream().anyMatch(use -> use.is(variable)))
                .findFirst()
                .orElseThrow();
        throw header.refusal(
            "no column \"%s\", which lever %s uses (%s)%s"
                .formatted(
                    variable,
                    lever.name(),
                    lever.where(),
                    NearestNames.hint(variable, table.header())));
      }
    }
  }

  private static Design list(CsvTable table) {
    var rows = new double[table.rows().size()][table.header().size()];
    for (int i = 0; i < rows.length; i++) {
      CsvTable.Row row = table.rows().get(i);
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = cell(row, j, table.header().get(j));
      }
    }
    return new Design(table.header(), rows);
  }

  private static double cell(CsvTable.Row row, int column, String variable) {
    String text = row.cells().get(column);
    if (text.isEmpty() || text.equalsIgnoreCase("off")) {
      return Double.NaN;
    }
    double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw row.where()
          .refusal(
              "%s is \"%s\", expected a finite number, or off to leave its levers out"
                  .formatted(variable, text));
    }
    return value;
  }

  /** Refuses values that a lever cannot take; the first, and how many there are. */
  private static Design inRange(SweepSpec spec, Design design, IntFunction<Where> where) {
    var checked = new ArrayList<LeverAmounts.Use>();
    spec.levers().forEach(lever -> checked.addAll(LeverAmounts.of(lever)));
    for (LeverAmounts.Use use : checked) {
      if (use.amount() instanceof Amount.Variable v) {
        requireRange(use, v.name(), design, where);
      }
    }
    return design;
  }

  private static void requireRange(
      LeverAmounts.Use use, String variable, Design design, IntFunction<Where> where) {
    int column = design.variables().indexOf(variable);
    if (column < 0) {
      throw use.lever()
          .where()
          .refusal(
              "the design gives $%s no values%s"
                  .formatted(variable, NearestNames.hint(variable, design.variables())));
    }
    int first = -1;
    int count = 0;
    for (int i = 0; i < design.scenarios(); i++) {
      double value = design.rows()[i][column];
      if (!Double.isNaN(value) && !use.range().holds(value)) {
        first = count++ == 0 ? i : first;
      }
    }
    if (count > 0) {
      throw where
          .apply(first)
          .refusal(
              "%s is %s in scenario %d%s; lever %s needs a %s of %s"
                  .formatted(
                      variable,
                      design.rows()[first][column],
                      first,
                      count == 1 ? "" : " and out of range in %,d more".formatted(count - 1),
                      use.lever().name(),
                      use.key(),
                      use.range().text()));
    }
  }
}
