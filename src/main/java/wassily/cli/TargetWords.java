package wassily.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wassily.account.FootprintTarget;
import wassily.label.NearestNames;
import wassily.label.TableAxes;
import wassily.scenario.Choice;
import wassily.scenario.Choices;
import wassily.scenario.Where;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * Reads which footprint is meant: {@code MEASURE[:WHO] [| PART:PATTERN] …}.
 *
 * <p>MEASURE is {@code D_cba} or {@code D_pba}; WHO are regions (of D_cba also exogenous consumers,
 * by their name), all when left out. Parts of D_cba are {@code category}, {@code product}, {@code
 * sector} (that emits) and {@code from} (the region that emits); D_pba has {@code sector}. Patterns
 * are those of sweep files: names and codes without regard to case, {@code *}, {@code
 * province:Hebei}.
 */
final class TargetWords {
  private static final Where OPTION = new Where("--of", 0);
  private static final String CBA = "D_cba";
  private static final String PBA = "D_pba";
  private static final Map<String, Set<String>> PARTS =
      Map.of(CBA, Set.of("category", "product", "sector", "from"), PBA, Set.of("sector"));

  private TargetWords() {}

  /**
   * What a text means for a table.
   *
   * @throws BadDataException when it is no footprint, or a name matches nothing; with nearest names
   */
  static FootprintTarget read(String text, MrioTable table) {
    String[] pieces = text.split("\\|", -1);
    int colon = pieces[0].indexOf(':');
    String measure = (colon < 0 ? pieces[0] : pieces[0].substring(0, colon)).strip();
    String who = colon < 0 ? "" : pieces[0].substring(colon + 1).strip();
    if (!PARTS.containsKey(measure)) {
      throw OPTION.refusal(
          "no footprint \"%s\"%s; expected D_cba:REGION or D_pba:REGION"
              .formatted(measure, NearestNames.hint(measure, List.of(CBA, PBA))));
    }
    var choices =
        new Choices(
            table,
            List.of(),
            () -> {
              throw new BadDataException("groups by results are for sweeps; name the regions");
            });
    TableAxes axes = table.axes();
    var target =
        measure.equals(CBA)
            ? FootprintTarget.consumption(text, axes, choices.consumers(choice(who)))
            : FootprintTarget.production(text, axes, choices.regions(choice(who)));
    for (var part : parts(pieces, measure).entrySet()) {
      target = restricted(target, axes, choices, part.getKey(), choice(part.getValue()));
    }
    return target;
  }

  private static FootprintTarget restricted(
      FootprintTarget target, TableAxes axes, Choices choices, String part, Choice choice) {
    return switch (part) {
      case "category" -> target.ofCategories(axes, choices.categories(choice));
      case "product" -> target.ofProducts(axes, choices.sectors(choice));
      case "from" -> target.from(axes, choices.regions(choice));
      default -> target.ofProducers(axes, choices.sectors(choice));
    };
  }

  private static Map<String, String> parts(String[] pieces, String measure) {
    var parts = new LinkedHashMap<String, String>();
    for (int i = 1; i < pieces.length; i++) {
      String piece = pieces[i].strip();
      int colon = piece.indexOf(':');
      String key = colon < 0 ? piece : piece.substring(0, colon).strip();
      String pattern = colon < 0 ? "" : piece.substring(colon + 1).strip();
      var known = PARTS.get(measure).stream().sorted().toList();
      if (!known.contains(key)) {
        throw OPTION.refusal(
            "%s has no part \"%s\"%s; write it as in %s:REGION | %s:NAME"
                .formatted(measure, key, NearestNames.hint(key, known), measure, known.getFirst()));
      }
      if (pattern.isEmpty()) {
        throw OPTION.refusal("the part \"%s\" names nothing; write %s:NAME".formatted(key, key));
      }
      if (parts.put(key, pattern) != null) {
        throw OPTION.refusal("the part \"%s\" stands twice".formatted(key));
      }
    }
    return parts;
  }

  private static Choice choice(String pattern) {
    return pattern.isEmpty() ? Choice.all(OPTION) : new Choice(List.of(pattern), OPTION);
  }
}
