package wassily.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import wassily.account.AffluenceQuintiles;
import wassily.account.SuperEmitters;
import wassily.scenario.Choice;
import wassily.scenario.Choices;
import wassily.table.BadDataException;

/**
 * The classes that the city study puts regions, sectors and categories in.
 *
 * @param study the regions of the statistics, as one class
 * @param perHead affluence by region, the study's currency per person; NaN outside the study
 * @param inTableUnits how many of the table's units one of the study's currency is
 * @param quintiles by affluence
 * @param sectorGroups the groups of sectors
 * @param structure each group's share in value added, by region of the study in their order
 * @param types clusters of the structure
 * @param typeOf structure types as classes
 * @param emitters super-emitters of the whole table
 * @param keySectors positions
 * @param from categories of capital formation
 * @param to categories that grow instead
 */
public record CityGroups(
    RegionClasses study,
    double[] perHead,
    double inTableUnits,
    RegionClasses quintiles,
    SectorGroups sectorGroups,
    double[][] structure,
    StructureTypes types,
    RegionClasses typeOf,
    SuperEmitters emitters,
    int[] keySectors,
    int[] from,
    int[] to) {

  /**
   * Evaluates the classes on the baseline.
   *
   * @param a the accounts
   * @param choices finds names on the table's axes
   * @param o what the study is asked
   * @return the classes
   * @throws BadDataException when population is missing, a name is unknown, a sector is in no
   *     group, or regions are too few
   */
  public static CityGroups of(CityAccounts a, Choices choices, CityOptions o) {
    int regions = a.axes().regions().size();
    int[] out = o.subject().excluded().in(choices);
    int[] in = IntStream.range(0, regions).filter(r -> Arrays.binarySearch(out, r) < 0).toArray();
    requirePeople(a, in);
    double unit = o.subject().currency().inTableUnits(a.money());
    double[] perHead = perHead(a, o, in, unit);
    var quintiles = AffluenceQuintiles.of(o.where().file(), perHead, in);
    List<SectorGroups.Rule> rules =
        o.structure().groups().isEmpty()
            ? CityDefaults.groups(a.axes(), o.where())
            : o.structure().groups();
    var sectorGroups = SectorGroups.of(rules, a.axes().sectors().texts(), choices, o.where());
    double[][] structure = sectorGroups.shares(a.valueAdded(), in, a.regions());
    var types = StructureTypes.of(structure, o.structure().seed(), o.structure().restarts());
    var typeOf = new int[regions];
    Arrays.fill(typeOf, -1);
    for (int at = 0; at < in.length; at++) {
      typeOf[in[at]] = types.cluster()[at];
    }
    var emitters =
        SuperEmitters.of(
            new SuperEmitters.Accounts(a.production(), a.footprintTotals()),
            o.emitters().threshold(),
            o.emitters().ofFootprint());
    Choice key =
        o.emitters().keySectors().orElseGet(() -> CityDefaults.keySectors(a.axes(), o.where()));
    Choice from =
        o.mitigation().from().orElseGet(() -> CityDefaults.capitalFormation(a.axes(), o.where()));
    Choice to =
        o.mitigation().to().orElseGet(() -> CityDefaults.householdConsumption(a.axes(), o.where()));
    return new CityGroups(
        RegionClasses.one(regions, in),
        perHead,
        unit,
        RegionClasses.of(quintiles, regions),
        sectorGroups,
        structure,
        types,
        new RegionClasses("structure type", sectorGroups.names(), typeOf),
        emitters,
        choices.sectors(key),
        choices.categories(from),
        choices.categories(to));
  }

  private static void requirePeople(CityAccounts a, int[] regions) {
    var without = new ArrayList<String>();
    for (int r : regions) {
      if (!(a.population()[r] > 0) || Double.isInfinite(a.population()[r])) {
        without.add(
            "%s (%s)"
                .formatted(
                    a.regions().get(r),
                    Double.isNaN(a.population()[r]) ? "unknown" : a.population()[r]));
      }
    }
    if (!without.isEmpty()) {
      throw new BadDataException(
          "the population of %d regions is no positive number: %s%s; give it in the study file (population: people.csv), import the table with --population, or leave the regions out (exclude)"
              .formatted(
                  without.size(),
                  String.join(", ", without.stream().limit(5).toList()),
                  without.size() > 5 ? " and %d more".formatted(without.size() - 5) : ""));
    }
  }

  private static double[] perHead(CityAccounts a, CityOptions o, int[] in, double unit) {
    boolean gdp = o.subject().affluence() == CityOptions.Affluence.GDP;
    double[] money = gdp ? a.gdp() : a.demandTotals();
    var perHead = new double[money.length];
    Arrays.fill(perHead, Double.NaN);
    for (int r : in) {
      if (!(money[r] > 0)) {
        throw new BadDataException(
            "the %s of %s is %s, expected more than 0 because it is compared by head; leave the region out with exclude"
                .formatted(gdp ? "value added" : "final demand", a.regions().get(r), money[r]));
      }
      perHead[r] = money[r] / unit / a.population()[r];
    }
    return perHead;
  }

  /**
   * Super-emitters of some types in the study.
   *
   * @param types which
   * @return positions, ascending
   */
  public int[] emitters(EnumSet<SuperEmitters.Type> types) {
    return inStudy(emitters, types);
  }

  private int[] inStudy(SuperEmitters of, EnumSet<SuperEmitters.Type> types) {
    return IntStream.of(of.regions(types)).filter(r -> study.of()[r] >= 0).toArray();
  }

  /**
   * Regions whose technology changes: technology and hybrid super-emitters.
   *
   * @param of super-emitters by any threshold
   * @return positions, ascending
   */
  public int[] technology(SuperEmitters of) {
    return inStudy(of, EnumSet.of(SuperEmitters.Type.TECHNOLOGY, SuperEmitters.Type.HYBRID));
  }

  /**
   * Regions whose demand changes: demand and hybrid super-emitters.
   *
   * @param of super-emitters by any threshold
   * @return positions, ascending
   */
  public int[] demand(SuperEmitters of) {
    return inStudy(of, EnumSet.of(SuperEmitters.Type.DEMAND, SuperEmitters.Type.HYBRID));
  }

  /**
   * The same and the regions of the richest quintile that are of one structure type.
   *
   * @param of super-emitters by any threshold
   * @param type the type's name
   * @return positions, ascending
   */
  public int[] deepDemand(SuperEmitters of, String type) {
    var all = new TreeSet<Integer>();
    IntStream.of(demand(of)).forEach(all::add);
    int wanted = typeOf.labels().indexOf(type);
    for (int r : study.regions()) {
      if (quintiles.of()[r] == 0 && wanted >= 0 && typeOf.of()[r] == wanted) {
        all.add(r);
      }
    }
    return all.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * A class's mean affluence {@code ΣD/Σpopulation} of final demand.
   *
   * @param a the accounts
   * @param quintile 1 = richest
   * @return the study's currency per person
   */
  public double meanDemand(CityAccounts a, int quintile) {
    double money = quintiles.sums(a.demandTotals())[quintile - 1];
    return money / inTableUnits / quintiles.sums(a.population())[quintile - 1];
  }
}
