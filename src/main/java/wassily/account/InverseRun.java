package wassily.account;

import java.io.IOException;
import wassily.linalg.DeviceMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;

/**
 * Inverts a factorized table and certifies the inverse.
 *
 * @param inverse L, n × n, on the device; owned by this run
 * @param certificate how far it can be trusted
 */
public record InverseRun(DeviceMatrix inverse, Certificate certificate) implements AutoCloseable {
  /**
   * Inverts and checks. Where the certificate fails for factors that the rule left unpivoted, the
   * table is factorized once more, with pivoting, and inverted again.
   *
   * @param system the factorized table; its factors are used up
   * @param progress told the phases
   * @return L with its certificate, owned by the caller
   * @throws IOException when Z cannot be read again
   * @throws UnproductiveSystemException when M₀ turns out singular
   */
  public static InverseRun of(LeontiefSystem system, Progress progress) throws IOException {
    var run = once(system, progress);
    if (run.certificate.passed() || !system.canPivot()) {
      return run;
    }
    run.close();
    system.pivot(run.certificate, progress);
    return once(system, progress);
  }

  private static InverseRun once(LeontiefSystem system, Progress progress) throws IOException {
    DeviceMatrix l;
    try (var task = progress.begin("inverting", 0)) {
      l = system.inverse();
      task.advance(1);
    }
    try {
      return new InverseRun(
          l, InverseCertificate.of(system.table(), InverseCertificate.rows(l), progress));
    } catch (IOException | RuntimeException | Error e) {
      l.closeAfter(e);
      throw e;
    }
  }

  /** Gives the inverse back. */
  @Override
  public void close() {
    inverse.close();
  }
}
