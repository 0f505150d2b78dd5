package wassily.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import wassily.label.Region;
import wassily.label.TableAxes;
import wassily.label.china.ChinaProvince;
import wassily.label.china.ChinaSector;
import wassily.scenario.Choice;
import wassily.scenario.Currency;
import wassily.scenario.Where;
import wassily.table.BadDataException;
import wassily.table.MoneyUnit;
import wassily.table.MrioTable;

/**
 * The assumptions of Zheng et al. 2023 for tables of Chinese cities: 42 sectors in five groups, six
 * key sectors, quintiles by final demand per head, Q4 and Q5 lifted to 3,600 US$ and Q3 to Q5 to
 * 5,300 US$; whole provinces among the cities are left out of statistics.
 */
public final class ChinaCities {
  /** Yuan for a US dollar, the mean of 2012, as the paper's amounts need it. */
  public static final double YUAN_PER_DOLLAR = 6.3125;

  private static final Set<String> YUAN = Set.of("CNY", "RMB", "YUAN", "元", "人民币");
  private static final Pattern CHANGCHUN = Pattern.compile("(?i)changchun|长春");
  private static final double LOWER_TARGET = 3600;
  private static final double UPPER_TARGET = 5300;

  private ChinaCities() {}

  /**
   * What does not depend on the table.
   *
   * @param where named in messages
   * @return options in which the table's names are open yet
   */
  public static CityOptions options(Where where) {
    CityOptions usual = CityDefaults.options(where);
    var s = usual.subject();
    var subject =
        new CityOptions.Subject(
            s.stressor(),
            s.valueAddedIsResidual(),
            s.excluded(),
            s.population(),
            CityOptions.Affluence.DEMAND,
            new Currency(Optional.of("USD"), Optional.empty(), where),
            List.of(LOWER_TARGET, UPPER_TARGET),
            s.references(),
            s.referenceUnit());
    return new CityOptions(
        subject,
        usual.structure(),
        usual.emitters(),
        usual.mitigation(),
        List.of(
            lift(where, "Q4-Q5 to 3600", LOWER_TARGET, 4, 5),
            lift(where, "Q3-Q5 to 5300", UPPER_TARGET, 3, 4, 5)),
        usual.allocation(),
        usual.map(),
        where);
  }

  private static CityOptions.Lift lift(Where where, String name, double target, Integer... of) {
    return new CityOptions.Lift(
        name, CityOptions.Lift.Set.of(List.of(of)), CityOptions.Lift.Target.amount(target), where);
  }

  /**
   * Fills in what the table's names decide and the user left open: groups of sectors, key sectors,
   * regions left out, and the exchange rate of a table in yuan.
   *
   * @param o options, from {@link #options} or a file that changes them
   * @param table the table
   * @return options that are complete
   * @throws BadDataException when a sector is none of the 42 and the user named no groups
   */
  public static CityOptions complete(CityOptions o, MrioTable table) {
    TableAxes axes = table.axes();
    var s = o.subject();
    return new CityOptions(
        new CityOptions.Subject(
            s.stressor(),
            s.valueAddedIsResidual(),
            s.excluded() instanceof CityOptions.Excluded.Usual
                ? wholeProvinces(axes, o.where())
                : s.excluded(),
            s.population(),
            s.affluence(),
            currency(s.currency(), table.info().unit()),
            s.classes(),
            s.references(),
            s.referenceUnit()),
        o.structure().groups().isEmpty() ? structure(o, axes) : o.structure(),
        o.emitters().keySectors().isPresent()
            ? o.emitters()
            : new CityOptions.Emitters(
                o.emitters().threshold(), o.emitters().ofFootprint(), keySectors(axes, o.where())),
        o.mitigation(),
        o.lifts(),
        o.allocation(),
        o.map(),
        o.where());
  }

  private static Currency currency(Currency asked, String tableUnit) {
    boolean open = asked.rate().isEmpty() && asked.code().filter("USD"::equals).isPresent();
    boolean yuan =
        open && YUAN.contains(MoneyUnit.parse(tableUnit).currency().toUpperCase(Locale.ROOT));
    return yuan ? new Currency(asked.code(), Optional.of(YUAN_PER_DOLLAR), asked.where()) : asked;
  }

  /**
   * Regions that are provinces although most are cities: by the attribute "level", or by name.
   * Where half of the regions or more are provinces, the table is one of provinces and all stay.
   */
  static CityOptions.Excluded wholeProvinces(TableAxes axes, Where where) {
    List<String> found =
        axes.regions().labels().stream()
            .filter(r -> isWholeProvince(r, axes))
            .map(Region::name)
            .toList();
    return found.isEmpty() || 2 * found.size() >= axes.regions().size()
        ? new CityOptions.Excluded.Nobody()
        : new CityOptions.Excluded.These(new Choice(found, where));
  }

  private static boolean isWholeProvince(Region region, TableAxes axes) {
    String level = region.groups().get("level");
    return level != null
        ? level.equals("province")
        : ChinaProvince.of(region.name())
            .filter(p -> !p.isMunicipality())
            .filter(p -> axes.regions().labels().stream().noneMatch(r -> isCityOf(r, region, p)))
            .isPresent();
  }

  /** Jilin is a province and a city in it: the city where other cities of the province are. */
  private static boolean isCityOf(Region other, Region region, ChinaProvince province) {
    if (other.equals(region)) {
      return false;
    }
    String in = other.groups().getOrDefault("province", "");
    return ChinaProvince.of(in).filter(province::equals).isPresent()
        || province.name().equals("Jilin") && CHANGCHUN.matcher(other.name()).find();
  }

  private static CityOptions.Structure structure(CityOptions o, TableAxes axes) {
    var byGroup = new LinkedHashMap<String, List<String>>();
    CityDefaults.GROUPS.forEach(g -> byGroup.put(g, new ArrayList<>()));
    var unknown = new ArrayList<String>();
    for (String name : axes.sectors().texts()) {
      ChinaSector.of(name)
          .ifPresentOrElse(s -> byGroup.get(s.group()).add(name), () -> unknown.add(name));
    }
    if (!unknown.isEmpty()) {
      throw o.where()
          .refusal(
              "%d sectors are none of China's 42: %s; name their groups in a study file, structure: {groups: {agriculture: [...], ...}}, or leave out --preset"
                  .formatted(unknown.size(), String.join(", ", unknown)));
    }
    var rules =
        byGroup.entrySet().stream()
            .filter(e -> !e.getValue().isEmpty())
            .map(e -> new SectorGroups.Rule(e.getKey(), new Choice(e.getValue(), o.where())))
            .toList();
    var st = o.structure();
    return new CityOptions.Structure(rules, st.seed(), st.restarts(), st.highTech());
  }

  private static Optional<Choice> keySectors(TableAxes axes, Where where) {
    List<String> found =
        IntStream.range(0, axes.sectors().size())
            .mapToObj(s -> axes.sectors().get(s).name())
            .filter(n -> ChinaSector.of(n).filter(ChinaSector::key).isPresent())
            .toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(new Choice(found, where));
  }
}
