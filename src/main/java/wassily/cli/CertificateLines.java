package wassily.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import wassily.account.LeontiefSystem;
import wassily.result.Certificate;

/** How a certificate is shown. */
final class CertificateLines {
  private CertificateLines() {}

  /**
   * One line when all is well, a line for each failed figure otherwise. Pivoting is told where it
   * was chosen, since it is the rare case and slower. Returns the exit code.
   */
  static int say(Certificate certificate, LeontiefSystem system, Talk talk) {
    return say(
        certificate,
        system.path().pivoted() && system.path().why().isPresent() ? "; " + system.path() : "",
        talk);
  }

  /** The same for a result that was merged, where no system is at hand. */
  static int say(Certificate certificate, Talk talk) {
    return say(certificate, "", talk);
  }

  private static int say(Certificate certificate, String pivoted, Talk talk) {
    if (certificate.passed()) {
      talk.say(
          "certificate: passed; backward error %.1e, cond₁(I−A) %.3g, ρ(A) %.3f, row gap %.1e%s"
              .formatted(
                  value(certificate, "backward_error_componentwise_multipliers"),
                  value(certificate, "condition_number_1"),
                  value(certificate, "spectral_radius"),
                  value(certificate, "row_gap"),
                  pivoted));
      return Exit.OK;
    }
    for (Certificate.Check c : certificate.checks()) {
      if (!c.passed()) {
        talk.say(
            "certificate FAILED: %s is %.3e, bound %.3e (%s)%s"
                .formatted(c.name(), c.value(), c.bound(), c.meaning(), pivoted));
      }
    }
    return Exit.CERTIFICATE;
  }

  private static double value(Certificate certificate, String name) {
    return certificate.checks().stream()
        .filter(c -> c.name().equals(name))
        .mapToDouble(Certificate.Check::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  static void json(Certificate certificate, ArrayNode into) {
    for (Certificate.Check c : certificate.checks()) {
      var node = into.addObject().put("name", c.name()).put("value", c.value());
      if (!Double.isNaN(c.bound())) {
        node.put("bound", c.bound());
      }
      node.put("passed", c.passed()).put("meaning", c.meaning());
    }
  }
}
