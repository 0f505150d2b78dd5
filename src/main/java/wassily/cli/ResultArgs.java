package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import wassily.io.OutputFile;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.WriteOptions;
import wassily.result.ResultSet;

/** Options that say what becomes of a result. */
final class ResultArgs {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.h5",
      description = "Store the result with its labels, certificate and provenance")
  Path out;

  @Option(names = "--force", description = "Replace the output when it exists")
  boolean force;

  @Option(names = "--json", description = "Print the result as JSON")
  boolean json;

  @Option(
      names = "--timings",
      paramLabel = "FILE.json",
      description = "Write the seconds of every phase to a file; - prints them on stderr")
  String timings;

  /** Refuses an output that exists or cannot be written before any work is done for it. */
  void requireWritable() throws IOException {
    if (out != null) {
      OutputFile.require(out, force);
    }
  }

  void store(ResultSet result, Talk talk, int threads) throws IOException {
    if (out != null) {
      ResultFile.write(result, out, new WriteOptions(force, 0, threads), talk);
      talk.say("result: " + out);
    }
  }
}
