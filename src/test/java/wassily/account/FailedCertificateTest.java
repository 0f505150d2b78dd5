package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;

/** A certificate that cannot fail is worth nothing: each figure is made to fail. */
class FailedCertificateTest {
  private static void nothing(HostMatrix m) {}

  /** Every element off by 1e-6 of itself, up and down in turn. */
  private static void slightlyOff(HostMatrix m) {
    for (long i = 0; i < m.rows(); i++) {
      for (long j = 0; j < m.columns(); j++) {
        m.set(i, j, m.get(i, j) * (1 + ((i + j) % 2 == 0 ? 1e-6 : -1e-6)));
      }
    }
  }

  private static void everythingLarger(HostMatrix m) {
    for (long i = 0; i < m.rows(); i++) {
      for (long j = 0; j < m.columns(); j++) {
        m.set(i, j, m.get(i, j) * (1 + 1e-6));
      }
    }
  }

  private static void oneNaN(HostMatrix m) {
    m.set(m.rows() - 1, m.columns() - 1, Double.NaN);
  }

  private static void infinite(HostMatrix m) {
    m.set(0, m.columns() - 1, Double.POSITIVE_INFINITY);
  }

  /** What a wrong order of pivots does: elements land at each other's place. */
  private static void rowsSwapped(HostMatrix m) {
    double[] first = m.row(0);
    m.setRow(0, m.row(m.rows() - 1));
    m.setRow(m.rows() - 1, first);
  }

  private static void columnsSwapped(HostMatrix m) {
    for (long i = 0; i < m.rows(); i++) {
      double first = m.get(i, 1);
      m.set(i, 1, m.get(i, m.columns() - 1));
      m.set(i, m.columns() - 1, first);
    }
  }

  /** Only the smallest element of the last row, as a small city behind large ones. */
  private static void smallestOff(HostMatrix m) {
    long at = 0;
    for (long j = 0; j < m.columns(); j++) {
      double value = Math.abs(m.get(m.rows() - 1, j));
      double least = Math.abs(m.get(m.rows() - 1, at));
      at = value > 0 && (least == 0 || value < least) ? j : at;
    }
    m.set(m.rows() - 1, at, m.get(m.rows() - 1, at) * (1 + 1e-6));
  }

  private static Arguments fault(
      String name, Consumer<HostMatrix> outputs, Consumer<HostMatrix> rows, String... failing) {
    return Arguments.of(name, outputs, rows, Set.of(failing));
  }

  static Stream<Arguments> faults() {
    Consumer<HostMatrix> fine = FailedCertificateTest::nothing;
    String output = "backward_error_componentwise_output";
    String multipliers = "backward_error_componentwise_multipliers";
    String normwise = "backward_error_normwise";
    String routes = "two_routes";
    String closure = "production_equals_consumption";
    return Stream.of(
        fault("outputs off", FailedCertificateTest::slightlyOff, fine, output, normwise, routes),
        fault(
            "outputs larger",
            FailedCertificateTest::everythingLarger,
            fine,
            output,
            normwise,
            routes,
            closure),
        fault(
            "multipliers off",
            fine,
            FailedCertificateTest::slightlyOff,
            multipliers,
            normwise,
            "spectral_radius_upper_bound"),
        fault("multipliers larger", fine, FailedCertificateTest::everythingLarger, routes),
        fault("one small output off", FailedCertificateTest::smallestOff, fine, output),
        fault("one small multiplier off", fine, FailedCertificateTest::smallestOff, multipliers),
        fault(
            "NaN in outputs",
            FailedCertificateTest::oneNaN,
            fine,
            output,
            normwise,
            routes,
            closure),
        fault(
            "NaN in multipliers",
            fine,
            FailedCertificateTest::oneNaN,
            multipliers,
            normwise,
            routes,
            "spectral_radius",
            "spectral_radius_upper_bound"),
        fault("infinite output", FailedCertificateTest::infinite, fine, output, normwise),
        fault("rows of W swapped", FailedCertificateTest::rowsSwapped, fine, output, normwise),
        fault("columns of M swapped", fine, FailedCertificateTest::columnsSwapped, multipliers));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aWrongSolveFails(
      String name,
      Consumer<HostMatrix> outputs,
      Consumer<HostMatrix> multipliers,
      Set<String> failing)
      throws IOException {
    try (MrioTable table = SmallTables.generated(new GeneratorOptions(5, 8, 3));
        var backend = new FaultyBackend(outputs, multipliers);
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var certificate =
          FootprintRun.of(system, table.satellites().getFirst(), Progress.NONE).certificate();
      assertFalse(certificate.passed());
      var missing = new TreeSet<>(failing);
      certificate.checks().stream()
          .filter(c -> !c.passed())
          .map(Certificate.Check::name)
          .forEach(missing::remove);
      assertEquals(Set.of(), missing, "passed although it should not have: " + certificate);
    }
  }

  @Test
  void theSameBackendWithoutAFaultPasses() throws IOException {
    try (MrioTable table = SmallTables.generated(new GeneratorOptions(5, 8, 3));
        var backend =
            new FaultyBackend(FailedCertificateTest::nothing, FailedCertificateTest::nothing);
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var run = FootprintRun.of(system, table.satellites().getFirst(), Progress.NONE);
      assertTrue(run.certificate().passed(), run.certificate().toString());
    }
  }

  static Stream<Arguments> inverseFaults() {
    return faults().filter(a -> !((String) a.get()[0]).matches(".*(M|multiplier).*|one small.*"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inverseFaults")
  void aWrongInverseFails(
      String name, Consumer<HostMatrix> inverse, Consumer<HostMatrix> rows, Set<String> failing)
      throws IOException {
    assertFalse(inverseCertificate(inverse).passed());
  }

  @Test
  void aRightInversePasses() throws IOException {
    var certificate = inverseCertificate(FailedCertificateTest::nothing);
    assertTrue(certificate.passed(), certificate.toString());
  }

  private static Certificate inverseCertificate(Consumer<HostMatrix> fault) throws IOException {
    try (MrioTable table = SmallTables.generated(new GeneratorOptions(5, 8, 3));
        var backend = new FaultyBackend(fault, FailedCertificateTest::nothing);
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
        var l = system.inverse()) {
      return InverseCertificate.of(table, InverseCertificate.rows(l), Progress.NONE);
    }
  }
}
