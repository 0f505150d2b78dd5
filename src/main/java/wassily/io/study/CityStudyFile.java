package wassily.io.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import wassily.io.sweep.Fields;
import wassily.io.sweep.Form;
import wassily.io.sweep.Values;
import wassily.io.sweep.Yaml;
import wassily.io.sweep.YamlReader;
import wassily.label.NearestNames;
import wassily.scenario.Action;
import wassily.scenario.Choice;
import wassily.scenario.Where;
import wassily.study.CityDefaults;
import wassily.study.CityOptions;
import wassily.study.SectorGroups;

/**
 * Reads the file of a city study (docs/study-city.md). Every key but {@code wassily} may be left
 * out; {@link CityDefaults} holds then. Unknown keys, wrong types and numbers out of range are
 * refused in one line with the place and the nearest known name.
 */
public final class CityStudyFile {
  private static final int VERSION = 1;

  private static final Form STUDY =
      form(
          "city study",
          List.of("wassily"),
          "stressor",
          "value-added",
          "exclude",
          "population",
          "affluence",
          "currency",
          "exchange-rate",
          "classes",
          "references",
          "reference-unit",
          "structure",
          "key-sectors",
          "super-emitters",
          "technology",
          "demand",
          "budget",
          "lifts",
          "allocation",
          "map");
  private static final Form STRUCTURE =
      form("structure", List.of(), "groups", "seed", "restarts", "high-tech");
  private static final Form EMITTERS = form("super-emitters", List.of(), "threshold", "of");
  private static final Form TECHNOLOGY = form("technology", List.of(), "world");
  private static final Form DEMAND =
      form("demand", List.of(), "from", "to", "share", "deep-share", "remainder", "direct");
  private static final Form ALLOCATION = form("allocation", List.of(), "givers", "cap");
  private static final Form MAP = form("map", List.of(), "strength", "share", "threshold");

  private static final String NOBODY = "none";
  private static final Predicate<Double> IS_SHARE = v -> v >= 0 && v <= 1;
  private static final Predicate<Double> IS_THRESHOLD = v -> v > 0 && v < 1;

  private final Path file;
  private final CityOptions usual;

  private CityStudyFile(Path file, CityOptions usual) {
    this.file = file;
    this.usual = usual;
  }

  private static Form form(String name, List<String> required, String... optional) {
    return new Form(name, required, List.of(optional));
  }

  /**
   * Reads a file.
   *
   * @param file YAML in UTF-8
   * @return what it says; files that it names are relative to it
   * @throws wassily.table.BadDataException in one line, with the line and the nearest known key
   * @throws IOException when it cannot be read
   */
  public static CityOptions read(Path file) throws IOException {
    return read(file, CityDefaults.options(new Where(file.toString(), 0)));
  }

  /**
   * Reads a file that changes some assumptions of a preset.
   *
   * @param file YAML in UTF-8
   * @param usual what holds where the file says nothing
   * @return what it says; files that it names are relative to it
   * @throws wassily.table.BadDataException in one line, with the line and the nearest known key
   * @throws IOException when it cannot be read
   */
  public static CityOptions read(Path file, CityOptions usual) throws IOException {
    return new CityStudyFile(file, usual).options(YamlReader.read(file, "study"));
  }

  private CityOptions options(Yaml root) throws IOException {
    Fields f = Fields.of(root, STUDY, "the study file");
    long version = Values.whole(f.get("wassily"), f.called("wassily"), 1, Long.MAX_VALUE);
    if (version != VERSION) {
      throw f.at("wassily")
          .refusal(
              "written in version %d of the format, this program reads version %d"
                  .formatted(version, VERSION));
    }
    return new CityOptions(
        subject(f),
        part(f, "structure", STRUCTURE, this::structure, usual.structure()),
        emitters(f),
        mitigation(f),
        f.find("lifts").map(CityLifts::read).orElse(usual.lifts()),
        part(
            f,
            "allocation",
            ALLOCATION,
            p -> new CityOptions.Allocation(choice(p, "givers"), p.flag("cap")),
            usual.allocation()),
        part(f, "map", MAP, this::map, usual.map()),
        new Where(file.toString(), 0));
  }

  private static <T> T part(
      Fields f, String key, Form form, Function<Fields, T> read, T otherwise) {
    return f.find(key).map(y -> read.apply(Fields.of(y, form, key))).orElse(otherwise);
  }

  private static Optional<Choice> choice(Fields f, String key) {
    return f.find(key).map(y -> Values.choice(y, f.called(key)));
  }

  private Path resolve(String name) {
    return file.resolveSibling(name);
  }

  private CityOptions.Subject subject(Fields f) throws IOException {
    var references = new NamedNumbers("references", v -> v > 0, "more than 0");
    return new CityOptions.Subject(
        f.findText("stressor").or(usual.subject()::stressor),
        f.word("value-added", List.of("rows", "residual"), "rows").equals("residual"),
        f.find("exclude").map(y -> excluded(y, f)).orElse(usual.subject().excluded()),
        f.findText("population").map(this::resolve).or(usual.subject()::population),
        f.word("affluence", List.of("demand", "gdp"), "demand").equals("gdp")
            ? CityOptions.Affluence.GDP
            : CityOptions.Affluence.DEMAND,
        f.has("currency") || f.has("exchange-rate") ? f.currency() : usual.subject().currency(),
        ascending(f),
        f.has("references")
            ? references.read(f.get("references"), file)
            : usual.subject().references(),
        f.findText("reference-unit").orElse(usual.subject().referenceUnit()));
  }

  private static CityOptions.Excluded excluded(Yaml yaml, Fields f) {
    Choice named = Values.choice(yaml, f.called("exclude"));
    return named.patterns().equals(List.of(NOBODY))
        ? new CityOptions.Excluded.Nobody()
        : new CityOptions.Excluded.These(named);
  }

  private List<Double> ascending(Fields f) {
    List<Double> bounds =
        numbers(f, "classes", v -> v > 0, "more than 0", usual.subject().classes());
    for (int i = 1; i < bounds.size(); i++) {
      if (!(bounds.get(i - 1) < bounds.get(i))) {
        throw f.at("classes")
            .refusal("classes are %s, expected ascending bounds as [3600, 5300]".formatted(bounds));
      }
    }
    return bounds;
  }

  static double positive(Yaml yaml, String what) {
    double value = Values.number(yaml, what);
    if (!(value > 0)) {
      throw Values.wrong(yaml, what, "more than 0");
    }
    return value;
  }

  private static List<Double> numbers(
      Fields f, String key, Predicate<Double> holds, String expected, List<Double> otherwise) {
    return f.find(key)
        .map(
            yaml ->
                Values.items(yaml, f.called(key)).stream()
                    .map(
                        item -> {
                          double v = Values.number(item, f.called(key));
                          if (!holds.test(v)) {
                            throw Values.wrong(item, f.called(key), expected);
                          }
                          return v;
                        })
                    .distinct()
                    .toList())
        .orElse(otherwise);
  }

  private static double number(
      Fields f, String key, Predicate<Double> holds, String expected, double otherwise) {
    List<Double> found = numbers(f, key, holds, expected, List.of(otherwise));
    if (found.size() != 1) {
      throw Values.wrong(f.get(key), f.called(key), "one number");
    }
    return found.getFirst();
  }

  private CityOptions.Structure structure(Fields f) {
    List<SectorGroups.Rule> groups = new ArrayList<>();
    f.find("groups")
        .ifPresent(
            y -> {
              for (Yaml.Entry e : Values.keys(y, "groups", List.of()).entries().values()) {
                groups.add(
                    new SectorGroups.Rule(e.key(), Values.choice(e.value(), "group " + e.key())));
              }
            });
    String highTech = f.findText("high-tech").orElse(usual.structure().highTech());
    List<String> names =
        groups.isEmpty()
            ? CityDefaults.GROUPS
            : groups.stream().map(SectorGroups.Rule::name).toList();
    if (!names.contains(highTech) && f.has("high-tech")) {
      throw f.at("high-tech")
          .refusal("no group \"%s\"%s".formatted(highTech, NearestNames.hint(highTech, names)));
    }
    return new CityOptions.Structure(
        groups,
        f.find("seed")
            .map(y -> Values.whole(y, f.called("seed"), Long.MIN_VALUE, Long.MAX_VALUE))
            .orElse(usual.structure().seed()),
        f.find("restarts")
            .map(y -> (int) Values.whole(y, f.called("restarts"), 1, 1_000_000))
            .orElse(usual.structure().restarts()),
        highTech);
  }

  private CityOptions.Emitters emitters(Fields f) {
    Fields p =
        f.find("super-emitters").map(y -> Fields.of(y, EMITTERS, "super-emitters")).orElse(null);
    double threshold =
        p == null
            ? usual.emitters().threshold()
            : number(
                p,
                "threshold",
                IS_THRESHOLD,
                "a share between 0 and 1, as 0.01 for 1 %",
                usual.emitters().threshold());
    boolean ofFootprint =
        p != null
            && p.word("of", List.of("production", "footprint"), "production").equals("footprint");
    return new CityOptions.Emitters(threshold, ofFootprint, choice(f, "key-sectors"));
  }

  /** τ: a number, or the mean of those of reference cities. */
  private double share(Fields f, String key, double otherwise) throws IOException {
    boolean one =
        f.find(key).filter(y -> y instanceof Yaml.Scalar s && isNumber(s.value())).isPresent();
    if (one || !f.has(key)) {
      return number(f, key, IS_SHARE, "0 to 1", otherwise);
    }
    var cities = new NamedNumbers(f.called(key), v -> v >= 0 && v <= 1, "0 to 1");
    return cities.read(f.get(key), file).values().stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow(() -> Values.wrong(f.get(key), f.called(key), "at least one city"));
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private CityOptions.Mitigation mitigation(Fields f) throws IOException {
    Optional<Path> world =
        f.find("technology")
            .flatMap(y -> Fields.of(y, TECHNOLOGY, "technology").findText("world"))
            .map(this::resolve);
    Optional<Double> budget = f.find("budget").map(y -> positive(y, f.called("budget")));
    var m = usual.mitigation();
    if (!f.has("demand")) {
      return new CityOptions.Mitigation(
          world,
          m.from(),
          m.to(),
          m.lightShare(),
          m.deepShare(),
          m.remainder(),
          m.directFixed(),
          budget);
    }
    Fields d = Fields.of(f.get("demand"), DEMAND, "demand");
    double light = share(d, "share", m.lightShare());
    return new CityOptions.Mitigation(
        world,
        choice(d, "from"),
        choice(d, "to"),
        light,
        share(d, "deep-share", light),
        d.word("remainder", List.of("reallocate", "cut"), "reallocate").equals("cut")
            ? Action.Remainder.CUT
            : Action.Remainder.REALLOCATE,
        d.word("direct", List.of("scaled", "fixed"), "scaled").equals("fixed"),
        budget);
  }

  private CityOptions.EffortMap map(Fields f) {
    return new CityOptions.EffortMap(
        numbers(f, "strength", IS_SHARE, "0 to 1", usual.map().strengths()),
        numbers(f, "share", IS_SHARE, "0 to 1", usual.map().shares()),
        numbers(
            f,
            "threshold",
            IS_THRESHOLD,
            "a share between 0 and 1, as 0.01 for 1 %",
            usual.map().thresholds()));
  }
}
