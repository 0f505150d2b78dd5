package wassily.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import wassily.label.Axis;
import wassily.label.Label;
import wassily.label.TableAxes;
import wassily.linalg.draw.CellDraws;
import wassily.table.SatelliteAccount;

/**
 * Coefficients of variation from a CSV, by as many labels as it has columns for: of Z {@code
 * supplier_region, supplier_sector, user_region, user_sector}, of Y the first two with {@code
 * consumer, category}, of F {@code stressor, region, sector}; and {@code cv}. Exogenous consumers
 * stand by their names, and with an empty category.
 */
final class SpreadFile {
  /** Pairs of classes; each takes 24 bytes. */
  private static final long MOST = 1L << 25;

  private final TableAxes axes;
  private final SatelliteAccount account;
  private final ActionResolver.Names names;
  private final CsvTable.Reader csv;

  SpreadFile(
      TableAxes axes, SatelliteAccount account, ActionResolver.Names names, CsvTable.Reader csv) {
    this.axes = axes;
    this.account = account;
    this.names = names;
    this.csv = csv;
  }

  /**
   * What a file says.
   *
   * @param rowClass row → class
   * @param columnClass column → class
   * @param classesOfColumns how many classes of columns
   * @param cv [row class · classes of columns + column class], NaN where nobody asks
   */
  record Classes(
      IntUnaryOperator rowClass, IntUnaryOperator columnClass, int classesOfColumns, double[] cv) {}

  /** What a text in a column of labels names. */
  private interface Named {
    int of(CsvTable.Row row, String text);
  }

  /**
   * A label of rows or of columns that the file may tell apart.
   *
   * @param size how many labels there are
   */
  private record Dimension(String column, int size, Named named, IntUnaryOperator of) {
    static Dimension of(
        String column,
        Axis<? extends Label> axis,
        Function<Choice, int[]> otherwise,
        IntUnaryOperator of) {
      return new Dimension(
          column,
          axis.size(),
          (row, text) -> new CsvLabels(row).one(column, text, axis, otherwise),
          of);
    }
  }

  /** Labels in the file for one side of the matrix. */
  private record Side(Dimension[] known, int[] at) {
    int classes() {
      int count = 1;
      for (int d = 0; d < known.length; d++) {
        count = Math.multiplyExact(count, at[d] < 0 ? 1 : known[d].size());
      }
      return count;
    }

    int classOf(int position) {
      int c = 0;
      for (int d = 0; d < known.length; d++) {
        if (at[d] >= 0) {
          c = c * known[d].size() + known[d].of().applyAsInt(position);
        }
      }
      return c;
    }

    int classOf(CsvTable.Row row) {
      int c = 0;
      for (int d = 0; d < known.length; d++) {
        if (at[d] >= 0) {
          c = c * known[d].size() + known[d].named().of(row, row.cells().get(at[d]));
        }
      }
      return c;
    }

    boolean tellsApart() {
      return Arrays.stream(at).anyMatch(a -> a >= 0);
    }
  }

  Classes read(Lever lever, Action.Perturb a, Path file, int[] rows, int[] columns)
      throws IOException {
    CsvTable given = csv.read(file, lever.where());
    var header = new CsvColumns(given, lever.where());
    int cvAt = header.required("cv");
    Side of = side(header, rowDimensions(a.what()));
    Side by = side(header, columnDimensions(a.what()));
    requireShape(lever, a.by(), given, of, by);
    int width = by.classes();
    if ((long) of.classes() * width > MOST) {
      throw lever
          .where()
          .refusal(
              "lever %s: %s tells %,d cells apart, at most %,d can be; leave out a column of labels"
                  .formatted(lever.name(), given.file(), (long) of.classes() * width, MOST));
    }
    var cv = new double[of.classes() * width];
    Arrays.fill(cv, Double.NaN);
    for (CsvTable.Row row : given.rows()) {
      requireCategory(header, row);
      int at = of.classOf(row) * width + by.classOf(row);
      double value = CsvColumns.number(row, "cv", row.cells().get(cvAt));
      if (!(value >= 0)) {
        throw row.where().refusal("cv is %s, expected a number of 0 or more".formatted(value));
      }
      if (!a.distribution().isSmooth(a.distribution().ofCv(value))) {
        throw row.where().refusal("cv %s draws factors beyond 1e304".formatted(value));
      }
      double share = a.distribution().negativeShare(a.distribution().ofCv(value));
      if (share > 1e-4 && !a.negative()) {
        throw row.where()
            .refusal(
                "cv %s turns the sign of %.2g %% of these cells; say negative: zero in lever %s, or take log-normal"
                    .formatted(value, 100 * share, lever.name()));
      }
      if (!Double.isNaN(cv[at])) {
        throw row.where().refusal("these cells have a cv already; keep one");
      }
      cv[at] = value;
    }
    requireAll(lever, a, given, of, by, cv, rows, columns);
    return new Classes(of::classOf, by::classOf, width, cv);
  }

  /** Only regions have categories, and their rows need one where the file has a column for it. */
  private void requireCategory(CsvColumns header, CsvTable.Row row) {
    var consumerAt = header.optional("consumer");
    var categoryAt = header.optional("category");
    if (consumerAt.isEmpty() || categoryAt.isEmpty()) {
      return;
    }
    String consumer = row.cells().get(consumerAt.get());
    String category = row.cells().get(categoryAt.get());
    boolean exogenous = consumer(row, consumer) >= axes.regions().size();
    if (exogenous != category.isBlank()) {
      throw row.where()
          .refusal(
              exogenous
                  ? "category is \"%s\", but %s has no categories; leave it empty"
                      .formatted(category, consumer)
                  : "category is empty, and %s has categories; name one".formatted(consumer));
    }
  }

  /** What changes together has one cv. */
  private static void requireShape(
      Lever lever, CellDraws.By by, CsvTable given, Side rows, Side columns) {
    boolean tooFine =
        switch (by) {
          case CELL -> false;
          case ROW -> columns.tellsApart();
          case COLUMN -> rows.tellsApart();
          case BLOCK -> true;
        };
    if (tooFine) {
      throw lever
          .where()
          .refusal(
              "lever %s draws one factor for each %s, and %s has a cv for parts of it; %s"
                  .formatted(
                      lever.name(),
                      by.name().toLowerCase(java.util.Locale.ROOT),
                      given.file(),
                      by == CellDraws.By.BLOCK
                          ? "give cv in its place"
                          : "leave those labels out"));
    }
  }

  private void requireAll(
      Lever lever,
      Action.Perturb a,
      CsvTable given,
      Side of,
      Side by,
      double[] cv,
      int[] rows,
      int[] columns) {
    int width = by.classes();
    long missing = 0;
    String first = "";
    int[] rowClasses = Arrays.stream(rows).map(of::classOf).distinct().toArray();
    int[] columnClasses = Arrays.stream(columns).map(by::classOf).distinct().toArray();
    for (int r : rowClasses) {
      for (int c : columnClasses) {
        if (Double.isNaN(cv[r * width + c]) && missing++ == 0) {
          int i = Arrays.stream(rows).filter(p -> of.classOf(p) == r).findFirst().orElseThrow();
          int j = Arrays.stream(columns).filter(p -> by.classOf(p) == c).findFirst().orElseThrow();
          first =
              switch (a.what()) {
                case Z -> axes.rowLabel(i) + " → " + axes.rowLabel(j);
                case Y -> axes.rowLabel(i) + " → " + axes.columnLabel(j);
                case F -> account.stressors().get(i).name() + " of " + axes.rowLabel(j);
              };
        }
      }
    }
    if (missing > 0) {
      throw lever
          .where()
          .refusal(
              "lever %s: %s has no cv for %s%s; add rows, or choose fewer cells"
                  .formatted(
                      lever.name(),
                      given.file(),
                      first,
                      missing == 1 ? "" : " and %,d more".formatted(missing - 1)));
    }
  }

  private static Side side(CsvColumns header, Dimension... known) {
    int[] at = Arrays.stream(known).mapToInt(d -> header.optional(d.column()).orElse(-1)).toArray();
    return new Side(known, at);
  }

  private Dimension[] regionAndSector(String prefix) {
    int sectors = axes.sectors().size();
    return new Dimension[] {
      Dimension.of(prefix + "region", axes.regions(), names::regions, i -> i / sectors),
      Dimension.of(prefix + "sector", axes.sectors(), names::sectors, i -> i % sectors)
    };
  }

  private Dimension[] rowDimensions(Action.What what) {
    return what == Action.What.F
        ? new Dimension[] {Dimension.of("stressor", account.stressors(), this::noStressor, i -> i)}
        : regionAndSector("supplier_");
  }

  private Dimension[] columnDimensions(Action.What what) {
    return switch (what) {
      case Z -> regionAndSector("user_");
      case F -> regionAndSector("");
      case Y ->
          new Dimension[] {
            new Dimension(
                "consumer",
                axes.regions().size() + axes.exogenous().size(),
                this::consumer,
                axes::consumerOf),
            new Dimension("category", axes.categories().size() + 1, this::category, this::category)
          };
    };
  }

  /** A region, or an exogenous consumer by its name. */
  private int consumer(CsvTable.Row row, String text) {
    var exogenous = axes.exogenous().find(text.strip());
    return exogenous.isPresent()
        ? axes.regions().size() + exogenous.getAsInt()
        : new CsvLabels(row).one("consumer", text, axes.regions(), names::consumers);
  }

  /** A category; one more, which is left empty in the file, is that of exogenous consumers. */
  private int category(CsvTable.Row row, String text) {
    return text.isBlank()
        ? axes.categories().size()
        : new CsvLabels(row).one("category", text, axes.categories(), names::categories);
  }

  private int category(int column) {
    return column < axes.regionalColumns()
        ? column % axes.categories().size()
        : axes.categories().size();
  }

  private int[] noStressor(Choice choice) {
    throw choice
        .where()
        .refusal(
            "unknown stressor \"%s\"; there are: %s"
                .formatted(
                    choice.patterns().getFirst(), String.join(", ", account.stressors().texts())));
  }
}
