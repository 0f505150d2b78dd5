package wassily.io.sweep;

import java.util.List;
import java.util.stream.Stream;

/** The kinds of levers and the keys of each; {@code kind} and {@code when} belong to all. */
enum LeverKind {
  INTENSITY_SCALE("intensity-scale", List.of("factor"), List.of("regions", "sectors", "direct")),
  INTENSITY_BENCHMARK(
      "intensity-benchmark",
      List.of(),
      List.of("regions", "sectors", "benchmark", "of", "strength", "direct")),
  DEMAND_SCALE(
      "demand-scale", List.of("factor"), List.of("consumers", "categories", "products", "direct")),
  DEMAND_SHIFT(
      "demand-shift", List.of("from", "share"), List.of("regions", "to", "remainder", "direct")),
  DEMAND_LIFT(
      "demand-lift",
      List.of("per-capita"),
      List.of("regions", "currency", "exchange-rate", "direct")),
  DEMAND_CELLS("demand-cells", List.of("file"), List.of("mode", "factor", "direct")),
  COEFFICIENT_SCALE(
      "coefficient-scale", List.of("factor"), List.of("users", "suppliers", "residual")),
  INPUT_SUBSTITUTION(
      "input-substitution", List.of("from", "to", "fraction"), List.of("users", "ratio")),
  TRADE_SHIFT(
      "trade-shift", List.of("products", "to", "fraction"), List.of("from", "users", "demand")),
  PERTURB(
      "perturb",
      List.of("what"),
      List.of("cells", "by", "distribution", "cv", "bounds", "file", "keep", "negative"));

  private final String word;
  private final Form form;

  LeverKind(String word, List<String> required, List<String> optional) {
    this.word = word;
    this.form =
        new Form(
            "lever-" + word,
            Stream.concat(Stream.of("kind"), required.stream()).toList(),
            Stream.concat(Stream.of("when"), optional.stream()).toList());
  }

  /** The word in the file. */
  String word() {
    return word;
  }

  Form form() {
    return form;
  }

  static List<String> words() {
    return Stream.of(values()).map(LeverKind::word).toList();
  }
}
