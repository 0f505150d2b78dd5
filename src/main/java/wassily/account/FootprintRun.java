package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * Computes the accounts of a factorized table and certifies them.
 *
 * @param footprint the accounts
 * @param certificate how far they can be trusted
 * @param warnings what the reader should know, a line each
 */
public record FootprintRun(Footprint footprint, Certificate certificate, List<String> warnings) {
  /** How many labels a warning names before it says "and k more". */
  private static final int NAMED = 5;

  /** Copies the warnings. */
  public FootprintRun {
    warnings = List.copyOf(warnings);
  }

  /**
   * Solves for the multipliers and for the output by consumer, reads Z once more for the residuals,
   * and checks the identities. Where these fail for factors that the rule left unpivoted, the table
   * is factorized once more, with pivoting, and all is computed again.
   *
   * @param system the factorized table
   * @param account the stressors
   * @param progress told how far the residuals are
   * @return the accounts with their certificate
   * @throws IOException when Z cannot be read again
   * @throws UnproductiveSystemException when ρ(A) ≥ 1 or I − A is singular to working precision
   */
  public static FootprintRun of(LeontiefSystem system, SatelliteAccount account, Progress progress)
      throws IOException {
    try {
      var run = once(system, account, progress);
      if (run.certificate().passed() || !system.canPivot()) {
        return run;
      }
      system.pivot(run.certificate(), progress);
    } catch (UnproductiveSystemException e) {
      // Before a table is refused, what refuses it is computed in the safest way.
      if (!system.canPivot()) {
        throw e;
      }
      system.pivot("without it the table seems unproductive", progress);
    }
    return once(system, account, progress);
  }

  private static FootprintRun once(
      LeontiefSystem system, SatelliteAccount account, Progress progress) throws IOException {
    MrioTable table = system.table();
    try (var arena = Arena.ofShared()) {
      var demand = Footprint.demandByConsumer(arena, table);
      var x = HostMatrix.allocate(arena, demand.rows(), demand.columns());
      demand.read(0, x);
      HostMatrix m;
      try (var _ = progress.begin("solving", 0)) {
        system.solve(x);
        m = system.multipliers(Arena.ofAuto(), account.f());
      }
      var warnings = new ArrayList<String>();
      var right = system.withoutZeroOutputs(arena, account.f());
      var residuals = ResidualPass.run(system, m, right, x, demand, progress);
      FlowSums sums = residuals.sums();
      boolean nonNegative = !sums.hasNegative();
      Productivity productivity;
      double condition;
      try (var _ = progress.begin("spectral radius and condition", 0)) {
        productivity = Productivity.of(system, nonNegative);
        condition = sums.normOne() * normOfL(system, productivity, nonNegative);
      }
      requireProductive(table.axes(), productivity, condition);
      noteHeavy(table.axes(), sums, warnings);
      noteDropped(table, account, warnings);
      var footprint = Footprint.of(table, account, m, x);
      var figures = new CertificateFigures(table, footprint, sums, demand, x);
      return new FootprintRun(
          footprint, figures.certificate(residuals, productivity, condition), warnings);
    }
  }

  /** For L ≥ 0 the largest column sum is the norm itself; otherwise it is estimated. */
  static double normOfL(LeontiefSystem system, Productivity productivity, boolean nonNegative) {
    return nonNegative && productivity.unproductive().isEmpty()
        ? Arrays.stream(productivity.columnSumsOfL()).reduce(0, Math::max)
        : system.normOfL();
  }

  /**
   * NaN is no finding about the table, whose numbers are finite, but a failure of the solves: it is
   * left to the certificate.
   */
  static void requireProductive(TableAxes axes, Productivity productivity, double condition) {
    if (condition >= 1 / Math.ulp(1.0)) {
      throw new UnproductiveSystemException(
          "I − A is singular to working precision: cond₁ is about %.1e; region-sectors with the largest column sums of L: %s; check Z and x there"
              .formatted(condition, named(axes, largest(productivity.columnSumsOfL()))));
    }
    if (productivity.failed()) {
      throw new UnproductiveSystemException(
          "the table is not productive: ρ(A) is about %.4f, below 1 is needed; region-sectors whose inputs exceed what they produce: %s; check Z and x there"
              .formatted(productivity.spectralRadius(), named(axes, productivity.unproductive())));
    }
  }

  private static List<Integer> largest(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(values[i])))
        .limit(NAMED)
        .toList();
  }

  private static void noteHeavy(TableAxes axes, FlowSums sums, List<String> warnings) {
    var heavy = sums.columnsOfAAtLeastOne();
    if (!heavy.isEmpty()) {
      warnings.add(
          "intermediate inputs are at least as large as output in %d region-sectors: %s"
              .formatted(heavy.size(), named(axes, heavy)));
    }
  }

  private static void noteDropped(
      MrioTable table, SatelliteAccount account, List<String> warnings) {
    var negative = new ArrayList<Integer>();
    var emitting = new ArrayList<Integer>();
    for (int i = 0; i < table.x().length; i++) {
      if (table.x()[i] < 0) {
        negative.add(i);
      }
      if (table.x()[i] == 0) {
        for (int k = 0; k < account.stressors().size(); k++) {
          if (account.f().get(k, i) != 0) {
            emitting.add(i);
            break;
          }
        }
      }
    }
    if (!negative.isEmpty()) {
      warnings.add(
          "output is negative in %d region-sectors: %s"
              .formatted(negative.size(), named(table.axes(), negative)));
    }
    if (!emitting.isEmpty()) {
      warnings.add(
          "F without output in %d region-sectors, in D_pba but in nobody's footprint: %s"
              .formatted(emitting.size(), named(table.axes(), emitting)));
    }
  }

  static String named(TableAxes axes, List<Integer> rows) {
    if (rows.isEmpty()) {
      return "none by name";
    }
    var text =
        new StringBuilder(
            String.join("; ", rows.stream().limit(NAMED).map(axes::rowLabel).toList()));
    if (rows.size() > NAMED) {
      text.append(" and ").append(rows.size() - NAMED).append(" more");
    }
    return text.toString();
  }
}
