package wassily.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import wassily.linalg.BackendInfo;
import wassily.linalg.timing.KernelTimes.Proof;

/**
 * What was measured, and where.
 *
 * @param machine the surroundings: a name and a text each, in a fixed order
 * @param options what was asked
 * @param startSeconds from the start of the process to that of the command; empty where the system
 *     does not say
 * @param taken what others had of the processors while ceilings were measured
 * @param devices what was measured on each
 * @param leftOut orders that were not measured, and why
 */
public record BenchReport(
    Map<String, String> machine,
    BenchOptions options,
    OptionalDouble startSeconds,
    Optional<Taken> taken,
    List<Device> devices,
    List<String> leftOut) {
  /** Copies. */
  public BenchReport {
    devices = List.copyOf(devices);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * One device.
   *
   * @param backend what it is
   * @param ceilings what it does at best
   * @param sizes what was measured, ascending
   * @param scalings how phases grow; empty for fewer than two sizes
   */
  public record Device(
      BackendInfo backend, List<Ceiling> ceilings, List<Size> sizes, List<Scaling> scalings) {
    /** Copies. */
    public Device {
      ceilings = List.copyOf(ceilings);
      sizes = List.copyOf(sizes);
      scalings = List.copyOf(scalings);
    }

    /**
     * A ceiling.
     *
     * @param kind which
     * @return it, where it was measured
     */
    public Optional<Ceiling> ceiling(Ceiling.Kind kind) {
      return ceilings.stream().filter(c -> c.kind() == kind).findFirst();
    }

    /**
     * A phase's rate over its ceiling.
     *
     * @param phase a phase of this device
     * @return 1 where it is as fast as the machine; empty where there is nothing to compare with
     */
    public OptionalDouble share(PhaseTimes phase) {
      return phase
          .ceiling()
          .flatMap(this::ceiling)
          .map(c -> OptionalDouble.of(phase.rate() / c.rate()))
          .orElse(OptionalDouble.empty());
    }
  }

  /**
   * One order.
   *
   * @param shape of the table
   * @param columns m, columns of Y: right-hand sides of the solve
   * @param scenarios of the sweep
   * @param method how the table was factorized, in the backend's words
   * @param product products of square matrices of this order, or of the ceiling's where that is
   *     less, in the same rounds: what the ceiling is worth at this order and in these minutes
   * @param phases in the order of an analysis
   * @param proofs that what was timed was also right
   * @param taken what others had of the processors meanwhile; empty where the system does not say
   */
  public record Size(
      TableShape shape,
      int columns,
      int scenarios,
      String method,
      PhaseTimes product,
      List<PhaseTimes> phases,
      List<Proof> proofs,
      Optional<Taken> taken) {
    /** Copies. */
    public Size {
      phases = List.copyOf(phases);
      proofs = List.copyOf(proofs);
    }
  }

  /**
   * Whether all results were right.
   *
   * @return false when one was not: then the times mean nothing
   */
  public boolean right() {
    return devices.stream()
        .flatMap(d -> d.sizes().stream())
        .flatMap(s -> s.proofs().stream())
        .allMatch(Proof::passed);
  }
}
