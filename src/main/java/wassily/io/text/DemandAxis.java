package wassily.io.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.TableAxes;
import wassily.table.BadDataException;

/** The columns of final demand as the files label them. */
final class DemandAxis {
  private static final Set<String> IMPORTS = Set.of("im", "imp", "import", "imports");
  private static final Set<String> EXPORTS = Set.of("ex", "exp", "export", "exports");
  private static final Set<String> OUTPUTS =
      Set.of("go", "gross_output", "gross output", "output", "total_output", "total output");

  /** The category of tables with one column for each region. */
  static final String ONLY = "final demand";

  private final ProductionAxis production;
  private final DemandColumns options;
  private final Map<String, Integer> categories = new LinkedHashMap<>();
  private final Map<String, Integer> exogenous = new LinkedHashMap<>();

  /** What a column of Y is: its region and category, or its place among the exogenous. */
  record Column(Kind kind, int region, String name) {}

  enum Kind {
    REGIONAL,
    EXOGENOUS,
    IMPORTS,
    IGNORED
  }

  private DemandAxis(ProductionAxis production, DemandColumns options) {
    this.production = production;
    this.options = options;
  }

  /**
   * Makes the axis from the header of Y.
   *
   * @param header the header
   * @param production the region-sectors
   * @param options what the columns are
   * @param claimed columns of this file that are used otherwise
   * @return the axis
   */
  static DemandAxis of(
      Header header, ProductionAxis production, DemandColumns options, Set<String> claimed) {
    var axis = new DemandAxis(production, options);
    for (int c = 0; c < header.columns().size(); c++) {
      if (claimed.contains(header.column(c))) {
        continue;
      }
      Column column = axis.column(header, c);
      switch (column.kind) {
        case REGIONAL -> axis.categories.putIfAbsent(column.name, axis.categories.size());
        case EXOGENOUS -> {
          if (axis.exogenous.put(column.name, axis.exogenous.size()) != null) {
            throw new BadDataException(
                "%s: duplicate column \"%s\"".formatted(header.file(), column.name));
          }
        }
        case IMPORTS, IGNORED -> {}
      }
    }
    for (String wanted : options.categories()) {
      if (!axis.categories.containsKey(wanted)) {
        throw new BadDataException(
            "%s: no column \"%s\" for final demand; it has %s"
                .formatted(header.file(), wanted, columnsInWords(header)));
      }
    }
    for (String wanted : options.exogenous()) {
      if (!axis.exogenous.containsKey(wanted)) {
        throw new BadDataException(
            "%s: no column \"%s\" for an exogenous consumer; it has %s"
                .formatted(header.file(), wanted, columnsInWords(header)));
      }
    }
    if (axis.categories.isEmpty()) {
      throw new BadDataException(
          "%s: no column of final demand names a region of the table; it has %s, the regions are %s"
              .formatted(
                  header.file(), columnsInWords(header), shortened(production.regions().texts())));
    }
    return axis;
  }

  /** An axis of known categories, for files without headers. */
  static DemandAxis of(ProductionAxis production, List<String> categories, List<String> exogenous) {
    var axis = new DemandAxis(production, DemandColumns.AUTO);
    categories.forEach(c -> axis.categories.put(c, axis.categories.size()));
    exogenous.forEach(c -> axis.exogenous.put(c, axis.exogenous.size()));
    return axis;
  }

  static String columnsInWords(Header header) {
    return shortened(
        java.util.stream.IntStream.range(0, header.columns().size())
            .mapToObj(header::column)
            .toList());
  }

  private static String shortened(List<String> names) {
    return names.size() <= 8
        ? names.toString()
        : names.subList(0, 8).toString().replace("]", ", … (" + names.size() + ")]");
  }

  /** What a column of a file over final demand is. */
  Column column(Header header, int c) {
    List<String> label = header.columns().get(c);
    String text = header.column(c);
    if (options.ignored().contains(text)) {
      return new Column(Kind.IGNORED, -1, text);
    }
    if (options.exogenous().contains(text)) {
      return new Column(Kind.EXOGENOUS, -1, text);
    }
    if (text.equals(options.imports())) {
      return new Column(Kind.IMPORTS, -1, text);
    }
    Column column = parse(header.levelNames(), label);
    if (column.kind == Kind.REGIONAL && !options.categories().isEmpty()) {
      return options.categories().contains(column.name)
          ? column
          : new Column(Kind.IGNORED, -1, text);
    }
    String name = column.name.toLowerCase(Locale.ROOT);
    if (options.imports().isEmpty() && IMPORTS.contains(name)) {
      return new Column(Kind.IMPORTS, -1, text);
    }
    boolean one = column.kind == Kind.EXOGENOUS || production.single();
    if (one && EXPORTS.contains(name)) {
      return new Column(Kind.EXOGENOUS, -1, text);
    }
    if (one && OUTPUTS.contains(name)) {
      throw new BadDataException(
          "%s: the column \"%s\" looks like gross output; take it for x with --x FILE#%s, or leave it out with --ignore-columns"
              .formatted(header.file(), text, text));
    }
    return column;
  }

  /** Region and category out of a label. */
  Column parse(List<String> levelNames, List<String> label) {
    if (label.size() > 1) {
      int at = Math.max(0, Header.named(levelNames, "region", "country"));
      var rest = new ArrayList<>(label);
      var region = production.regions().find(rest.remove(at));
      return region.isPresent()
          ? new Column(Kind.REGIONAL, region.getAsInt(), Header.join(rest))
          : new Column(Kind.EXOGENOUS, -1, Header.join(label));
    }
    String text = label.getFirst();
    if (production.single()) {
      return new Column(Kind.REGIONAL, 0, text);
    }
    int best = -1;
    String category = "";
    for (int r = 0; r < production.regions().size(); r++) {
      String name = production.regions().get(r).name();
      if (text.startsWith(name)
          && (best < 0 || name.length() > production.regions().get(best).name().length())) {
        var rest =
            text.length() == name.length()
                ? java.util.Optional.of(ONLY)
                : LabelCutter.rest(text, name, production.separator());
        if (rest.isPresent()) {
          best = r;
          category = rest.get();
        }
      }
    }
    return best < 0
        ? new Column(Kind.EXOGENOUS, -1, text)
        : new Column(Kind.REGIONAL, best, category);
  }

  /** The place of a regional column, -1 when the category is unknown. */
  int place(Column column) {
    Integer category = categories.get(column.name);
    return column.kind != Kind.REGIONAL || category == null
        ? -1
        : column.region * categories.size() + category;
  }

  /** The place of a label of final demand, -1 when it is none of a region. */
  int find(List<String> levelNames, List<String> label) {
    return place(parse(levelNames, label));
  }

  int exogenousPlace(String name) {
    return exogenous.getOrDefault(name, -1);
  }

  int regionalColumns() {
    return production.regions().size() * categories.size();
  }

  int exogenousColumns() {
    return exogenous.size();
  }

  Set<String> exogenousNames() {
    return exogenous.keySet();
  }

  int category(String name) {
    return categories.getOrDefault(name, -1);
  }

  int categoryCount() {
    return categories.size();
  }

  Set<String> categoryNames() {
    return categories.keySet();
  }

  /** A regional column in words. */
  String text(int column) {
    return production.regions().get(column / categories.size()).name()
        + " | "
        + List.copyOf(categories.keySet()).get(column % categories.size());
  }

  ProductionAxis production() {
    return production;
  }

  /** The axes of the table. */
  TableAxes axes() {
    try {
      return new TableAxes(
          production.regions(),
          production.sectors(),
          Axis.of("category", categories.keySet().stream().map(Category::new).toList()),
          Axis.of(
              "exogenous consumer",
              exogenous.keySet().stream().map(ExogenousConsumer::new).toList()));
    } catch (IllegalArgumentException e) {
      throw new BadDataException("final demand: " + e.getMessage(), e);
    }
  }
}
