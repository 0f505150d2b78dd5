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
 * consumer, category}, of F {@code stressor, region, sector}; and {@code cv}.
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

  /** A label of rows or of columns that the file may tell apart. */
  private record Dimension(
      String column,
      Axis<? extends Label> axis,
      Function<Choice, int[]> otherwise,
      IntUnaryOperator of) {}

  /** Labels in the file for one side of the matrix. */
  private record Side(Dimension[] known, int[] at) {
    int classes() {
      int count = 1;
      for (int d = 0; d < known.length; d++) {
        count = Math.multiplyExact(count, at[d] < 0 ? 1 : known[d].axis().size());
      }
      return count;
    }

    int classOf(int position) {
      int c = 0;
      for (int d = 0; d < known.length; d++) {
        if (at[d] >= 0) {
          c = c * known[d].axis().size() + known[d].of().applyAsInt(position);
        }
      }
      return c;
    }

    int classOf(CsvTable.Row row) {
      var labels = new CsvLabels(row);
      int c = 0;
      for (int d = 0; d < known.length; d++) {
        if (at[d] >= 0) {
          Dimension k = known[d];
          c =
              c * k.axis().size()
                  + labels.one(k.column(), row.cells().get(at[d]), k.axis(), k.otherwise());
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
      int at = of.classOf(row) * width + by.classOf(row);
      double value = CsvColumns.number(row, "cv", row.cells().get(cvAt));
      if (!(value >= 0) || !a.distribution().isSmooth(a.distribution().ofCv(value))) {
        throw row.where().refusal("cv is %s, expected a number of 0 or more".formatted(value));
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
      new Dimension(prefix + "region", axes.regions(), names::regions, i -> i / sectors),
      new Dimension(prefix + "sector", axes.sectors(), names::sectors, i -> i % sectors)
    };
  }

  private Dimension[] rowDimensions(Action.What what) {
    return what == Action.What.F
        ? new Dimension[] {new Dimension("stressor", account.stressors(), this::noStressor, i -> i)}
        : regionAndSector("supplier_");
  }

  private Dimension[] columnDimensions(Action.What what) {
    return switch (what) {
      case Z -> regionAndSector("user_");
      case F -> regionAndSector("");
      case Y ->
          new Dimension[] {
            new Dimension("consumer", axes.regions(), names::regions, this::consumer),
            new Dimension("category", axes.categories(), names::categories, this::category)
          };
    };
  }

  private int consumer(int column) {
    return Math.min(axes.consumerOf(column), axes.regions().size() - 1);
  }

  private int category(int column) {
    return column < axes.regionalColumns() ? column % axes.categories().size() : 0;
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
