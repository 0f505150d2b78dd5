package wassily.io.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import wassily.linalg.HostMatrix;

/**
 * A scenario that was recomputed from scratch: minutes of work on a large table, so it is kept.
 *
 * @param distinct its number among the distinct scenarios
 * @param deviation the largest, relative
 */
record Verified(int distinct, double deviation) {
  private static Path path(Path work, int distinct) {
    return work.resolve("verified-" + distinct);
  }

  private static byte[] header(String planHash, int distinct) {
    return (planHash + " " + distinct).getBytes(StandardCharsets.US_ASCII);
  }

  void write(NewFile files, Path work, String planHash) throws IOException {
    CheckedFile.write(
        files,
        path(work, distinct),
        header(planHash, distinct),
        List.of(HostMatrix.of(new double[] {deviation})));
  }

  static Optional<Verified> find(Path work, String planHash, int distinct) throws IOException {
    Optional<CheckedFile> file =
        CheckedFile.read(path(work, distinct))
            .filter(f -> f.numbers() == 1)
            .filter(f -> Arrays.equals(f.header(), header(planHash, distinct)));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(Double.BYTES, Double.BYTES);
      file.get().read(0, number);
      return Optional.of(new Verified(distinct, HostMatrix.over(number, 1, 1).get(0, 0)));
    }
  }
}
