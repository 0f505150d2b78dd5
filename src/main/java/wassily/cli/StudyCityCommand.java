package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.account.FootprintRun;
import wassily.account.StressorSelection;
import wassily.account.ValueAdded;
import wassily.io.FileHash;
import wassily.io.study.CityStudyFile;
import wassily.io.study.PopulationFile;
import wassily.io.text.CsvTables;
import wassily.label.PrimaryInput;
import wassily.result.ResultArray;
import wassily.result.ResultSet;
import wassily.scenario.DeviceSweepPlanner;
import wassily.scenario.Where;
import wassily.study.ChinaCities;
import wassily.study.CityAccounts;
import wassily.study.CityDefaults;
import wassily.study.CityOptions;
import wassily.study.CityStudy;
import wassily.study.PublishedTotals;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.PanelSums;
import wassily.table.SatelliteAccount;

/** The city study: carbon inequality, super-emitters, mitigation, quota and deficit. */
@Command(
    name = "city",
    description = {
      "Carbon inequality among regions, super-emitters, mitigation scenarios, quota and deficit.",
      "",
      "  wassily study city table.h5                                the usual assumptions",
      "  wassily study city table.h5 study.yaml -o study.h5 --csv tables",
      "  wassily study city china313.h5 --preset china-cities       as Zheng et al. 2023",
      "",
      "Every printed number stands in the stored result, in the array named beside it."
    })
final class StudyCityCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "TABLE.h5", description = "A table with population")
  Path table;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STUDY.yaml",
      description = "What differs from the usual assumptions")
  Path study;

  @Option(
      names = "--preset",
      paramLabel = "china-cities",
      description =
          "Assumptions for tables of Chinese cities, 42 sectors: groups, key sectors, US$, whole"
              + " provinces left out, lifts to 3,600 and 5,300; with the published totals beside")
  Preset preset;

  /** Assumptions with a name. */
  enum Preset {
    CHINA_CITIES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Mixin CsvArgs csv = new CsvArgs();
  @Mixin ResultArgs result = new ResultArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    result.requireWritable();
    csv.requireWritable(result.force);
    var where = new Where((study == null ? table : study).toString(), 0);
    CityOptions usual = preset == null ? CityDefaults.options(where) : ChinaCities.options(where);
    CityOptions options = study == null ? usual : CityStudyFile.read(study, usual);
    var talk = new Talk(spec.commandLine().getErr());
    return Computation.accounts(
        table, backend, t -> account(t, options, talk), talk, c -> compute(c, options, talk));
  }

  private SatelliteAccount account(MrioTable t, CityOptions options, Talk talk) throws IOException {
    List<String> wanted = options.subject().stressor().map(List::of).orElse(List.of());
    if (wanted.isEmpty() && !t.satellites().isEmpty()) {
      SatelliteAccount first = t.satellites().getFirst();
      wanted = List.of(first.name() + ":" + first.stressors().get(0).name());
    }
    SatelliteAccount stressor = StressorSelection.select(t, wanted);
    return CityAccounts.account(stressor, valueAdded(t, options, talk), t.axes());
  }

  private SatelliteAccount valueAdded(MrioTable t, CityOptions options, Talk talk)
      throws IOException {
    if (options.subject().valueAddedIsResidual()) {
      return ValueAdded.residual(t, PanelSums.of(t.z(), backend.threads(), talk).columns());
    }
    if (t.primaryInputs().labels().stream()
        .noneMatch(p -> p.kind() == PrimaryInput.Kind.VALUE_ADDED)) {
      throw new BadDataException(
          "%s has no value-added rows; import V, or write value-added: residual in the study file to take x − 1'Z"
              .formatted(table));
    }
    return ValueAdded.rows(t);
  }

  private double[] population(MrioTable t, CityOptions options, CsvTables csvTables)
      throws IOException {
    var file = options.subject().population();
    if (file.isPresent()) {
      return PopulationFile.read(file.get(), csvTables, t.axes().regions(), options.where());
    }
    return t.population()
        .orElseThrow(
            () ->
                new BadDataException(
                    "%s has no population; import the table again with --population, or name a CSV in the study file: population: people.csv"
                        .formatted(table)));
  }

  private int compute(Computation c, CityOptions asked, Talk talk) throws IOException {
    CityOptions options = preset == null ? asked : ChinaCities.complete(asked, c.table());
    if (preset != null && c.table().axes().exogenous().size() == 0) {
      talk.say(
          "warning: no exogenous consumer: foreign export is missing in this table, or is a region or category of it");
    }
    var files = new CsvTables();
    double[] population = population(c.table(), options, files);
    var run = talk.timed("accounts", () -> FootprintRun.of(c.system(), c.account(), talk));
    CityStudy.Result made;
    try (var planner = new DeviceSweepPlanner(c.system())) {
      made =
          talk.timed(
              "study",
              () ->
                  CityStudy.run(
                      new CityStudy.Inputs(
                          c.system(),
                          run,
                          population,
                          options,
                          planner,
                          c.backend(),
                          files,
                          talk)));
    }
    var provenance = c.provenance("study city", talk);
    if (preset != null) {
      provenance.put("preset", preset.toString());
    }
    if (study != null) {
      provenance.put("study", study.toString());
      provenance.put("study_sha256", FileHash.sha256(study));
    }
    var set =
        new ResultSet(
            "city study of " + c.table().info().title(),
            arrays(made),
            made.certificate(),
            provenance);
    run.warnings().forEach(w -> talk.say("warning: " + w));
    made.warnings().forEach(w -> talk.say("warning: " + w));
    var printed = spec.commandLine().getOut();
    if (result.json) {
      ArrayJson.print(printed, set.arrays());
    } else {
      new StudyCityText(set, printed).print();
    }
    printed.flush();
    result.store(set, talk, backend.threads());
    csv.write(set.arrays(), List.of(), result.force, talk);
    c.writeTimings(result.timings, talk);
    return CertificateLines.say(made.certificate(), c.system(), talk);
  }

  private List<ResultArray> arrays(CityStudy.Result made) {
    var arrays = new ArrayList<>(made.arrays());
    if (preset != null) {
      arrays.add(PublishedTotals.beside(made.arrays()));
    }
    return arrays;
  }
}
