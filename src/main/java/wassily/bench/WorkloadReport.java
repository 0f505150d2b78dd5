package wassily.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import wassily.linalg.BackendInfo;
import wassily.linalg.timing.KernelTimes.Proof;

/**
 * What a published piece of work takes here.
 *
 * @param title whose work, in a line
 * @param shape of the table that was used
 * @param publishedShape of theirs; times at another shape say nothing about it
 * @param machine the surroundings
 * @param backend what it ran on
 * @param steps what was timed
 * @param estimates times that were not measured but worked out from a sample
 * @param notes what is the same as in the publication, and what is not
 * @param proofs that what was timed was also right
 * @param taken what others had of the processors meanwhile; empty where the system does not say
 */
public record WorkloadReport(
    String title,
    TableShape shape,
    TableShape publishedShape,
    Map<String, String> machine,
    BackendInfo backend,
    List<PhaseTimes> steps,
    List<Estimate> estimates,
    List<String> notes,
    List<Proof> proofs,
    Optional<Taken> taken) {
  /** Copies. */
  public WorkloadReport {
    steps = List.copyOf(steps);
    estimates = List.copyOf(estimates);
    notes = List.copyOf(notes);
    proofs = List.copyOf(proofs);
  }

  /**
   * A time that was not measured.
   *
   * @param what of what
   * @param seconds the estimate
   * @param how from what it was worked out
   */
  public record Estimate(String what, double seconds, String how) {}

  /**
   * Whether all results were right.
   *
   * @return false when one was not: then the times mean nothing
   */
  public boolean right() {
    return proofs.stream().allMatch(Proof::passed);
  }
}
