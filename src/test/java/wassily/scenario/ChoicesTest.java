package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.account.SuperEmitters;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.TableInfo;

class ChoicesTest {
  private static final Where LINE = new Where("sweep.yaml", 12);
  private static final Where GROUP = new Where("sweep.yaml", 5);

  /** Six regions; demand in 10,000 CNY and people, so that demand per head is 6, 5 … 1 ·10⁴ CNY. */
  private static MrioTable table(String unit) {
    var regions =
        List.of(
            region("Beijing", "BJ", "Beijing"),
            region("Tangshan", "TS", "Hebei"),
            region("Baoding", "BD", "Hebei"),
            region("Tianjin", "TJ", "Tianjin"),
            region("Xingtai", "XT", "Hebei"),
            new Region("Isle"));
    var sectors =
        List.of(
            new Sector("Coal mining", "C06", Map.of("group", "energy")),
            new Sector("Iron and steel", "C24", Map.of("group", "heavy")),
            new Sector("Services (other)", "S1", Map.of("group", "services")));
    var axes =
        new TableAxes(
            Axis.of("region", regions),
            Axis.of("sector", sectors),
            Axis.of(
                "category",
                List.of(new Category("Household consumption"), new Category("Capital formation"))),
            Axis.of("exogenous consumer", List.of(new ExogenousConsumer("Foreign export"))));
    var y = new double[18][13];
    for (int s = 0; s < 6; s++) {
      y[3][2 * s] = 6 - s;
      y[7][2 * s + 1] = 6 - s;
    }
    var people = new double[6];
    Arrays.fill(people, 2);
    var z = HostMatrix.allocate(Arena.ofAuto(), 18, 18);
    return new MrioTable(
        new TableInfo("six", 2020, unit, "test", TableInfo.OutputSource.FILE),
        axes,
        z,
        HostMatrix.of(y),
        new double[18],
        Axis.of("primary input", List.of()),
        HostMatrix.allocate(Arena.ofAuto(), 0, 18),
        Optional.of(people),
        List.of(),
        () -> {});
  }

  private static Region region(String name, String code, String province) {
    return new Region(name, code, Map.of("province", province));
  }

  private static Choices choices(Group... groups) {
    return new Choices(
        table("10000 CNY"),
        List.of(groups),
        () -> {
          throw new AssertionError("a footprint that nobody needs");
        });
  }

  private static Choice choice(String... patterns) {
    return new Choice(List.of(patterns), LINE);
  }

  private static Group regions(String name, Group.RegionRule rule) {
    return new Group(name, Optional.of(rule), Optional.empty(), GROUP);
  }

  private static Group regions(String name, String... patterns) {
    return regions(name, new Group.Named(new Choice(List.of(patterns), GROUP)));
  }

  private static String refusal(org.junit.jupiter.api.function.Executable asked) {
    return assertThrows(BadDataException.class, asked).getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Beijing             | 0",
        "bEIJING             | 0",
        "ts                  | 1",
        "T*                  | 1 3",
        "*ing                | 0 2",
        "*                   | 0 1 2 3 4 5",
        "province:Hebei      | 1 2 4",
        "Province:h*         | 1 2 4",
        "@quintile-1         | 0 1",
        "@top-quintile       | 0 1",
        "@quintile-5         | 5",
        "@north              | 0 1 2 4",
        "isle;province:T*;TJ | 3 5",
      })
  void regionsOfPatterns(String patterns, String positions) {
    var north = regions("north", "Beijing", "@hebei");
    var hebei = regions("hebei", "province:Hebei");
    assertArrayEquals(
        Stream.of(positions.split(" ")).mapToInt(Integer::parseInt).toArray(),
        choices(north, hebei).regions(choice(patterns.split(";"))));
  }

  @Test
  void allOfThem() {
    assertEquals(6, choices().regions(Choice.all(LINE)).length);
    assertEquals(3, choices().sectors(Choice.all(LINE)).length);
    assertEquals(2, choices().categories(Choice.all(LINE)).length);
    // Exogenous consumers only when they are named.
    assertEquals(6, choices().consumers(Choice.all(LINE)).length);
    assertEquals(6, choices().consumers(choice("*")).length);
    assertArrayEquals(new int[] {6}, choices().consumers(choice("foreign*")));
    assertArrayEquals(
        new int[] {1, 2, 4, 6}, choices().consumers(choice("province:Hebei", "Foreign export")));
  }

  @Test
  void sectorsAndCategories() {
    var heavy =
        new Group("key", Optional.empty(), Optional.of(new Choice(List.of("C2*"), GROUP)), GROUP);
    assertArrayEquals(new int[] {0, 1}, choices(heavy).sectors(choice("@key", "group:energy")));
    assertArrayEquals(new int[] {2}, choices().sectors(choice("services (OTHER)")));
    assertArrayEquals(new int[] {1}, choices().categories(choice("*formation")));
    assertArrayEquals(
        new int[] {4, 7, 13}, choices().rows(new Cells(choice("province:Hebei"), choice("C24"))));
  }

  @Test
  void nothingMatches() {
    Choices c = choices(regions("hebei", "province:Hebei"));
    assertEquals(
        "sweep.yaml:12: no region \"Tangshen\"; did you mean Tangshan?",
        refusal(() -> c.regions(choice("Tangshen"))));
    assertEquals(
        "sweep.yaml:12: no region is in \"province:Hubei\"; did you mean Hebei?",
        refusal(() -> c.regions(choice("province:Hubei"))));
    assertEquals(
        "sweep.yaml:12: no region \"provinz:Hebei\"; did you mean province:Hebei?",
        refusal(() -> c.regions(choice("provinz:Hebei"))));
    assertEquals(
        "sweep.yaml:12: no group \"@hebai\"; did you mean hebei?",
        refusal(() -> c.regions(choice("@hebai"))));
    assertEquals(
        "sweep.yaml:12: the group @hebei holds regions, not sectors",
        refusal(() -> c.sectors(choice("@hebei"))));
    assertEquals(
        "sweep.yaml:12: @hebei: groups hold regions or sectors, not categories",
        refusal(() -> c.categories(choice("@hebei"))));
    assertEquals(
        "sweep.yaml:12: no sector \"Steel\"; there are: Coal mining, Iron and steel, Services (other), C06, C24, S1",
        refusal(() -> c.sectors(choice("Steel"))));
    assertEquals(
        "sweep.yaml:12: no category of final demand \"Capital fromation\"; did you mean Capital formation?",
        refusal(() -> c.categories(choice("Capital fromation"))));
    assertEquals(
        "sweep.yaml:5: the group @a is defined by itself",
        refusal(() -> choices(regions("a", "@b"), regions("b", "@a")).regions(choice("@a"))));
  }

  @Test
  void byDemandPerHead() {
    var ofTable = Currency.ofTable(GROUP);
    var none = OptionalDouble.empty();
    // 60,000 CNY a head in Beijing, 10,000 less in each that follows.
    var poor = new Group.DemandPerCapita(OptionalDouble.of(20_000.5), none, ofTable);
    assertArrayEquals(new int[] {4, 5}, choices(regions("poor", poor)).regions(choice("@poor")));
    var usd = new Currency(Optional.of("USD"), Optional.of(8.0), GROUP);
    // 2,500 USD · 8 = 20,000 CNY: exactly Xingtai's, which is not below it.
    var poorer = new Group.DemandPerCapita(OptionalDouble.of(2500), none, usd);
    assertArrayEquals(new int[] {5}, choices(regions("poor", poorer)).regions(choice("@poor")));
    var middle =
        new Group.DemandPerCapita(OptionalDouble.of(45_000), OptionalDouble.of(25_000), ofTable);
    assertArrayEquals(
        new int[] {2, 3}, choices(regions("middle", middle)).regions(choice("@middle")));
    var nobody = new Group.DemandPerCapita(OptionalDouble.of(3600), none, ofTable);
    assertEquals(
        "sweep.yaml:5: the group @poor is empty: demand per head is 10000.0 to 60000.0",
        refusal(() -> choices(regions("poor", nobody)).regions(choice("@poor"))));
    var eur = new Currency(Optional.of("EUR"), Optional.empty(), GROUP);
    var unknown = new Group.DemandPerCapita(OptionalDouble.of(3600), none, eur);
    assertEquals(
        "sweep.yaml:5: amounts in EUR, the table is in 10000 CNY; add exchange-rate: how many CNY one EUR is worth",
        refusal(() -> choices(regions("poor", unknown)).regions(choice("@poor"))));
  }

  @Test
  void bySuperEmission() {
    var accounts =
        new SuperEmitters.Accounts(
            new double[] {10, 60, 5, 20, 4, 1}, new double[] {50, 25, 5, 10, 5, 5});
    var asked = new int[1];
    var technology =
        regions("technology", new Group.SuperEmitters(List.of("technology"), 0.15, false));
    var emitters =
        regions("emitters", new Group.SuperEmitters(List.of("demand", "hybrid"), 0.15, false));
    var none = regions("none", new Group.SuperEmitters(List.of("demand"), 0.6, false));
    var c =
        new Choices(
            table("10000 CNY"),
            List.of(technology, emitters, none),
            () -> {
              asked[0]++;
              return accounts;
            });
    // Above 15: D_pba of Tangshan and Tianjin, D_cba of Beijing and Tangshan.
    assertArrayEquals(new int[] {3}, c.regions(choice("@technology")));
    assertArrayEquals(new int[] {0, 1}, c.regions(choice("@emitters")));
    assertEquals(
        "sweep.yaml:5: the group @none is empty: no super-emitter of type demand at a threshold of 0.6",
        refusal(() -> c.regions(choice("@none"))));
    assertEquals(1, asked[0]);
  }

  @Test
  void dimensions() {
    var c = choices(regions("north", "T*"));
    assertEquals(List.of("Q1", "Q2", "Q3", "Q4", "Q5"), c.grouping("quintile", LINE).labels());
    assertArrayEquals(new int[] {0, 0, 1, 2, 3, 4}, c.grouping("quintile", LINE).groupOf());
    assertEquals(
        List.of("Beijing", "Hebei", "Tianjin", "(none)"), c.grouping("province", LINE).labels());
    assertArrayEquals(new int[] {0, 1, 1, 2, 1, 3}, c.grouping("province", LINE).groupOf());
    assertEquals(List.of("north", "other regions"), c.grouping("north", LINE).labels());
    assertArrayEquals(new int[] {1, 0, 1, 0, 1, 1}, c.grouping("north", LINE).groupOf());
    assertEquals(6, c.grouping("region", LINE).labels().size());
    assertEquals(
        "sweep.yaml:12: no dimension \"provinc\"; it is an attribute of the table's regions or a group of this file; did you mean province?",
        refusal(() -> c.grouping("provinc", LINE)));
  }

  @Test
  void moneyPerPerson() {
    var lift = new Action.DemandLift(choice("*"), Amount.ONE, false);
    assertEquals(10_000, choices().currencyPerUnit(lift));
    var strange = new Choices(table("shells?"), List.of(), () -> null);
    assertEquals(
        "sweep.yaml:12: the table's unit of money \"shells?\" is not understood, expected a form as \"M EUR\" or \"10000 CNY\"; import the table again with --unit",
        refusal(() -> strange.currencyPerUnit(lift)));
    var twice = new Currency(Optional.of("cny"), Optional.of(6.0), LINE);
    assertEquals(
        "sweep.yaml:12: exchange-rate 6.0 although the table is in CNY itself; name the other currency, or leave the rate out",
        refusal(() -> twice.inTableUnits("10000 CNY")));
  }
}
