package wassily.io.matlab;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import wassily.io.text.LabelFile;
import wassily.io.text.MatrixPart;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.Label;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.table.BadDataException;

/** The labels of a table, out of text files or of the file of matrices. */
final class MatlabLabels {
  /** The one category of tables with one column for each region. */
  private static final String ONLY = "final demand";

  private final MatlabFile file;
  private final MatlabOptions options;
  private final Charset charset;

  MatlabLabels(MatlabFile file, MatlabOptions options) {
    this.file = file;
    this.options = options;
    this.charset = options.settings().format().charset();
  }

  /** A list of labels: a text file, or else texts in the file of matrices. */
  private List<String> list(String name) throws IOException {
    Path text = Path.of(name);
    if (Files.exists(text)) {
      return LabelFile.read(text, charset);
    }
    if (file.has(name)) {
      return file.texts(name);
    }
    throw new BadDataException(
        "%s: no such text file, and %s has no texts of that name; expected a file of labels, one a line; it has %s"
            .formatted(name, options.file(), file.contents()));
  }

  private Optional<List<String>> list(MatrixPart part) throws IOException {
    String name = options.names().get(part);
    return name == null ? Optional.empty() : Optional.of(list(name));
  }

  private List<String> require(MatrixPart part, String what) throws IOException {
    String name = options.names().get(part);
    if (name == null) {
      throw new BadDataException(
          "%s: no labels of %s; name a text file of them, one a line, or texts in the file, with --%s"
              .formatted(options.file(), what, what));
    }
    return list(name);
  }

  Axis<Region> regions() throws IOException {
    return axis(
        options.names().get(MatrixPart.REGIONS),
        "region",
        require(MatrixPart.REGIONS, "regions"),
        Region::new);
  }

  Axis<Sector> sectors() throws IOException {
    return axis(
        options.names().get(MatrixPart.SECTORS),
        "sector",
        require(MatrixPart.SECTORS, "sectors"),
        Sector::new);
  }

  /**
   * The categories of final demand: as named, one when there is a column for each region, numbered
   * when there are several.
   *
   * @param y the name of Y
   * @param columns how many columns it has
   * @param regions R
   */
  Axis<Category> categories(String y, long columns, int regions) throws IOException {
    String name = options.names().get(MatrixPart.CATEGORIES);
    var named = list(MatrixPart.CATEGORIES);
    if (named.isPresent()) {
      long wanted = (long) regions * named.get().size();
      if (columns != wanted) {
        throw new BadDataException(
            "%s: has %d columns, expected R·C = %d · %d = %d with the categories of %s%s"
                .formatted(
                    file.where(y),
                    columns,
                    regions,
                    named.get().size(),
                    wanted,
                    name,
                    exportsHint(columns - wanted)));
      }
      return axis(name, "category", named.get(), Category::new);
    }
    if (columns < regions || columns % regions != 0) {
      throw new BadDataException(
          "%s: has %d columns, expected one for each of the %d regions or a multiple of that%s"
              .formatted(file.where(y), columns, regions, exportsHint(columns % regions)));
    }
    return axis(
        y,
        "category",
        columns == regions ? List.of(ONLY) : numbered("category", columns / regions),
        Category::new);
  }

  private static String exportsHint(long over) {
    return over == 1
        ? "; save the foreign export as a matrix of its own and name it with --exports"
        : "";
  }

  /** The rows of V. */
  Axis<PrimaryInput> inputs(long rows) throws IOException {
    var named = list(MatrixPart.INPUTS);
    String source = options.names().getOrDefault(MatrixPart.INPUTS, "primary inputs");
    List<String> texts =
        named.orElse(rows == 1 ? List.of("value added") : numbered("value added", rows));
    if (texts.size() != rows) {
      throw new BadDataException(
          "%s: has %d labels, V (%s) has %d rows"
              .formatted(source, texts.size(), String.join(", ", options.inputs()), rows));
    }
    for (String imported : options.importRows()) {
      if (!texts.contains(imported)) {
        throw new BadDataException(
            "%s: no row \"%s\" in V, which --import-rows names; it has %s"
                .formatted(source, imported, texts));
      }
    }
    return axis(
        source,
        "primary input",
        texts,
        t ->
            new PrimaryInput(
                t,
                options.importRows().contains(t)
                    ? PrimaryInput.Kind.IMPORTS
                    : PrimaryInput.Kind.VALUE_ADDED));
  }

  /** The rows of F: as named, else the account's name, numbered when there are several. */
  Axis<Stressor> stressors(MatlabOptions.Account account, long rows) throws IOException {
    List<String> texts;
    if (account.stressors().isPresent()) {
      texts = list(account.stressors().get());
      if (texts.size() != rows) {
        throw new BadDataException(
            "%s: has %d labels, %s has %d rows"
                .formatted(account.stressors().get(), texts.size(), file.where(account.f()), rows));
      }
    } else {
      texts = rows == 1 ? List.of(account.name()) : numbered(account.name(), rows);
    }
    return axis(
        account.stressors().orElse(account.f()),
        "stressor",
        texts,
        t -> {
          int tab = t.indexOf('\t');
          return tab < 0
              ? Stressor.parse(t, account.unit())
              : new Stressor(t.substring(0, tab).strip(), t.substring(tab + 1).strip());
        });
  }

  private static List<String> numbered(String name, long count) {
    return IntStream.rangeClosed(1, Math.toIntExact(count)).mapToObj(k -> name + " " + k).toList();
  }

  private static <T extends Label> Axis<T> axis(
      String source, String what, List<String> texts, Function<String, T> make) {
    try {
      return Axis.of(what, texts.stream().map(make).toList());
    } catch (IllegalArgumentException e) {
      throw new BadDataException(source + ": " + e.getMessage(), e);
    }
  }
}
