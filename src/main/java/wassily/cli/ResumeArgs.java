package wassily.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** With which code a command ends that is to be run again. */
final class ResumeArgs {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--resume-code",
      paramLabel = "N",
      defaultValue = "${env:WASSILY_RESUME_CODE:-75}",
      description =
          "With what to end when stopped or locked out. Grid Engine requeues after 99, HTCondor's"
              + " convention is 85. Default: $WASSILY_RESUME_CODE or 75")
  int code;

  /** The code; refuses those that mean something else, to us or to shells. */
  int code() {
    if (code < 8 || code > 125 || code == Exit.INCOMPLETE) {
      throw new ParameterException(
          spec.commandLine(),
          "--resume-code %d: 8 to 125 is expected, and not %d".formatted(code, Exit.INCOMPLETE));
    }
    return code;
  }
}
