package wassily.io.sweep;

import java.util.List;
import java.util.stream.Stream;

/**
 * The keys that one kind of place in a sweep file may have. The published schema has a definition
 * with the same name and the same keys for each; a test compares them.
 *
 * @param name of the definition: "lever-demand-shift"
 * @param required keys that must be there
 * @param optional keys that may be there
 */
public record Form(String name, List<String> required, List<String> optional) {
  static final Form SWEEP =
      new Form(
          "sweep",
          List.of("wassily", "table", "levers", "responses"),
          List.of("title", "satellite", "stressors", "groups", "design", "keep", "verify"));
  static final Form GROUP = new Form("group", List.of(), List.of("regions", "sectors"));
  static final Form BY_SUPER_EMITTER =
      new Form("by-super-emitter", List.of("by"), List.of("type", "threshold", "of"));
  static final Form BY_DEMAND =
      new Form(
          "by-demand-per-capita",
          List.of("by"),
          List.of("below", "above", "currency", "exchange-rate"));
  static final Form BY_QUINTILE = new Form("by-quintile", List.of("by", "quintiles"), List.of());
  static final Form CELLS = new Form("cells", List.of(), List.of("regions", "sectors"));
  static final Form DEMAND_COLUMNS =
      new Form("demand-columns", List.of(), List.of("consumers", "categories"));
  static final Form DESIGN =
      new Form(
          "design",
          List.of(),
          List.of("grid", "list", "latin-hypercube", "sobol", "random", "saltelli", "draws"));
  static final Form DRAWS =
      new Form("draws", List.of("rows", "seed"), List.of("contributions", "solve"));
  static final Form PERTURB_Z = new Form("perturb-z", List.of(), List.of("suppliers", "users"));
  static final Form PERTURB_Y =
      new Form("perturb-y", List.of(), List.of("suppliers", "consumers", "categories"));
  static final Form PERTURB_F = new Form("perturb-f", List.of(), List.of("regions", "sectors"));
  static final Form STEPS = new Form("steps", List.of("from", "to", "steps"), List.of());
  static final Form DISTRIBUTION =
      new Form("distribution", List.of(), List.of("uniform", "normal", "log-normal", "triangular"));
  static final Form RESPONSE =
      new Form(
          "response",
          List.of(),
          List.of("total", "D_cba", "D_pba", "flows", "VA", "x", "VA_gap", "change"));
  static final Form CHANGED =
      new Form(
          "changed", List.of(), List.of("total", "D_cba", "D_pba", "flows", "VA", "x", "VA_gap"));
  static final Form RESPONSE_OPTIONS = new Form("response-options", List.of(), List.of("by"));
  static final Form KEEP = new Form("keep", List.of("quantiles"), List.of());

  /** Copies. */
  public Form {
    required = List.copyOf(required);
    optional = List.copyOf(optional);
  }

  /**
   * All keys.
   *
   * @return required ones first
   */
  public List<String> keys() {
    return Stream.concat(required.stream(), optional.stream()).toList();
  }

  /** Every form that the parser reads with. */
  static List<Form> all() {
    return Stream.concat(
            Stream.of(
                SWEEP,
                GROUP,
                BY_SUPER_EMITTER,
                BY_DEMAND,
                BY_QUINTILE,
                CELLS,
                DEMAND_COLUMNS,
                DESIGN,
                DRAWS,
                PERTURB_Z,
                PERTURB_Y,
                PERTURB_F,
                STEPS,
                DISTRIBUTION,
                RESPONSE,
                CHANGED,
                RESPONSE_OPTIONS,
                KEEP),
            Stream.of(LeverKind.values()).map(LeverKind::form))
        .toList();
  }
}
