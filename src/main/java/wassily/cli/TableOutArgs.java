package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wassily.io.OutputFile;
import wassily.io.hdf5.WriteOptions;

/** Options of commands that make a table file. */
final class TableOutArgs {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.h5",
      required = true,
      description = "The table file to write")
  Path file;

  @Option(names = "--force", description = "Replace the output when it exists")
  boolean force;

  @Option(
      names = "--compress",
      paramLabel = "0-9",
      defaultValue = "0",
      description =
          "Shuffle and deflate at this level; 0 stores plain numbers, which read 30 times faster."
              + " Default: ${DEFAULT-VALUE}")
  int compress;

  /** Refuses an output that exists or cannot be written before any work is done for it. */
  void requireWritable() throws IOException {
    if (compress < 0 || compress > 9) {
      throw new ParameterException(
          spec.commandLine(), "--compress %d: 0 to 9 is expected".formatted(compress));
    }
    OutputFile.require(file, force);
  }

  WriteOptions how(int threads) {
    return new WriteOptions(force, compress, threads);
  }
}
