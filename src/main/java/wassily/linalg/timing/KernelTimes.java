package wassily.linalg.timing;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import wassily.linalg.BackendInfo;

/**
 * What the operations took, and that their results were right.
 *
 * @param backend what they ran on
 * @param n the order of the matrices
 * @param series the operations
 * @param methods matrix → how it was factorized, in the backend's words
 * @param proofs that what was timed was also right
 */
public record KernelTimes(
    BackendInfo backend,
    int n,
    List<Series> series,
    Map<String, String> methods,
    List<Proof> proofs) {
  /** Copies. */
  public KernelTimes {
    series = List.copyOf(series);
    methods = Collections.unmodifiableMap(new TreeMap<>(methods));
    proofs = List.copyOf(proofs);
  }

  /** In what a rate is given. */
  public enum Unit {
    /** 10⁹ floating-point operations a second. */
    GFLOPS,
    /** 10⁹ bytes a second. */
    GB_PER_SECOND
  }

  /**
   * One operation.
   *
   * @param name "lu_general", "gemm"
   * @param seconds of each repetition, in order
   * @param work operations or bytes of one
   * @param unit of the rate
   */
  public record Series(String name, List<Double> seconds, double work, Unit unit) {
    /** Copies. */
    public Series {
      seconds = List.copyOf(seconds);
    }

    /**
     * The middle of the times, the mean of the two middle ones when they are even in number.
     *
     * @return seconds
     */
    public double median() {
      return new Spread(seconds).median();
    }

    /**
     * The rate at the median time.
     *
     * @return in units of {@link #unit()}
     */
    public double rate() {
      return 1e-9 * work / median();
    }
  }

  /**
   * A result that was checked.
   *
   * @param name what was checked
   * @param figure its error
   * @param bound the largest acceptable one
   */
  public record Proof(String name, double figure, double bound) {
    /**
     * Whether the result was right.
     *
     * @return false also for NaN
     */
    public boolean passed() {
      return figure <= bound;
    }
  }

  /**
   * Whether all results were right.
   *
   * @return false when one was not: then the times mean nothing
   */
  public boolean right() {
    return proofs.stream().allMatch(Proof::passed);
  }
}
