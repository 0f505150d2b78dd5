package wassily.io.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import wassily.scenario.Choice;
import wassily.scenario.Group;

/** Reads the named groups of regions and sectors. */
final class GroupReader {
  /** Method, section 3.7: 1 % of the whole. */
  private static final double USUAL_THRESHOLD = 0.01;

  private static final List<String> RULES =
      List.of("super-emitter", "demand-per-capita", "quintile");
  private static final List<String> TYPES = List.of("demand", "technology", "hybrid");

  private GroupReader() {}

  static List<Group> read(Yaml yaml) {
    var groups = new ArrayList<Group>();
    for (Yaml.Entry e : Values.keys(yaml, "groups", List.of()).entries().values()) {
      groups.add(group(e));
    }
    return groups;
  }

  private static Group group(Yaml.Entry entry) {
    String name = entry.key();
    if (!Amounts.NAME.matcher(name).matches()) {
      throw entry
          .where()
          .refusal(
              "\"%s\" is no name of a group; it begins with a letter, as poor".formatted(name));
    }
    if (isBuiltIn(name)) {
      throw entry
          .where()
          .refusal("the group \"%s\" is there without being defined".formatted(name));
    }
    Fields f = Fields.of(entry.value(), Form.GROUP, "group " + name);
    if (!f.has("regions") && !f.has("sectors")) {
      throw entry.where().refusal("group %s has neither regions nor sectors".formatted(name));
    }
    return new Group(
        name,
        f.find("regions").map(yaml -> rule(yaml, f.called("regions"))),
        f.find("sectors").map(yaml -> choice(yaml, f.called("sectors"))),
        entry.where());
  }

  /** Names that the resolver knows by itself. */
  private static boolean isBuiltIn(String name) {
    return name.matches("top-quintile|quintile-[1-5]");
  }

  private static Choice choice(Yaml yaml, String what) {
    return Values.choice(yaml, what);
  }

  private static Group.RegionRule rule(Yaml yaml, String what) {
    if (!(yaml instanceof Yaml.Keys keys)) {
      return new Group.Named(choice(yaml, what));
    }
    Yaml.Entry by = keys.entries().get("by");
    if (by == null) {
      throw yaml.where()
          .refusal(
              "%s has no key \"by\" (%s); names of regions stand in a list: [A, \"B*\"]"
                  .formatted(what, String.join(", ", RULES)));
    }
    return switch (Values.word(by.value(), "by of " + what, RULES)) {
      case "super-emitter" -> superEmitters(Fields.of(yaml, Form.BY_SUPER_EMITTER, what));
      case "demand-per-capita" -> demandPerCapita(Fields.of(yaml, Form.BY_DEMAND, what));
      default -> quintiles(Fields.of(yaml, Form.BY_QUINTILE, what));
    };
  }

  private static Group.RegionRule superEmitters(Fields f) {
    var types =
        f.find("type")
            .map(
                yaml ->
                    Values.items(yaml, f.called("type")).stream()
                        .map(item -> Values.word(item, f.called("type"), TYPES))
                        .distinct()
                        .toList())
            .orElse(TYPES);
    double threshold = f.findNumber("threshold").orElse(USUAL_THRESHOLD);
    if (!(threshold > 0 && threshold < 1)) {
      throw Values.wrong(
          f.get("threshold"), f.called("threshold"), "a share between 0 and 1, as 0.01 for 1 %");
    }
    boolean ofFootprint =
        f.word("of", List.of("production", "footprint"), "production").equals("footprint");
    return new Group.SuperEmitters(types, threshold, ofFootprint);
  }

  private static Group.RegionRule demandPerCapita(Fields f) {
    var below = f.findNumber("below");
    var above = f.findNumber("above");
    if (below.isEmpty() && above.isEmpty()) {
      throw f.refusal(f.of() + " has neither below nor above");
    }
    if (below.isPresent() && above.isPresent() && !(above.get() < below.get())) {
      throw f.refusal(
          "no region is below %s and above %s (%s)".formatted(below.get(), above.get(), f.of()));
    }
    return new Group.DemandPerCapita(optional(below), optional(above), f.currency());
  }

  private static OptionalDouble optional(Optional<Double> number) {
    return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
  }

  private static Group.RegionRule quintiles(Fields f) {
    String what = f.called("quintiles");
    return new Group.Quintiles(
        Values.items(f.get("quintiles"), what).stream()
            .map(item -> (int) Values.whole(item, what + " (1 = richest)", 1, 5))
            .distinct()
            .toList());
  }
}
