package wassily.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line: one line that says what is wrong, one that says where help is. */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    var err = command.getErr();
    err.println("wassily: " + e.getMessage().lines().findFirst().orElse("wrong arguments"));
    if (e instanceof UnmatchedArgumentException u) {
      List<String> near = u.getSuggestions();
      if (!near.isEmpty()) {
        err.println("did you mean: " + String.join(", ", near.stream().limit(3).toList()) + "?");
      }
    }
    err.println("help: " + command.getCommandSpec().qualifiedName() + " --help");
    return Exit.USAGE;
  }
}
