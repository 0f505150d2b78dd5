package wassily.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line: one line that says what is wrong, one that says where help is. */
final class UsageErrors implements IParameterExceptionHandler {
  /** The command was left out. */
  static final class NoCommand extends ParameterException {
    private static final long serialVersionUID = 1L;

    NoCommand(CommandLine line) {
      super(line, "a command is missing; begin with: wassily demo");
    }
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    var err = command.getErr();
    if (e instanceof NoCommand) {
      command.usage(err);
      err.println();
    }
    err.println("wassily: " + message(e));
    if (e instanceof UnmatchedArgumentException u) {
      List<String> near = u.getSuggestions();
      if (!near.isEmpty()) {
        err.println("did you mean: " + String.join(", ", near.stream().limit(3).toList()) + "?");
      }
    }
    err.println("help: " + command.getCommandSpec().qualifiedName() + " --help");
    return Exit.USAGE;
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException u) {
      String word = u.getUnmatched().getFirst();
      if (word.startsWith("-")) {
        return "unknown option " + word;
      }
      boolean root = e.getCommandLine().getParent() == null;
      return (root ? "unknown command \"%s\"" : "\"%s\" is one word too many").formatted(word);
    }
    String line = e.getMessage().lines().findFirst().orElse("wrong arguments");
    return line.replaceFirst("^Invalid value for option '([^']+)'[^:]*: ", "$1: ")
        .replace("is not an int", "is not a whole number")
        .replace("is not a long", "is not a whole number")
        .replace("is not a double", "is not a number")
        .replaceFirst("^Missing required ", "missing: ");
  }
}
