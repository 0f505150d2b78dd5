package wassily.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import wassily.account.StressorSelection;
import wassily.account.ValueAdded;
import wassily.table.MrioTable;
import wassily.table.PanelSums;
import wassily.table.SatelliteAccount;

/** What is followed along the supply chains. */
final class AccountArgs {
  @Option(
      names = {"-s", "--stressor"},
      paramLabel = "NAME",
      description = "Stressors or satellite accounts to compute, * is a wildcard. Default: all")
  List<String> stressors = new ArrayList<>();

  @Option(
      names = "--of",
      paramLabel = "stressors|value-added|residual",
      defaultValue = "stressors",
      description =
          "What to follow: stressors, the value-added rows of V, or the residual x − 1'Z."
              + " Default: ${DEFAULT-VALUE}")
  Of of;

  /** The choices. */
  enum Of {
    STRESSORS("stressors"),
    VALUE_ADDED("value-added"),
    RESIDUAL("residual");

    private final String text;

    Of(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  SatelliteAccount account(MrioTable table, int threads, Talk talk) throws IOException {
    return switch (of) {
      case STRESSORS -> StressorSelection.select(table, stressors);
      case VALUE_ADDED -> ValueAdded.rows(table);
      case RESIDUAL -> ValueAdded.residual(table, PanelSums.of(table.z(), threads, talk).columns());
    };
  }
}
