package wassily;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A program to be run by a test, with an environment that holds what is set here and nothing else.
 */
final class Command {
  private final List<String> words;
  private final Map<String, String> environment = new TreeMap<>();
  private Path directory = Path.of(".");

  private Command(List<String> words) {
    this.words = words;
  }

  /** What a finished program left. */
  record Outcome(long pid, int code, String out, String err) {
    List<String> errLines() {
      return err.lines().toList();
    }

    List<String> outLines() {
      return out.lines().toList();
    }
  }

  static Command of(Object... words) {
    return new Command(List.of()).and(words);
  }

  /** The same program with more arguments. */
  Command and(Object... more) {
    var all = new ArrayList<>(words);
    for (Object word : more) {
      all.add(word.toString());
    }
    var longer = new Command(List.copyOf(all)).in(directory);
    longer.environment.putAll(environment);
    return longer;
  }

  Command in(Path directory) {
    this.directory = directory;
    return this;
  }

  Command with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  /** Runs it to its end; what it prints goes through files, so that no full pipe can block it. */
  Outcome run(Duration limit) throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    try {
      var builder =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String talk = Files.readString(err);
      assertTrue(ended, () -> words + " still ran after " + limit + "; it said: " + talk);
      return new Outcome(process.pid(), process.exitValue(), Files.readString(out), talk);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
