package wassily.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static wassily.study.HandCities.CLOSE;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
import wassily.account.SuperEmitters;
import wassily.account.ValueAdded;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.progress.Progress;
import wassily.scenario.ActionResolver;
import wassily.scenario.Choices;
import wassily.scenario.CsvTable;
import wassily.scenario.DeviceSweepPlanner;
import wassily.scenario.Where;

/**
 * Scenarios of the table of {@link HandCities}: with a threshold of 30 %, 237/10, r1 is a demand
 * super-emitter (D_cba 24, D_pba 22) and r3 a hybrid one; mills are the key sector, τ = 1/14.
 */
class CityScenariosTest {
  private static final Where WHERE = new Where("study.yaml", 0);
  private static final CsvTable.Reader NO_FILES =
      (file, _) -> {
        throw new IOException(file.toString());
      };

  private static CityOptions options() {
    var usual = CityDefaults.options(WHERE);
    var m = usual.mitigation();
    return new CityOptions(
        usual.subject(),
        usual.structure(),
        usual.emitters(),
        new CityOptions.Mitigation(
            m.world(),
            m.from(),
            m.to(),
            1 / 14.0,
            1 / 14.0,
            m.remainder(),
            false,
            Optional.empty()),
        List.of(
            lift("up to a million", 1e6, 1e6),
            lift("nobody is below", 0.5, 0.5),
            lift("the poorest to three million", 1e6, 3e6)),
        usual.allocation(),
        new CityOptions.EffortMap(List.of(0.0, 0.5, 1.0), List.of(1.0, 1 / 14.0), List.of(0.3)),
        WHERE);
  }

  private static CityOptions.Lift lift(String name, double below, double target) {
    return new CityOptions.Lift(
        name, CityOptions.Lift.Set.below(below), CityOptions.Lift.Target.amount(target), WHERE);
  }

  private static CityGroups groups(CityAccounts a) {
    var accounts = new SuperEmitters.Accounts(a.production(), a.footprintTotals());
    return new CityGroups(
        HandCities.study(),
        new double[] {15e6 / 4, 2e6, 0.7e6},
        1e-6,
        new RegionClasses("quintile", List.of("Q1", "Q2", "Q3", "Q4", "Q5"), new int[] {0, 1, 2}),
        new SectorGroups(List.of("heavy", "light"), new int[] {0, 1}),
        new double[3][2],
        new StructureTypes(new int[3], new double[2][2], 0),
        new RegionClasses("structure type", List.of("heavy", "light"), new int[] {0, 1, 1}),
        SuperEmitters.of(accounts, 0.3, false),
        new int[] {0},
        new int[] {1},
        new int[] {0});
  }

  /**
   * Technology, light: mills' average is 53/21, r3's 4 falls to it: (31/21)·8 = 248/21.
   *
   * <p>Demand: r1's capital formation falls from 2 to 15/14 (its columns × 15/28 and 15/14), r3's
   * from 2 to 1 (× 1/2 and 13/12). (Y−Y')·1 = −3/14 9/14 | 0 −13/21 | −1/6 5/14, L of it = −31/84
   * 9/14 | −13/84 −13/21 | 11/105 5/14, S·L of it = −31/84 + 44/105 = 1/20. F_Y grows with
   * households' columns: 1/14 + 3/12. Quota 1/20 − 1/14 − 1/4 = −19/70.
   *
   * <p>Interaction: only r3's mills change technology: (31/21)·(11/105) = 341/2205.
   *
   * <p>Lift to 10⁶ EUR: r3 has 7·10⁵, its footprint 179/5 grows by 3/7: 537/35. To 3·10⁶ EUR it
   * grows by 23/7: 4117/35; r2 has 2·10⁶ and is not of those below 10⁶.
   */
  @Test
  void quotaDeficitAndInteractionByHand() throws IOException {
    try (var table = HandCities.table();
        var backend = Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
        var planner = new DeviceSweepPlanner()) {
      var account =
          CityAccounts.account(table.satellites().getFirst(), ValueAdded.rows(table), table.axes());
      var run = FootprintRun.of(system, account, Progress.NONE);
      var a = CityAccounts.of(table, run.footprint(), HandCities.POPULATION);
      var scenarios = new CityScenarios(a, groups(a), options());
      var csv = new BenchmarkTables(NO_FILES, a, scenarios.variables(), scenarios.design());
      var totals = new CitySweep(planner, backend, Progress.NONE).run(table, a, scenarios, csv);
      double technology = 248 / 21.0;
      double demand = -19 / 70.0;
      double interaction = 341 / 2205.0;
      assertEquals(79, totals.total()[0], CLOSE);
      assertEquals(technology, totals.quota(1), CLOSE);
      assertEquals(demand, totals.quota(3), CLOSE);
      assertEquals(technology + demand - interaction, totals.quota(5), CLOSE);
      // The lowest of three intensities of mills is r2's 1: 3·8 are saved.
      assertEquals(24, totals.quota(2), CLOSE);
      assertEquals(-537 / 35.0, totals.quota(7), CLOSE);
      assertEquals(0, totals.quota(8), "a floor below everybody's demand");
      assertArrayEquals(new int[] {2}, scenarios.lifted(0));
      assertArrayEquals(new int[0], scenarios.lifted(1));
      assertEquals(0, totals.deficit(8), "and no −0");
      assertEquals(4117 / 35.0, totals.deficit(9), 5 * CLOSE); // up to 118, not 79
      assertArrayEquals(new int[] {2}, scenarios.lifted(2));
      // r3 is hybrid, r1 demand; nobody is of a type called high-tech.
      assertArrayEquals(new int[] {2}, scenarios.mitigating("technology deep"));
      assertArrayEquals(new int[] {0, 2}, scenarios.mitigating("demand light"));
      assertArrayEquals(new int[] {0, 2}, scenarios.mitigating("joint deep"));
      // Map: strength 0, 1/2, 1 by τ = 1 (nobody is above) and 1/14.
      int map = scenarios.names().size();
      assertEquals(0, totals.quota(map), CLOSE);
      assertEquals(demand, totals.quota(map + 1), CLOSE);
      assertEquals(12, totals.quota(map + 2), CLOSE);
      assertEquals(24, totals.quota(map + 4), CLOSE);
      // Nothing of the sweep is used here.
      var choices = new Choices(table, List.of(), () -> null);
      var resolver =
          new ActionResolver(
              table, table.satellites().getFirst(), new ChosenNames(choices, "M EUR"), csv);
      double[] f = table.satellites().getFirst().f().row(0);
      assertEquals(
          interaction,
          QuotaInteraction.of(system, f, resolver.resolve(scenarios.levers("joint light"))),
          CLOSE);
      // Production by region: r3's mills alone emit less, households elsewhere do not change.
      assertArrayEquals(new double[] {22, 12, 45 - 248 / 21.0}, totals.production()[1], CLOSE);
      assertEquals(79 + 537 / 35.0, Arrays.stream(totals.footprint()[7]).sum(), CLOSE);
    }
  }
}
