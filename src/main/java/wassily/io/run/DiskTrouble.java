package wassily.io.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What to do about a run's disk that is full or cannot be written to. */
final class DiskTrouble {
  private DiskTrouble() {}

  /** The same failure with its cure, or itself when it is of another kind. */
  static IOException explained(Path run, IOException e) {
    String reason = "" + e.getMessage();
    if (Stream.of("No space left", "Disk quota", "File too large").anyMatch(reason::contains)) {
      return new IOException(
          "%s: %s; finished batches are kept, make room and run it again".formatted(run, reason),
          e);
    }
    if (e instanceof AccessDeniedException || reason.contains("Read-only file system")) {
      return new IOException(
          "%s: cannot be written to (%s); permit it, or plan the sweep again in another folder"
              .formatted(run, reason),
          e);
    }
    return e;
  }
}
