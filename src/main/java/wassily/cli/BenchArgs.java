package wassily.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wassily.io.OutputFile;

/** Where measurements are written, and where the tables lie meanwhile. */
final class BenchArgs {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--json",
      paramLabel = "FILE.json",
      description = "Write all single times, with the machine")
  Path json;

  @Option(
      names = "--work",
      paramLabel = "FOLDER",
      description = "Where tables are written and removed again. Default: a temporary folder")
  Path work;

  @Option(names = "--force", description = "Replace the files when they exist")
  boolean force;

  /** Something done in the folder of the tables. */
  @FunctionalInterface
  interface InFolder<T> {
    T in(Path folder) throws IOException;
  }

  void requireWritable() throws IOException {
    if (json != null) {
      OutputFile.require(json, force);
    }
    if (work != null && !Files.isDirectory(work)) {
      throw new ParameterException(spec.commandLine(), "--work %s: no such folder".formatted(work));
    }
  }

  /** Works in the folder; a temporary one is removed afterwards. */
  <T> T inFolder(InFolder<T> work) throws IOException {
    if (this.work != null) {
      return work.in(this.work);
    }
    Path folder = Files.createTempDirectory("wassily-bench-");
    try {
      return work.in(folder);
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Writes a text file whole. */
  void write(Path file, String text) throws IOException {
    try (var out = OutputFile.create(file, force)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.channel().write(bytes);
      }
      out.commit();
    }
  }
}
