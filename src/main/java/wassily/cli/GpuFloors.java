package wassily.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a card has to reach, and whether it did. Speeds are promised for {@link #ORDER} only; what
 * is right has to be right at any size.
 */
final class GpuFloors {
  /** 313 regions × 42 sectors. */
  static final int ORDER = 13_146;

  private static final List<String> PEERS = List.of("cupy", "torch");

  private final GpuCheckSteps steps;
  private final int n;
  private final List<Floor> floors = new ArrayList<>();

  /** What became of a floor. */
  enum Verdict {
    PASSED,
    FAILED,
    NOT_MEASURED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * One line of the promise.
   *
   * @param name what
   * @param value what was measured
   * @param sign "≥" or "≤"
   * @param bound the promise
   * @param unit of both; "×" for ratios
   * @param verdict the outcome
   * @param why it was not measured, or ""
   */
  record Floor(
      String name,
      OptionalDouble value,
      String sign,
      double bound,
      String unit,
      Verdict verdict,
      String why) {}

  GpuFloors(GpuCheckSteps steps, int n) {
    this.steps = steps;
    this.n = n;
  }

  List<Floor> all() throws IOException {
    floors.clear();
    double backward = 16 * n * Math.ulp(1.0);
    speed("LU with pivoting / fastest peer's LU", overPeer("lu_general"), "≥", 0.95, "×", peers());
    speed(
        "LU without pivoting / fastest peer's LU",
        unpivoted(overPeer("lu_leontief")),
        "≥",
        1.5,
        "×",
        peers());
    speed("LU without pivoting / matrix product, rates", shareOfProduct(), "≥", 0.5, "×", "");
    speed("inverse / fastest peer's inverse", overPeer("inverse_leontief"), "≥", 1.3, "×", peers());
    speed(
        "upload from the page cache / plain pinned copy",
        ratio(steps.median("wassily.pinned_copy"), steps.median("wassily.upload_file")),
        "≥",
        0.7,
        "×",
        "");
    speed("footprint, process to process", steps.median("footprint-cuda.wall"), "≤", 3, "s", "");
    right("normwise backward error, CPU", certified("cpu.h5"), backward);
    right("normwise backward error, CUDA", certified("cuda.h5"), backward);
    right("footprints of CPU and CUDA, relative difference", largestDifference(), 1e-10);
    right("failed checks of the selftest", count("selftest"), 0);
    return List.copyOf(floors);
  }

  private OptionalDouble certified(String file) throws IOException {
    return steps.certified(file, "backward_error_normwise");
  }

  /** The peer's time over ours; several peers: the fastest. */
  private OptionalDouble overPeer(String operation) {
    return ratio(
        PEERS.stream()
            .map(p -> steps.median(p + "." + operation))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .min(),
        steps.median("wassily." + operation));
  }

  private static OptionalDouble ratio(OptionalDouble a, OptionalDouble b) {
    return a.isPresent() && b.isPresent()
        ? OptionalDouble.of(a.getAsDouble() / b.getAsDouble())
        : OptionalDouble.empty();
  }

  /** (⅔·n³ / LU) / (2·n³ / product). */
  private OptionalDouble shareOfProduct() {
    OptionalDouble times = ratio(steps.median("wassily.gemm"), steps.median("wassily.lu_leontief"));
    return unpivoted(
        times.isPresent() ? OptionalDouble.of(times.getAsDouble() / 3) : OptionalDouble.empty());
  }

  /** Counts only where the backend says that it did without pivoting. */
  private OptionalDouble unpivoted(OptionalDouble value) {
    return kernels().allMatch(k -> k.at("/methods/leontief").asText().startsWith("no pivoting"))
        ? value
        : OptionalDouble.empty();
  }

  private Stream<JsonNode> kernels() {
    return steps.steps().stream()
        .filter(s -> s.name().startsWith("kernels-"))
        .map(s -> steps.json().get(s.name()))
        .filter(Objects::nonNull);
  }

  private String peers() {
    return PEERS.stream().anyMatch(p -> steps.median(p + ".lu_general").isPresent())
        ? ""
        : "neither CuPy nor PyTorch ran";
  }

  private OptionalDouble largestDifference() {
    JsonNode compared = steps.json().get("compare");
    if (compared == null || !compared.has("largest")) {
      return OptionalDouble.empty();
    }
    // Infinity is written as a word.
    return OptionalDouble.of(
        compared.get("largest").isNumber()
            ? compared.get("largest").doubleValue()
            : Double.POSITIVE_INFINITY);
  }

  private OptionalDouble count(String step) {
    JsonNode told = steps.json().get(step);
    return told != null && told.has("failed")
        ? OptionalDouble.of(told.get("failed").doubleValue())
        : OptionalDouble.empty();
  }

  private void speed(
      String name, OptionalDouble value, String sign, double bound, String unit, String obstacle) {
    if (n != ORDER && value.isPresent()) {
      floors.add(
          new Floor(
              name,
              value,
              sign,
              bound,
              unit,
              Verdict.NOT_MEASURED,
              "n = %,d, promised for %,d".formatted(n, ORDER)));
    } else {
      judge(name, value, sign, bound, unit, obstacle);
    }
  }

  private void right(String name, OptionalDouble value, double bound) {
    judge(name, value, "≤", bound, "", "");
  }

  /** NaN fails. */
  private void judge(
      String name, OptionalDouble value, String sign, double bound, String unit, String obstacle) {
    if (value.isEmpty()) {
      String why = obstacle.isEmpty() ? "a step before it failed or was left out" : obstacle;
      floors.add(new Floor(name, value, sign, bound, unit, Verdict.NOT_MEASURED, why));
      return;
    }
    double v = value.getAsDouble();
    boolean good = sign.equals("≥") ? v >= bound : v <= bound;
    floors.add(
        new Floor(name, value, sign, bound, unit, good ? Verdict.PASSED : Verdict.FAILED, ""));
  }
}
