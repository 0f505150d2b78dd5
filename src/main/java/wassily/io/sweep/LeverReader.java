package wassily.io.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import wassily.label.NearestNames;
import wassily.scenario.Action;
import wassily.scenario.Amount;
import wassily.scenario.AmountRange;
import wassily.scenario.Cells;
import wassily.scenario.Choice;
import wassily.scenario.Lever;

/** Reads the levers. */
final class LeverReader {
  private static final String NATIONAL = "national-average";
  private static final String CONSUMERS = "consumers";

  private final Function<String, Path> files;
  private final Amounts amounts;

  /**
   * @param files turns a name in the sweep file into a path
   * @param amounts collects the variables
   */
  LeverReader(Function<String, Path> files, Amounts amounts) {
    this.files = files;
    this.amounts = amounts;
  }

  List<Lever> read(Yaml yaml) {
    var levers = new ArrayList<Lever>();
    for (Yaml.Entry e : Values.keys(yaml, "levers", List.of()).entries().values()) {
      levers.add(lever(e));
    }
    if (levers.isEmpty()) {
      throw yaml.where().refusal("no levers, expected at least one");
    }
    return levers;
  }

  private Lever lever(Yaml.Entry entry) {
    String of = "lever " + entry.key();
    Yaml.Keys keys = Values.keys(entry.value(), of, List.of("kind"));
    Yaml.Entry kindKey = keys.entries().get("kind");
    if (kindKey == null) {
      throw entry
          .where()
          .refusal(
              "%s has no key \"kind\"; there are: %s"
                  .formatted(of, String.join(", ", LeverKind.words())));
    }
    LeverKind kind = kind(kindKey.value(), of);
    Fields f = Fields.of(keys, kind.form(), of);
    AmountRange range = kind == LeverKind.DEMAND_LIFT ? AmountRange.SHARE : AmountRange.SWITCH;
    Amount when = amounts.orOne(f, "when", range);
    return new Lever(entry.key(), when, action(kind, f), entry.where());
  }

  private static LeverKind kind(Yaml yaml, String of) {
    String word = Values.text(yaml, "kind of " + of);
    return Stream.of(LeverKind.values())
        .filter(k -> k.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                yaml.where()
                    .refusal(
                        "unknown kind \"%s\" of %s%s"
                            .formatted(word, of, NearestNames.hint(word, LeverKind.words()))));
  }

  private Action action(LeverKind kind, Fields f) {
    return switch (kind) {
      case INTENSITY_SCALE ->
          new Action.IntensityScale(
              cells(f), amounts.read(f, "factor", AmountRange.FACTOR), f.flag("direct"));
      case INTENSITY_BENCHMARK ->
          new Action.IntensityBenchmark(
              cells(f),
              benchmark(f),
              amounts.orOne(f, "strength", AmountRange.SHARE),
              f.flag("direct"));
      case DEMAND_SCALE ->
          new Action.DemandScale(
              choice(f, "consumers"),
              choice(f, "categories"),
              cells(f, "products"),
              amounts.read(f, "factor", AmountRange.FACTOR),
              directFixed(f));
      case DEMAND_SHIFT -> shift(f);
      case DEMAND_LIFT ->
          new Action.DemandLift(
              choice(f, "regions"),
              amounts.read(f, "per-capita", AmountRange.FACTOR),
              f.currency(),
              directFixed(f));
      case DEMAND_CELLS -> demandCells(f);
      case COEFFICIENT_SCALE ->
          new Action.CoefficientScale(
              cells(f, "users"),
              cells(f, "suppliers"),
              amounts.read(f, "factor", AmountRange.FACTOR),
              f.word("residual", List.of("none", "value-added"), "none").equals("value-added"));
      case INPUT_SUBSTITUTION ->
          new Action.InputSubstitution(
              choice(f, "from"),
              choice(f, "to"),
              cells(f, "users"),
              amounts.read(f, "fraction", AmountRange.SHARE),
              amounts.orOne(f, "ratio", AmountRange.POSITIVE));
      case TRADE_SHIFT ->
          new Action.TradeShift(
              choice(f, "products"),
              choice(f, "from"),
              choice(f, "to"),
              f.has("users") || !f.has("demand")
                  ? Optional.of(cells(f, "users"))
                  : Optional.empty(),
              f.find("demand").map(y -> columns(y, f.called("demand"))),
              amounts.read(f, "fraction", AmountRange.SHARE));
      case PERTURB -> new PerturbReader(key -> csv(f, key)).read(f);
    };
  }

  private Action shift(Fields f) {
    boolean cut = f.word("remainder", List.of("reallocate", "cut"), "reallocate").equals("cut");
    if (!cut && !f.has("to")) {
      throw f.refusal(
          "%s has no key \"to\": the categories that take what is freed; or remainder: cut"
              .formatted(f.of()));
    }
    return new Action.DemandShift(
        choice(f, "regions"),
        choice(f, "from"),
        choice(f, "to"),
        amounts.read(f, "share", AmountRange.SHARE),
        cut ? Action.Remainder.CUT : Action.Remainder.REALLOCATE,
        directFixed(f));
  }

  private Action demandCells(Fields f) {
    boolean set = f.word("mode", List.of("add", "set"), "add").equals("set");
    return new Action.DemandCells(
        csv(f, "file"),
        set,
        amounts.orOne(f, "factor", set ? AmountRange.SHARE : AmountRange.FINITE),
        directFixed(f));
  }

  private Action.Benchmark benchmark(Fields f) {
    if (f.has("benchmark") == f.has("of")) {
      throw f.refusal(
          "%s has %s; give one: benchmark: national-average, benchmark: FILE.csv, or of: consumers"
              .formatted(f.of(), f.has("of") ? "a benchmark and \"of\" as well" : "no benchmark"));
    }
    if (f.has("of")) {
      f.word("of", List.of(CONSUMERS), CONSUMERS);
      return new Action.Benchmark.Consumers();
    }
    return f.text("benchmark").equals(NATIONAL)
        ? new Action.Benchmark.NationalAverage()
        : new Action.Benchmark.FromFile(csv(f, "benchmark"));
  }

  /** A misspelt word must not become the name of a file. */
  private Path csv(Fields f, String key) {
    String text = f.text(key);
    if (!text.matches("(?i).*\\.(csv|tsv|txt)(\\.gz)?")) {
      throw Values.wrong(
          f.get(key),
          f.called(key),
          (key.equals("benchmark") ? NATIONAL + " or " : "")
              + "a file with a name as values.csv (.tsv, .txt, or these with .gz)");
    }
    return files.apply(text);
  }

  private static boolean directFixed(Fields f) {
    return f.word("direct", List.of("fixed", "scaled"), "scaled").equals("fixed");
  }

  static Choice choice(Fields f, String key) {
    return f.find(key)
        .map(yaml -> Values.choice(yaml, f.called(key)))
        .orElseGet(() -> Choice.all(f.where()));
  }

  /** Region-sectors given by the keys regions and sectors of the lever itself. */
  static Cells cells(Fields f) {
    return new Cells(choice(f, "regions"), choice(f, "sectors"));
  }

  /** Region-sectors given under a key of their own. */
  static Cells cells(Fields f, String key) {
    return f.find(key)
        .map(yaml -> cells(Fields.of(yaml, Form.CELLS, f.called(key))))
        .orElseGet(() -> new Cells(Choice.all(f.where()), Choice.all(f.where())));
  }

  private static Action.DemandColumns columns(Yaml yaml, String of) {
    Fields f = Fields.of(yaml, Form.DEMAND_COLUMNS, of);
    return new Action.DemandColumns(choice(f, "consumers"), choice(f, "categories"));
  }
}
