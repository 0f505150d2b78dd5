package wassily.io.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import wassily.io.ImportValidation;
import wassily.label.Axis;
import wassily.label.PrimaryInput;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.OrientationCheck;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo;
import wassily.table.TableInfo.OutputSource;

/**
 * Gathers what an importer read and makes a checked table of it; the end of every import, of text
 * and of other files.
 */
public final class TableAssembly {
  private final ImportSettings settings;
  private final TableAxes axes;
  private final String zFile;
  private final HostMatrix z;
  private final HostMatrix y;
  private final List<PrimaryInput> inputs = new ArrayList<>();
  private final List<double[]> v = new ArrayList<>();
  private final List<SatelliteAccount> satellites = new ArrayList<>();
  private Optional<double[]> population = Optional.empty();
  private double[] published;
  private double[] imports;

  /**
   * Begins.
   *
   * @param settings what the importer was told
   * @param axes regions, sectors, categories, exogenous consumers
   * @param zFile the file or dataset that Z was read from, for messages
   * @param z Z, n × n
   * @param y Y, n × m
   */
  public TableAssembly(
      ImportSettings settings, TableAxes axes, String zFile, HostMatrix z, HostMatrix y) {
    this.settings = settings;
    this.axes = axes;
    this.zFile = zFile;
    this.z = z;
    this.y = y;
  }

  /**
   * Gives the published output, against which the way round of Z is checked.
   *
   * @param x n numbers
   */
  public void published(double[] x) {
    published = x;
  }

  /** Gives the imports of an import-competitive table, n positive numbers. */
  void imports(double[] positive) {
    imports = positive;
  }

  /**
   * Gives the population.
   *
   * @param people people by region
   */
  public void population(double[] people) {
    population = Optional.of(people);
  }

  /**
   * Gives a row of V.
   *
   * @param label what it is
   * @param row n numbers
   */
  public void input(PrimaryInput label, double[] row) {
    inputs.add(label);
    v.add(row);
  }

  /**
   * Gives a satellite account.
   *
   * @param account the account
   */
  public void satellite(SatelliteAccount account) {
    satellites.add(account);
  }

  /**
   * Makes the table.
   *
   * @param title its title
   * @param year its year
   * @param unit its unit of money
   * @param source where it comes from
   * @param arena what its numbers live in; closed with the table
   * @param rule what to do with imports
   * @return the table
   * @throws BadDataException when it cannot be used
   * @throws IOException when Z cannot be read
   */
  public MrioTable finish(
      String title, int year, String unit, String source, Arena arena, Imports rule)
      throws IOException {
    boolean fromFile = settings.output() == OutputSource.FILE;
    if (fromFile && published == null) {
      throw new BadDataException(
          zFile
              + ": output is to be taken from a file, but no file gives x; name it, or use row sums (--output rows)");
    }
    if (published != null) {
      // Before they are taken off, rows hold imports too: Z·1 + Y·1 = x + imports.
      double[] supply = published.clone();
      for (int i = 0; imports != null && i < supply.length; i++) {
        supply[i] += imports[i];
      }
      OrientationCheck.of(z, y, supply).require(zFile);
    }
    double[] x = published;
    if (!fromFile) {
      x = rowSums();
    }
    if (imports != null && rule == Imports.CONVERT) {
      convert(x);
    } else if (imports != null && !fromFile) {
      throw new BadDataException(
          zFile
              + ": with imports left out the rows do not add up to x; take the published output (--output file)");
    }
    var info = new TableInfo(title, year, unit, source, settings.output());
    var table =
        new MrioTable(
            info,
            axes,
            z,
            y,
            x,
            inputAxis(),
            primaryInputs(arena),
            population,
            satellites,
            arena::close);
    ImportValidation.requireFinite(table);
    return table;
  }

  private double[] rowSums() {
    var x = new double[axes.n()];
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      for (double value : z.row(i)) {
        sum += value;
      }
      for (double value : y.row(i)) {
        sum += value;
      }
      x[i] = sum - (imports == null ? 0 : imports[i]);
    }
    return x;
  }

  private void convert(double[] x) {
    int regional = axes.regionalColumns();
    var exports = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int e = regional; e < y.columns(); e++) {
        exports[i] += y.get(i, e);
      }
    }
    double[] shares;
    try {
      shares = ImportConversion.shares(x, exports, imports, axes::rowLabel);
    } catch (BadDataException e) {
      throw new BadDataException(zFile + ": " + e.getMessage(), e);
    }
    input(
        new PrimaryInput("imported inputs", PrimaryInput.Kind.IMPORTS),
        ImportConversion.apply(shares, z, y, regional));
  }

  private Axis<PrimaryInput> inputAxis() {
    try {
      return Axis.of("primary input", inputs);
    } catch (IllegalArgumentException e) {
      throw new BadDataException("primary inputs: " + e.getMessage(), e);
    }
  }

  private HostMatrix primaryInputs(Arena arena) {
    var matrix = HostMatrix.allocate(arena, v.size(), axes.n());
    for (int k = 0; k < v.size(); k++) {
      matrix.setRow(k, v.get(k));
    }
    return matrix;
  }

  /** The last part of a path, "" for the root. */
  static String nameOf(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  /**
   * Makes flows of coefficients, {@code Z = A·x̂}, in place.
   *
   * @param a A, n × n; afterwards Z
   * @param x output, n
   */
  public static void scaleColumns(HostMatrix a, double[] x) {
    var row = new double[x.length];
    for (long i = 0; i < a.rows(); i++) {
      a.getRow(i, row);
      for (int j = 0; j < row.length; j++) {
        row[j] *= x[j];
      }
      a.setRow(i, row);
    }
  }

  /**
   * The first text that is not empty.
   *
   * @param texts texts, the most wanted first
   * @return one of them, or ""
   */
  public static String firstOf(String... texts) {
    return Arrays.stream(texts).filter(t -> !t.isEmpty()).findFirst().orElse("");
  }
}
