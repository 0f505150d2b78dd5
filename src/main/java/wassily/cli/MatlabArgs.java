package wassily.cli;

import java.io.IOException;
import wassily.io.text.ImportSettings;
import wassily.table.MrioTable;

/** What the user said about a MATLAB file. */
final class MatlabArgs {
  private final ImportCommand c;
  private final Talk talk;

  MatlabArgs(ImportCommand command, Talk talk) {
    this.c = command;
    this.talk = talk;
  }

  MrioTable read(ImportSettings settings) throws IOException {
    throw new IOException("not yet" + c + talk + settings);
  }
}
