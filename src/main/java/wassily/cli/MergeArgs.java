package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wassily.io.OutputFile;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.WriteOptions;
import wassily.io.run.RunDirectory;
import wassily.io.run.RunMerge;
import wassily.result.ResultSet;

/** Where the result of a sweep goes, and how it is put there. */
final class MergeArgs {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "RESULT.h5",
      required = true,
      description = "The result: design, responses, plan, certificate")
  Path out;

  @Option(names = "--force", description = "Replace the result when it exists")
  boolean force;

  @Option(
      names = "--compress",
      paramLabel = "0-9",
      defaultValue = "0",
      description =
          "Shuffle and deflate at this level, in chunks of scenarios; 0 stores plain numbers, which"
              + " read fastest. Default: ${DEFAULT-VALUE}")
  int compress;

  /** Refuses a result that exists or cannot be written before any work is done for it. */
  void requireWritable() throws IOException {
    if (compress < 0 || compress > 9) {
      throw new ParameterException(
          spec.commandLine(), "--compress %d: 0 to 9 is expected".formatted(compress));
    }
    OutputFile.require(out, force);
  }

  /** Merges a run, says how it went and returns the exit code. */
  int merge(RunDirectory run, Duration patience, int threads, Talk talk) throws IOException {
    try (RunMerge merge = RunMerge.open(run, patience, talk)) {
      ResultSet result = merge.result("wassily " + Version.text(), threads, talk);
      ResultFile.write(result, out, new WriteOptions(force, compress, threads), talk);
      talk.say("result: " + out);
      merge.remarks().forEach(line -> talk.say("warning: " + line));
      int code = Exit.OK;
      if (result.certificate().passed()) {
        talk.say("certificate: passed");
      } else {
        code = CertificateLines.say(result.certificate(), talk);
      }
      if (merge.failed() > 0) {
        talk.say(failed(merge.failed(), result, run));
        code = Exit.CERTIFICATE;
      }
      return code;
    }
  }

  private static String failed(int count, ResultSet result, RunDirectory run) {
    var failures = result.table("failure").orElseThrow();
    String lever = failures.texts("lever").getFirst();
    return "%d of %d scenarios FAILED and are NaN; the first is %.0f: %s%s"
        .formatted(
            count,
            run.stored().plan().design().scenarios(),
            failures.numbers("scenario").getFirst(),
            lever.isEmpty() ? "" : lever + ": ",
            failures.texts("reason").getFirst());
  }
}
