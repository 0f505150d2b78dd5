package wassily.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;

/** The program {@code wassily}. Results go to stdout or into files, talk goes to stderr. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // the same digits and commas on every machine
    var stdout = new Stdout(new FileOutputStream(FileDescriptor.out));
    var out = new PrintWriter(stdout, false, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    out.flush();
    if (stdout.closedByReader()) {
      code = code == Exit.OK ? Exit.NO_READER : code;
    } else if (stdout.failed()) {
      err.println("wassily: stdout could not be written to: " + stdout.reason());
      code = code == Exit.OK ? Exit.FAILED : code;
    }
    System.exit(code);
  }

  /**
   * Runs a command.
   *
   * @param out takes results
   * @param err takes talk
   * @param args the command line
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(out, err, new InstalledSweepParts(), args);
  }

  /** Runs a command with other parts of sweeps. */
  static int run(PrintWriter out, PrintWriter err, SweepParts parts, String... args) {
    try {
      return commandLine(out, err, parts).execute(args);
    } catch (OutOfMemoryError e) {
      // Matrices live outside the heap; what fills it are rows and results of very many stressors.
      err.println(
          "wassily: the Java heap of %,d MB is too small; choose fewer stressors (--stressor), responses or draws, or set WASSILY_JAVA_OPTS=-Xmx8g"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
      return Exit.OUT_OF_MEMORY;
    }
  }

  /** The command line with all commands. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return commandLine(out, err, new InstalledSweepParts());
  }

  private static CommandLine commandLine(PrintWriter out, PrintWriter err, SweepParts parts) {
    var line = new CommandLine(new Wassily(), new SweepCommands(parts));
    line.setOut(out);
    line.setErr(err);
    line.setExecutionExceptionHandler(new Failures());
    line.setParameterExceptionHandler(new UsageErrors());
    Choices.register(line);
    line.setUsageHelpWidth(100);
    line.setUsageHelpLongOptionsMaxWidth(26);
    return line;
  }
}
