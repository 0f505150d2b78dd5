package wassily.io.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                "allocation: {givers: [Beijing], cap: true}",
                "map: {strength: [0, 1], share: 0.3, threshold: [0.01]}"));
    var s = o.subject();
    assertEquals(Optional.of("NOx"), s.stressor());
    assertTrue(s.valueAddedIsResidual());
    assertEquals(List.of("Tibet", "province:Q*"), s.excluded().orElseThrow().patterns());
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
    assertEquals(new CityOptions.Lift.Target(Optional.of(3600.0), 0), o.lifts().get(0).target());
    assertEquals(List.of(4, 5), o.lifts().get(1).set().quintiles());
    assertEquals(new CityOptions.Lift.Target(Optional.empty(), 2), o.lifts().get(2).target());
    assertTrue(o.allocation().capped());
    assertEquals(
        new CityOptions.EffortMap(List.of(0.0, 1.0), List.of(0.3), List.of(0.01)), o.map());
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
        "demand: {share: 1.5} | share of demand is \"1.5\", expected 0 to 1",
        "lifts: {a: {}} | :2: lift a needs one of below",
        "lifts: {a: {quintiles: 6, target: 3}} | expected a whole number from 1 to 5",
        "lifts: {a: {quintiles: 5}} | lift a has no target",
        "lifts: {a: {below: 3, target: 3}} | lift a: below is the target already",
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
