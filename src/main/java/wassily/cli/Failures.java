package wassily.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import wassily.account.UnproductiveSystemException;
import wassily.io.run.IncompleteRunException;
import wassily.linalg.BackendException;
import wassily.table.BadDataException;

/**
 * What a failed command says and how it ends: one line for what the user can mend, a stack trace
 * for our own mistakes.
 */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    return switch (e) {
      case UncheckedIOException io -> handleExecutionException(io.getCause(), command, parsed);
      case CommandLine.ParameterException p ->
          command.getParameterExceptionHandler() instanceof UsageErrors u
              ? u.handleParseException(p, new String[0])
              : Exit.USAGE;
      case BadDataException bad -> say(command, located(command, bad), Exit.BAD_DATA);
      case UnproductiveSystemException u -> say(command, located(command, u), Exit.UNPRODUCTIVE);
      case BackendException.OutOfMemory m -> say(command, m.getMessage(), Exit.OUT_OF_MEMORY);
      case BackendException.Absent a -> say(command, a.getMessage(), Exit.NO_DEVICE);
      case BackendException.Poisoned p -> say(command, p.getMessage(), Exit.NO_DEVICE);
      case FileAlreadyExistsException there ->
          say(command, there.getFile() + " exists; add --force to replace it", Exit.USAGE);
      case IncompleteRunException gap -> say(command, gap.getMessage(), Exit.INCOMPLETE);
      case NoSuchFileException gone ->
          say(command, gone.getFile() + ": no such file", Exit.BAD_DATA);
      case AccessDeniedException denied ->
          say(command, denied.getFile() + ": permission denied", Exit.FAILED);
      case IOException io -> say(command, oneLine(command, io), Exit.FAILED);
      default -> {
        err.println(
            "wassily: this is a mistake in the program; please report it with these lines:");
        e.printStackTrace(err);
        yield Exit.FAILED;
      }
    };
  }

  private static int say(CommandLine command, String message, int code) {
    command.getErr().println("wassily: " + message.lines().findFirst().orElse("failed"));
    return code;
  }

  /**
   * The message with the table's file in front where it is not named: formulas know labels, not
   * files.
   */
  private static String located(CommandLine command, RuntimeException e) {
    for (var argument : command.getCommandSpec().args()) {
      if (argument.getValue() instanceof Path file && e.getMessage().contains(name(file))) {
        return e.getMessage();
      }
    }
    for (var parameter : command.getCommandSpec().positionalParameters()) {
      if (parameter.getValue() instanceof Path file) {
        return file + ": " + e.getMessage();
      }
    }
    return e.getMessage();
  }

  private static String name(Path file) {
    return file.getFileName() == null ? file.toString() : file.getFileName().toString();
  }

  /** What the operating system says, with the file that was to be written where it names none. */
  private static String oneLine(CommandLine command, IOException e) {
    String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getFile() + ": " + f.getReason();
    }
    if (List.of("No space left", "Disk quota", "File too large").stream()
        .anyMatch(what::startsWith)) {
      var out = command.getCommandSpec().findOption("--out");
      out = out == null ? command.getCommandSpec().findOption("--csv") : out;
      if (out != null && out.getValue() != null) {
        return "%s: %s; nothing was kept, make room or choose another place"
            .formatted(out.<Object>getValue(), what);
      }
    }
    return what;
  }
}
