package wassily.table;

import java.util.List;

/**
 * One thing that a check found.
 *
 * @param severity how bad it is
 * @param code a stable name for scripts: "negative-output"
 * @param message one line for people: what, how many, how much, and the cure where there is one
 * @param labels where, the most important first; may be shorter than the count in the message
 */
public record Finding(Severity severity, String code, String message, List<String> labels) {
  /** How bad a finding is. */
  public enum Severity {
    /** The table cannot be used as it is. */
    ERROR,
    /** Results exist but need a thought. */
    WARNING,
    /** Good to know. */
    NOTE
  }

  /** How many labels a finding lists at most. */
  static final int LISTED = 20;

  /** Copies the labels. */
  public Finding {
    labels = List.copyOf(labels);
  }

  /**
   * The same finding as an error.
   *
   * @return a copy with severity ERROR
   */
  public Finding asError() {
    return new Finding(Severity.ERROR, code, message, labels);
  }
}
