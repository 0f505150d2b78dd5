package wassily.io.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The files of a labelled table and how they are to be understood.
 *
 * @param z Z: region-sectors over region-sectors
 * @param y Y: region-sectors over columns of final demand
 * @param x published output: one column over region-sectors
 * @param v primary inputs: rows over region-sectors or the other way round; several files are put
 *     below each other
 * @param importRows rows of V that are imported inputs and not value added
 * @param importedZ a matrix of imported intermediate inputs like Z, whose column sums become a row
 *     of V
 * @param accounts satellite accounts
 * @param population people by region, as a column or as a row
 * @param labels how labels are cut into region and sector
 * @param demand what the columns of Y are
 * @param imports what to do with a column of imports
 * @param settings what all importers are told
 */
public record LabelledCsvOptions(
    Path z,
    Path y,
    Optional<CsvPart> x,
    List<CsvPart> v,
    List<String> importRows,
    Optional<Path> importedZ,
    List<CsvAccount> accounts,
    Optional<Path> population,
    LabelOptions labels,
    DemandColumns demand,
    Imports imports,
    ImportSettings settings) {
  /** Copies the lists. */
  public LabelledCsvOptions {
    v = List.copyOf(v);
    importRows = List.copyOf(importRows);
    accounts = List.copyOf(accounts);
  }

  /**
   * Begins with the two files that every table has.
   *
   * @param z Z
   * @param y Y
   * @return a builder with the default of everything else
   */
  public static Builder of(Path z, Path y) {
    return new Builder(z, y);
  }

  /** Collects options; each method replaces or adds and returns the builder. */
  public static final class Builder {
    private final Path z;
    private final Path y;
    private Optional<CsvPart> x = Optional.empty();
    private final List<CsvPart> v = new ArrayList<>();
    private final List<String> importRows = new ArrayList<>();
    private Optional<Path> importedZ = Optional.empty();
    private final List<CsvAccount> accounts = new ArrayList<>();
    private Optional<Path> population = Optional.empty();
    private LabelOptions labels = LabelOptions.AUTO;
    private DemandColumns demand = DemandColumns.AUTO;
    private Imports imports = Imports.REFUSE;
    private ImportSettings settings = ImportSettings.DEFAULT;

    private Builder(Path z, Path y) {
      this.z = Objects.requireNonNull(z);
      this.y = Objects.requireNonNull(y);
    }

    /**
     * Published output.
     *
     * @param part the file, and its column if it has several
     * @return this
     */
    public Builder x(CsvPart part) {
      x = Optional.of(part);
      return this;
    }

    /**
     * Adds primary inputs.
     *
     * @param part the file, and its rows or columns if not all
     * @return this
     */
    public Builder v(CsvPart part) {
      v.add(part);
      return this;
    }

    /**
     * Says which rows of V are imported inputs.
     *
     * @param names their labels
     * @return this
     */
    public Builder importRows(List<String> names) {
      importRows.addAll(names);
      return this;
    }

    /**
     * A matrix of imported intermediate inputs.
     *
     * @param file the file
     * @return this
     */
    public Builder importedZ(Path file) {
      importedZ = Optional.of(file);
      return this;
    }

    /**
     * Adds a satellite account.
     *
     * @param account its files
     * @return this
     */
    public Builder account(CsvAccount account) {
      accounts.add(account);
      return this;
    }

    /**
     * People by region.
     *
     * @param file the file
     * @return this
     */
    public Builder population(Path file) {
      population = Optional.of(file);
      return this;
    }

    /**
     * How labels are cut.
     *
     * @param options how
     * @return this
     */
    public Builder labels(LabelOptions options) {
      labels = options;
      return this;
    }

    /**
     * What the columns of Y are.
     *
     * @param columns what
     * @return this
     */
    public Builder demand(DemandColumns columns) {
      demand = columns;
      return this;
    }

    /**
     * What to do with a column of imports.
     *
     * @param rule what
     * @return this
     */
    public Builder imports(Imports rule) {
      imports = rule;
      return this;
    }

    /**
     * What all importers are told.
     *
     * @param common the settings
     * @return this
     */
    public Builder settings(ImportSettings common) {
      settings = common;
      return this;
    }

    /**
     * Ends.
     *
     * @return the options
     */
    public LabelledCsvOptions build() {
      return new LabelledCsvOptions(
          z,
          y,
          x,
          v,
          importRows,
          importedZ,
          accounts,
          population,
          labels,
          demand,
          imports,
          settings);
    }
  }
}
