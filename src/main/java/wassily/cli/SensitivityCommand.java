package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.account.AdjointSensitivity;
import wassily.account.FootprintTarget;
import wassily.account.SensitiveCell;
import wassily.account.SensitivityArrays;
import wassily.account.StressorSelection;
import wassily.account.Work;
import wassily.io.OutputFile;
import wassily.io.text.ResultTableCsv;
import wassily.result.ResultSet;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** The cells of a table on which one footprint depends most. */
@Command(
    name = "sensitivity",
    description = {
      "The cells of Z, Y and F on which a footprint depends most: exact, without sampling.",
      "",
      "  wassily sensitivity table.h5 -s CO2 --of \"D_cba:Beijing\" --top 50",
      "  wassily sensitivity table.h5 -s CO2 --of \"D_cba:Beijing | category:House*\" --of-cells Z",
      "  wassily sensitivity table.h5 -s CO2 --of \"D_pba:province:Hebei | sector:*steel*\"",
      "",
      "An elasticity of 0.02 means: 1 %% more in this cell, 0.02 %% more footprint; x, and so",
      "A = Z/x and S = F/x, are held. docs/uncertainty.md tells the formulas and what they assume."
    })
final class SensitivityCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path table;

  @Option(
      names = "--of",
      paramLabel = "FOOTPRINT",
      required = true,
      description =
          "D_cba:WHO or D_pba:WHO, all regions without WHO; parts of D_cba: | category:NAME,"
              + " | product:NAME, | sector:NAME (that emits), | from:REGION; of D_pba: | sector:NAME")
  String of;

  @Option(
      names = {"-s", "--stressor"},
      paramLabel = "NAME",
      description = "The stressor, where the table has several")
  List<String> stressors = new ArrayList<>();

  @Option(
      names = "--of-cells",
      paramLabel = "MATRIX",
      split = ",",
      defaultValue = "Z,F,F_Y",
      description = "Whose cells are ranked: Z, Y, F, F_Y, with commas. Default: ${DEFAULT-VALUE}")
  List<SensitiveCell.Matrix> cells;

  @Option(
      names = "--by",
      paramLabel = "elasticity|derivative",
      defaultValue = "elasticity",
      description =
          "Rank by percent per percent, or by change per unit of the cell."
              + " Default: ${DEFAULT-VALUE}")
  SensitiveCell.Ranking by;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many cells, 1 to 1,000,000. Default: ${DEFAULT-VALUE}")
  int top;

  @Option(names = "--csv", paramLabel = "FILE.csv", description = "Write the cells as CSV too")
  Path csv;

  @Mixin ResultArgs result = new ResultArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  /** What the option means for the table, found before the long work. */
  private FootprintTarget target;

  @Override
  public Integer call() throws IOException {
    if (top < 1 || top > AdjointSensitivity.MOST_CELLS) {
      throw new ParameterException(
          spec.commandLine(),
          "--top %d: 1 to %,d are expected".formatted(top, AdjointSensitivity.MOST_CELLS));
    }
    result.requireWritable();
    if (csv != null) {
      OutputFile.require(csv, result.force);
    }
    var talk = new Talk(spec.commandLine().getErr());
    return Computation.run(
        table,
        backend,
        this::account,
        (t, a) -> new Work(1, 1, true, false),
        talk,
        c -> compute(c, talk));
  }

  private SatelliteAccount account(MrioTable t) {
    SatelliteAccount account = StressorSelection.select(t, stressors);
    if (account.stressors().size() != 1) {
      throw new BadDataException(
          "%d stressors (%s), sensitivities are those of one; choose it with --stressor"
              .formatted(
                  account.stressors().size(), String.join(", ", account.stressors().texts())));
    }
    target = TargetWords.read(of, t);
    return account;
  }

  private int compute(Computation c, Talk talk) throws IOException {
    var question = new AdjointSensitivity.Question(top, by, new LinkedHashSet<>(cells));
    var found =
        talk.timed(
            "sensitivities",
            () -> AdjointSensitivity.of(c.system(), c.account(), 0, target, question, talk));
    var labelled = new SensitivityArrays(c.table(), c.account(), found);
    var out = spec.commandLine().getOut();
    if (result.json) {
      SensitivityJson.print(out, c.account(), found, labelled);
    } else {
      SensitivityText.print(out, c.account(), found, labelled);
    }
    if (result.out != null) {
      var provenance = c.provenance("sensitivity", talk);
      provenance.put("footprint", of);
      provenance.put("stressor", c.account().stressors().get(0).name());
      provenance.put("ranked_by", by.toString());
      result.store(
          new ResultSet(
              "sensitivities of %s in %s".formatted(of, c.table().info().title()),
              labelled.arrays(),
              found.certificate(),
              provenance,
              List.of(labelled.cells())),
          talk,
          backend.threads());
    }
    if (csv != null) {
      ResultTableCsv.write(labelled.cells(), csv, result.force);
      talk.say("cells: " + csv);
    }
    c.writeTimings(result.timings, talk);
    return CertificateLines.say(found.certificate(), c.system(), talk);
  }
}
