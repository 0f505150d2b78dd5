package wassily.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command; what it says about help, version and exit codes holds for all commands. */
@Command(
    name = "wassily",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Multi-regional input-output analysis: tables in, footprints out.",
      "",
      "  wassily demo                                    a generated table, from end to end",
      "  wassily import exiobase3/IOT_2019_pxp -o t.h5   your own table",
      "  wassily footprint t.h5 --stressor CO2           who causes it",
    },
    optionListHeading = "%n",
    parameterListHeading = "%n",
    commandListHeading = "%nCommands (wassily COMMAND --help tells more):%n",
    subcommands = {
      DemoCommand.class,
      ImportCommand.class,
      GenerateCommand.class,
      InfoCommand.class,
      CheckCommand.class,
      AggregateCommand.class,
      FootprintCommand.class,
      FlowsCommand.class,
      MultipliersCommand.class,
      SensitivityCommand.class,
      InverseCommand.class,
      SweepCommand.class,
      ExplainCommand.class,
      PlanCommand.class,
      RunCommand.class,
      StatusCommand.class,
      MissingCommand.class,
      MergeCommand.class,
      SubmitCommand.class,
      SobolCommand.class,
      StudyCommand.class,
      ResultsCommand.class,
      CompareCommand.class,
      DevicesCommand.class,
      SelftestCommand.class,
      BenchCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed (disk full, no permission, a mistake in the program)",
      "2:wrong command line, or the output exists",
      "3:bad data",
      "4:singular or unproductive system",
      "5:the asked device is not there",
      "6:not enough memory",
      "7:complete, but scenarios or the certificate failed",
      "65:shards are missing or do not belong together",
      "75:stopped, or somebody else is at it: run it again"
    })
final class Wassily implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new UsageErrors.NoCommand(spec.commandLine());
  }
}
