package wassily.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import wassily.label.NamePattern;
import wassily.label.TableAxes;
import wassily.scenario.Action;
import wassily.scenario.Choice;
import wassily.scenario.Currency;
import wassily.scenario.Where;
import wassily.table.BadDataException;

/**
 * What a city study assumes where its file says nothing (Zheng et al. 2023 where it has a number).
 */
public final class CityDefaults {
  /** The five groups of the paper, as the attribute "group" of a generated table names them. */
  public static final List<String> GROUPS =
      List.of(
          "agriculture",
          "light manufacturing",
          "heavy manufacturing",
          "energy and resource",
          "high-tech and services");

  /** The group whose rich regions the deep demand scenario adds. */
  public static final String HIGH_TECH = "high-tech and services";

  /** Super-emitters are above 1 % of the whole. */
  public static final double THRESHOLD = 0.01;

  /**
   * Capital formation in final demand: the mean of the two reference cities that the paper prints,
   * Osaka (17 %) and Seoul (27 %).
   */
  public static final double SHARE = 0.22;

  /** K-means restarts: the best of 100 was the best of 10,000 on the tables tried. */
  public static final int RESTARTS = 100;

  private static final List<String> KEY_SECTORS =
      List.of(
          "Electricity*",
          "*steel*",
          "*refin*",
          "*coking*",
          "Coke*",
          "Coal*",
          "*non-metallic*",
          "Chemical*",
          "Basic metal*");

  private static final List<String> CAPITAL =
      List.of("*fixed capital formation*", "*capital formation*");
  private static final List<String> HOUSEHOLD = List.of("*household*", "*consumption*");

  private CityDefaults() {}

  /**
   * A study of which nothing was said.
   *
   * @param where named in messages
   * @return the defaults
   */
  public static CityOptions options(Where where) {
    var references = new LinkedHashMap<String, Double>();
    references.put("lower-middle income", 2.0);
    references.put("world", 4.4);
    references.put("European Union", 8.3);
    references.put("United States", 18.0);
    return new CityOptions(
        new CityOptions.Subject(
            Optional.empty(),
            false,
            new CityOptions.Excluded.Usual(),
            Optional.empty(),
            CityOptions.Affluence.DEMAND,
            Currency.ofTable(where),
            List.of(),
            references,
            "t"),
        new CityOptions.Structure(List.of(), 1, RESTARTS, HIGH_TECH),
        new CityOptions.Emitters(THRESHOLD, false, Optional.empty()),
        new CityOptions.Mitigation(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SHARE,
            SHARE,
            Action.Remainder.REALLOCATE,
            false,
            Optional.empty()),
        lifts(where),
        new CityOptions.Allocation(Optional.empty(), false),
        new CityOptions.EffortMap(
            List.of(0.0, 0.25, 0.5, 0.75, 1.0),
            List.of(0.1, 0.17, 0.22, 0.27, 0.35),
            List.of(0.005, 0.01, 0.02)),
        where);
  }

  /** The two lifts of the paper with targets that every table has. */
  private static List<CityOptions.Lift> lifts(Where where) {
    return List.of(lift(where, "Q4-Q5 to Q3", 3, 4, 5), lift(where, "Q3-Q5 to Q2", 2, 3, 4, 5));
  }

  private static CityOptions.Lift lift(Where where, String name, int target, Integer... of) {
    return new CityOptions.Lift(
        name, CityOptions.Lift.Set.of(List.of(of)), CityOptions.Lift.Target.meanOf(target), where);
  }

  /**
   * The mapping of sectors by the table's attribute "group".
   *
   * @param axes the table's axes
   * @param where named in messages
   * @return a rule for each of the groups that the table has, the paper's order first
   * @throws BadDataException when a sector has no such attribute
   */
  static List<SectorGroups.Rule> groups(TableAxes axes, Where where) {
    var names = new ArrayList<String>();
    var without = new ArrayList<String>();
    for (var sector : axes.sectors()) {
      String group = sector.groups().get("group");
      if (group == null) {
        without.add(sector.name());
      } else if (!names.contains(group)) {
        names.add(group);
      }
    }
    if (!without.isEmpty()) {
      throw where.refusal(
          "%d sectors are in no group: %s; name their groups in the study file, structure: {groups: {agriculture: [...], ...}}"
              .formatted(without.size(), String.join(", ", without)));
    }
    var ordered = new ArrayList<>(GROUPS);
    ordered.retainAll(names);
    names.removeAll(ordered);
    ordered.addAll(names);
    return ordered.stream()
        .map(g -> new SectorGroups.Rule(g, new Choice(List.of("group:" + g), where)))
        .toList();
  }

  /** The key sectors by their usual names; those that the table has. */
  static Choice keySectors(TableAxes axes, Where where) {
    var found = KEY_SECTORS.stream().filter(p -> matches(p, axes.sectors().texts())).toList();
    if (found.isEmpty()) {
      throw where.refusal(
          "no sector has the name of a key sector (%s); name them in the study file, key-sectors: [...]"
              .formatted(String.join(", ", KEY_SECTORS)));
    }
    return new Choice(found, where);
  }

  static Choice capitalFormation(TableAxes axes, Where where) {
    return category(axes, CAPITAL, where, "capital formation", "from");
  }

  static Choice householdConsumption(TableAxes axes, Where where) {
    return category(axes, HOUSEHOLD, where, "household consumption", "to");
  }

  private static Choice category(
      TableAxes axes, List<String> patterns, Where where, String what, String key) {
    for (String p : patterns) {
      if (matches(p, axes.categories().texts())) {
        return new Choice(List.of(p), where);
      }
    }
    throw where.refusal(
        "no category of final demand has the name of %s; name it in the study file, demand: {%s: [...]}; there are: %s"
            .formatted(what, key, String.join(", ", axes.categories().texts())));
  }

  private static boolean matches(String pattern, List<String> names) {
    return names.stream().anyMatch(NamePattern.of(pattern).asMatchPredicate());
  }
}
