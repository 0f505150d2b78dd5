package wassily.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
import wassily.account.SuperEmitters;
import wassily.label.Axis;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.scenario.Action;
import wassily.scenario.ActionResolver;
import wassily.scenario.Choice;
import wassily.scenario.Choices;
import wassily.scenario.CsvTable;
import wassily.scenario.SweepPlanner;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * The city study (method, section 3; Zheng et al. 2023): indicators from one computation of the
 * accounts, scenarios as one sweep.
 */
public final class CityStudy {
  /**
   * How far the sweep's totals may be from the accounts' and the quotas' identity from 0, in units
   * of the baseline's total: both come from solves with the same factors, whose componentwise
   * backward error is certified at 16·n·eps; times cond₁(I−A) ≤ 40 (7.3 on WIOD, 15 on city tables)
   * that is 3·10⁻⁹ at n = 13,146.
   */
  private static final double BOUND = 1e-8;

  private CityStudy() {}

  /**
   * What a study is made of.
   *
   * @param system the factorized table
   * @param run the accounts of {@link CityAccounts#account}
   * @param population people by region
   * @param options what is asked
   * @param planner plans and computes the sweep
   * @param backend where
   * @param csv reads files that the options name
   * @param progress told how far it is
   */
  public record Inputs(
      LeontiefSystem system,
      FootprintRun run,
      double[] population,
      CityOptions options,
      SweepPlanner planner,
      Backend backend,
      CsvTable.Reader csv,
      Progress progress) {}

  /**
   * A study's result.
   *
   * @param arrays labelled values
   * @param certificate of the accounts, with the study's own checks
   * @param warnings one line each, possibly none: what was asked and could not be done
   */
  public record Result(List<ResultArray> arrays, Certificate certificate, List<String> warnings) {
    /** Copies. */
    public Result {
      arrays = List.copyOf(arrays);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Runs a study.
   *
   * @param in what it is made of
   * @return indicators, scenarios, quota, deficits, allocation and the map
   * @throws IOException when a file cannot be read
   * @throws BadDataException when the table or the options do not allow it; in one line
   */
  public static Result run(Inputs in) throws IOException {
    MrioTable table = populated(in.system().table(), in.population());
    var a = CityAccounts.of(table, in.run().footprint(), in.population());
    requireEmissions(a);
    var choices =
        new Choices(
            table,
            List.of(),
            () -> {
              throw new IllegalStateException("a study names no groups of sweeps");
            });
    var groups = CityGroups.of(a, choices, in.options());
    var scenarios = new CityScenarios(a, groups, in.options());
    // Wrong benchmarks and categories are told before hours of indicators.
    var csv = new BenchmarkTables(in.csv(), a, scenarios.variables(), scenarios.design());
    var resolver =
        new ActionResolver(table, only(in), new ChosenNames(choices, table.info().unit()), csv);
    var arrays = new StudyArrays();
    double[] interaction = interactions(in, scenarios, resolver);
    requireNamesChoose(scenarios, choices, a);
    new IndicatorArrays(a, groups, in.options(), arrays).all();
    new BenchmarkArrays(a, groups, scenarios, resolver, arrays).all();
    ScenarioTotals totals =
        new CitySweep(in.planner(), in.backend(), in.progress()).run(table, a, scenarios, csv);
    var quotas = new QuotaArrays(a, groups, in.options(), scenarios, totals, arrays);
    quotas.all(
        interaction,
        in.options()
            .allocation()
            .givers()
            .map(choices::regions)
            .orElseGet(() -> groups.emitters(EnumSet.allOf(SuperEmitters.Type.class))));
    return new Result(
        arrays.all(), certificate(in, a, totals, interaction), warnings(groups, in.options()));
  }

  private static List<String> warnings(CityGroups groups, CityOptions options) {
    String wanted = options.structure().highTech();
    List<String> types = groups.typeOf().labels();
    return types.contains(wanted)
        ? List.of()
        : List.of(
            "no group of sectors is called %s, so that demand deep adds no regions of Q1; name one of %s as structure: {high-tech: ...}"
                .formatted(wanted, String.join(", ", types)));
  }

  /** All shares of a study are of the emissions. */
  private static void requireEmissions(CityAccounts a) {
    if (!(a.total() > 0)) {
      throw new BadDataException(
          "%s: the production of all regions is %s in all, expected more than 0; name another stressor"
              .formatted(a.stressor().name(), a.total()));
    }
  }

  /** The table with the study's people, which lifts count by; it owns nothing. */
  private static MrioTable populated(MrioTable t, double[] population) {
    return new MrioTable(
        t.info(),
        t.axes(),
        t.z(),
        t.y(),
        t.x(),
        t.primaryInputs(),
        t.v(),
        Optional.of(population),
        t.satellites(),
        () -> {});
  }

  /** The stressor without value added. */
  private static SatelliteAccount only(Inputs in) {
    var both = in.run().footprint().account();
    return new SatelliteAccount(
        both.name(),
        Axis.of("stressor", List.of(both.stressors().get(0))),
        HostMatrix.of(both.f().row(0)),
        HostMatrix.of(both.fY().row(0)));
  }

  private static double[] interactions(Inputs in, CityScenarios scenarios, ActionResolver resolver)
      throws IOException {
    double[] f = in.run().footprint().account().f().row(0);
    var interaction = new double[2];
    for (int j = 0; j < 2; j++) {
      String joint = CityScenarios.MITIGATION.get(4 + j);
      interaction[j] =
          QuotaInteraction.of(in.system(), f, resolver.resolve(scenarios.levers(joint)));
    }
    return interaction;
  }

  /** A region called "A*" would choose more than itself. */
  private static void requireNamesChoose(CityScenarios scenarios, Choices choices, CityAccounts a) {
    for (String name : CityScenarios.MITIGATION) {
      for (var lever : scenarios.levers(name)) {
        Choice of =
            switch (lever.action()) {
              case Action.IntensityBenchmark b -> b.at().regions();
              case Action.DemandShift d -> d.regions();
              default -> throw new IllegalStateException(lever.name());
            };
        int found = choices.regions(of).length;
        if (found != of.patterns().size()) {
          throw new BadDataException(
              "%d regions are chosen by %d names, because a name is another's code or holds a *; rename regions of the table (first: %s)"
                  .formatted(found, of.patterns().size(), a.regions().getFirst()));
        }
      }
    }
  }

  private static Certificate certificate(
      Inputs in, CityAccounts a, ScenarioTotals totals, double[] interaction) {
    var checks = new ArrayList<>(in.run().certificate().checks());
    double whole = Math.abs(a.total());
    checks.add(
        new Certificate.Check(
            "study_baseline",
            Math.abs(totals.total()[0] - a.total()) / whole,
            BOUND,
            "total of the sweep's baseline against Σ D_pba of the accounts, in units of it"));
    for (int j = 0; j < 2; j++) {
      double gap = totals.quota(1 + j) + totals.quota(3 + j) - interaction[j] - totals.quota(5 + j);
      checks.add(
          new Certificate.Check(
              "study_interaction_" + (j == 0 ? "light" : "deep"),
              Math.abs(gap) / whole,
              BOUND,
              "quota(technology) + quota(demand) − (S−S')·L·(Y−Y')·1 against quota(joint), in units of Σ D_pba"));
    }
    return new Certificate(checks);
  }

  /**
   * Percent of something that may not be known.
   *
   * @param part the part
   * @param whole empty: unknown
   * @return NaN when unknown
   */
  static double percent(double part, OptionalDouble whole) {
    return whole.isPresent() ? 100 * part / whole.getAsDouble() : Double.NaN;
  }
}
