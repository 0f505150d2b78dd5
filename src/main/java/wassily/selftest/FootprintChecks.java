package wassily.selftest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import wassily.account.Footprint;
import wassily.account.FootprintArrays;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
import wassily.account.StressorSelection;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultComparison;
import wassily.result.ResultSet;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableGenerator;

/** The footprint of a small generated table, from Z to the certificate. */
final class FootprintChecks {
  /** n = 297: more than one block of everything, and 26 million operations for plain loops. */
  private static final GeneratorOptions TABLE = new GeneratorOptions(27, 11, 7);

  private final Backend backend;
  private final Backend reference;
  private final CheckBook book;

  FootprintChecks(Backend backend, Backend reference, CheckBook book) {
    this.backend = backend;
    this.reference = reference;
    this.book = book;
  }

  void run() {
    var made = new ArrayList<FootprintRun>();
    try (MrioTable table = new TableGenerator(1, Progress.NONE).generate(TABLE)) {
      SatelliteAccount account = StressorSelection.select(table, List.of());
      book.check(
          "footprint against the plain formula",
          Bounds.FOOTPRINT,
          "largest |difference| of D_cba over D_cba, n = %d".formatted(table.axes().n()),
          () -> {
            made.add(footprint(table, account, backend));
            return againstFormula(table, account, made.getFirst().footprint());
          });
      book.check(
          "footprint against the CPU backend",
          Bounds.FOOTPRINT,
          "largest relative difference of all accounts and flows",
          () ->
              ResultComparison.of(
                      results(table, made.getFirst()),
                      results(table, footprint(table, account, reference)))
                  .largest());
      if (!made.isEmpty()) {
        for (Certificate.Check c : made.getFirst().certificate().checks()) {
          if (!Double.isNaN(c.bound())) {
            book.check("certificate: " + c.name(), c.bound(), c.meaning(), c::value);
          }
        }
      }
    }
  }

  private static FootprintRun footprint(MrioTable table, SatelliteAccount account, Backend on)
      throws IOException {
    try (var system = LeontiefSystem.factorize(table, on, Progress.NONE)) {
      return FootprintRun.of(system, account, Progress.NONE);
    }
  }

  private static ResultSet results(MrioTable table, FootprintRun run) {
    var arrays = new ArrayList<ResultArray>(new FootprintArrays(run.footprint()).accounts(table));
    arrays.addAll(new FootprintArrays(run.footprint()).flows());
    return new ResultSet("selftest", arrays, run.certificate(), Map.of());
  }

  /** D_cba = S·L·Y + F_Y with A and S divided out and L·Y by plain elimination. */
  private static double againstFormula(MrioTable table, SatelliteAccount account, Footprint found)
      throws IOException {
    var axes = table.axes();
    int n = axes.n();
    var z = HostMatrix.of(new double[n][n]);
    table.z().read(0, z);
    double[][] m = PlainLoops.rows(z);
    double[] x = table.x();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        m[i][j] = (i == j ? 1 : 0) - (x[j] == 0 ? 0 : m[i][j] / x[j]);
      }
    }
    double[][] output = PlainLoops.rows(table.y());
    PlainLoops.solve(m, output);
    double worst = 0;
    for (int k = 0; k < account.stressors().size(); k++) {
      var expected = new double[axes.regions().size()];
      for (int c = 0; c < axes.regionalColumns(); c++) {
        expected[axes.consumerOf(c)] += account.fY().get(k, c);
        for (int i = 0; i < n; i++) {
          expected[axes.consumerOf(c)] +=
              x[i] == 0 ? 0 : account.f().get(k, i) / x[i] * output[i][c];
        }
      }
      for (int s = 0; s < expected.length; s++) {
        worst = Math.max(worst, Math.abs(found.cba(k, s) - expected[s]) / Math.abs(expected[s]));
      }
    }
    return worst;
  }
}
