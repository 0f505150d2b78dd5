package wassily.io.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.io.text.CsvTables;
import wassily.label.Axis;
import wassily.label.Region;
import wassily.scenario.Action;
import wassily.scenario.Where;
import wassily.study.CityDefaults;
import wassily.study.CityOptions;
import wassily.table.BadDataException;

class CityStudyFileTest {
  @TempDir private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("study.yaml"), List.of(lines));
  }

  @Test
  void leftOutMeansUsual() throws IOException {
    CityOptions found = CityStudyFile.read(file("wassily: 1"));
    CityOptions usual = CityDefaults.options(new Where(folder.resolve("study.yaml").toString(), 0));
    assertEquals(usual.structure(), found.structure());
    assertEquals(usual.emitters(), found.emitters());
    assertEquals(usual.mitigation(), found.mitigation());
    assertEquals(usual.lifts(), found.lifts());
    assertEquals(usual.allocation(), found.allocation());
    assertEquals(usual.map(), found.map());
    assertEquals(usual.subject().references(), found.subject().references());
    assertEquals(Optional.empty(), found.subject().currency().code());
  }

  @Test
  void everythingCanBeSaid() throws IOException {
    CityOptions o =
        CityStudyFile.read(
            file(
                "wassily: 1",
                "stressor: NOx",
                "value-added: residual",
                "exclude: [Tibet, 'province:Q*']",
                "population: people.csv",
                "affluence: gdp",
                "currency: USD",
                "exchange-rate: 6.3",
                "classes: [3600, 5300]",
                "references: {here: 3}",
                "reference-unit: kg",
                "structure: {groups: {farms: A*, rest: [B, C]}, seed: 7, restarts: 9, high-tech: rest}",
                "key-sectors: [B]",
                "super-emitters: {threshold: 0.02, of: footprint}",
                "technology: {world: world.csv}",
                "demand: {from: Capital, to: [Rural, Urban], share: 0.2, deep-share: 0.1,",
                "         remainder: cut, direct: fixed}",
                "budget: 3200",
                "lifts:",
                "  a: {below: 3600}",
                "  b: {quintiles: [4, 5], target: 5300}",
                "  c: {quintiles: 3, target: Q2}",
                "  d: {below: 3600, target: 5300}",
                "  e: {below: 3600, target: q1}",
                "allocation: {givers: [Beijing], cap: true}",
                "map: {strength: [0, 1], share: 0.3, threshold: [0.01]}"));
    var s = o.subject();
    assertEquals(Optional.of("NOx"), s.stressor());
    assertTrue(s.valueAddedIsResidual());
    var excluded = (CityOptions.Excluded.These) s.excluded();
    assertEquals(List.of("Tibet", "province:Q*"), excluded.regions().patterns());
    assertEquals(Optional.of(folder.resolve("people.csv")), s.population());
    assertEquals(CityOptions.Affluence.GDP, s.affluence());
    assertEquals(Optional.of(6.3), s.currency().rate());
    assertEquals(List.of(3600.0, 5300.0), s.classes());
    assertEquals("{here=3.0}", s.references().toString());
    assertEquals("kg", s.referenceUnit());
    assertEquals("rest", o.structure().groups().get(1).name());
    assertEquals(List.of("B", "C"), o.structure().groups().get(1).sectors().patterns());
    assertEquals(7, o.structure().seed());
    assertEquals(9, o.structure().restarts());
    assertEquals(0.02, o.emitters().threshold());
    assertTrue(o.emitters().ofFootprint());
    var m = o.mitigation();
    assertEquals(Optional.of(folder.resolve("world.csv")), m.world());
    assertEquals(0.2, m.lightShare());
    assertEquals(0.1, m.deepShare());
    assertEquals(Action.Remainder.CUT, m.remainder());
    assertTrue(m.directFixed());
    assertEquals(Optional.of(3200.0), m.budget());
    assertEquals(CityOptions.Lift.Target.amount(3600), o.lifts().get(0).target());
    assertEquals(CityOptions.Lift.Set.below(3600), o.lifts().get(0).set());
    assertEquals(CityOptions.Lift.Set.of(List.of(4, 5)), o.lifts().get(1).set());
    assertEquals(CityOptions.Lift.Target.meanOf(2), o.lifts().get(2).target());
    assertEquals(CityOptions.Lift.Set.below(3600), o.lifts().get(3).set());
    assertEquals(CityOptions.Lift.Target.amount(5300), o.lifts().get(3).target());
    assertEquals(CityOptions.Lift.Target.meanOf(1), o.lifts().get(4).target());
    assertTrue(o.allocation().capped());
    assertEquals(
        new CityOptions.EffortMap(List.of(0.0, 1.0), List.of(0.3), List.of(0.01)), o.map());
  }

  /** τ is the mean of reference cities, in the file or in a CSV; so are references per head. */
  @Test
  void numbersOfReferenceCities() throws IOException {
    Files.write(folder.resolve("cities.csv"), List.of("name,value", "Osaka,0.125", "Seoul,0.375"));
    Files.write(folder.resolve("levels.csv"), List.of("value;name", "4.5;world", "18;US"));
    CityOptions o =
        CityStudyFile.read(
            file(
                "wassily: 1",
                "references: levels.csv",
                "demand: {share: {Osaka: 0.125, Tokyo: 0.25}, deep-share: cities.csv}"));
    assertEquals(0.1875, o.mitigation().lightShare());
    assertEquals(0.25, o.mitigation().deepShare());
    assertEquals("{world=4.5, US=18.0}", o.subject().references().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Osaka,2 | cities.csv:2: value is \"2\", expected 0 to 1",
        "Osaka,a | cities.csv:2: value is \"a\", expected 0 to 1",
        "Osaka,0.1;Osaka,0.2 | cities.csv:3: Osaka stands twice",
        "'' | share of demand is \"cities.csv\", expected at least one city",
      })
  void wrongReferenceCities(String rows, String said) throws IOException {
    var lines = new ArrayList<>(List.of("name,value"));
    lines.addAll(List.of(rows.split(";")));
    Files.write(folder.resolve("cities.csv"), lines);
    var e =
        assertThrows(
            BadDataException.class,
            () -> CityStudyFile.read(file("wassily: 1", "demand: {share: cities.csv}")));
    assertTrue(e.getMessage().contains(said), e.getMessage());
  }

  /** Nobody, although a preset leaves some out. */
  @Test
  void nobodyIsExcluded() throws IOException {
    assertEquals(
        new CityOptions.Excluded.Nobody(),
        CityStudyFile.read(file("wassily: 1", "exclude: none")).subject().excluded());
    assertEquals(
        new CityOptions.Excluded.Usual(),
        CityStudyFile.read(file("wassily: 1")).subject().excluded());
  }

  /** The deep share is the light one where it is left out. */
  @Test
  void deepFollowsLight() throws IOException {
    var m = CityStudyFile.read(file("wassily: 1", "demand: {share: 0.4}")).mitigation();
    assertEquals(0.4, m.deepShare());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wassily: 2 | :1: written in version 2",
        "stresor: CO2 | :2: unknown key \"stresor\" in the study file; did you mean stressor?",
        "affluence: wealth | :2: affluence of the study file is \"wealth\", expected demand or gdp",
        "super-emitters: {threshold: 1} | expected a share between 0 and 1",
        "demand: {share: {Osaka: 2}} | Osaka of share of demand is \"2\", expected 0 to 1",
        "demand: {share: {}} | share of demand is",
        "references: {world: 0} | world of references is \"0\", expected more than 0",
        "demand: {share: 1.5} | share of demand is \"1.5\", expected 0 to 1",
        "lifts: {a: {}} | :2: lift a needs one of below",
        "lifts: {a: {quintiles: 6, target: 3}} | expected a whole number from 1 to 5",
        "lifts: {a: {quintiles: 5}} | lift a has no target",
        "lifts: {a: {below: 3, quintiles: 5, target: 3}} | lift a needs one of below",
        "lifts: {a: {below: 3, target: Q6}} | target of lift a is \"Q6\"",
        "classes: [2, 1] | expected ascending bounds",
        "exchange-rate: 6 | has an exchange-rate and no currency",
        "structure: {high-tech: machnery} | no group \"machnery\"",
        "map: {threshold: [0]} | threshold of map is \"0\"",
        "budget: 0 | budget of the study file is \"0\", expected more than 0",
      })
  void mistakesAreToldWithTheirLine(String line, String said) throws IOException {
    Path file = line.startsWith("wassily") ? file(line) : file("wassily: 1", line);
    var e = assertThrows(BadDataException.class, () -> CityStudyFile.read(file));
    assertTrue(e.getMessage().startsWith(file + ":"), e.getMessage());
    assertTrue(e.getMessage().contains(said), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nort,3 | :2: no region \"Nort\" in the table; did you mean North?",
        "North,0 | :2: population is \"0\", expected a number > 0",
        "North,-3 | :2: population is \"-3\"",
        "North,many | :2: population is \"many\"",
      })
  void wrongPeople(String row, String said) throws IOException {
    Path file = Files.write(folder.resolve("people.csv"), List.of("region,population", row));
    var regions = Axis.of("region", List.of(new Region("North"), new Region("South")));
    var e =
        assertThrows(
            BadDataException.class,
            () -> PopulationFile.read(file, new CsvTables(), regions, new Where("s.yaml", 2)));
    assertTrue(e.getMessage().contains(said), e.getMessage());
  }

  @Test
  void peopleByNameOrNothing() throws IOException {
    Path file =
        Files.write(folder.resolve("people.csv"), List.of("region,population", "south,12.5"));
    var regions = Axis.of("region", List.of(new Region("North"), new Region("South")));
    double[] people = PopulationFile.read(file, new CsvTables(), regions, new Where("s.yaml", 2));
    assertTrue(Double.isNaN(people[0]));
    assertEquals(12.5, people[1]);
  }
}
