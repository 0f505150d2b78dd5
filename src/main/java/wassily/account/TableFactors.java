package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.PivotPath;
import wassily.linalg.PivotRule;
import wassily.linalg.Pivoting;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * The factors of a table's M₀ and the way they were made: Z is read straight into the backend's
 * memory, searched for bad cells, turned into M₀ and factorized there. No copy is kept, so what has
 * to be factorized in another way is read again.
 *
 * @param factors owned by the caller
 * @param path the backend's, with its reason in the table's words
 */
record TableFactors(Factorization factors, PivotPath path) {
  /**
   * As the backend was told to. Where that was tried without pivoting and a pivot has the wrong
   * sign, the table is read again and factorized with pivoting.
   */
  static TableFactors of(MrioTable table, Backend backend, Progress progress) throws IOException {
    try {
      var factors = read(table, backend, backend.pivoting(), progress);
      return new TableFactors(factors, inTablesWords(factors.path(), backend.pivoting()));
    } catch (BackendException.WrongPivot e) {
      String why = "without it the pivot of %s has the wrong sign".formatted(label(table, e.row()));
      return pivoted(table, backend, why, progress);
    }
  }

  /** With partial pivoting, for a reason. */
  static TableFactors pivoted(MrioTable table, Backend backend, String why, Progress progress)
      throws IOException {
    var factors = read(table, backend, Pivoting.ALWAYS, progress);
    return new TableFactors(factors, factors.path().because(why));
  }

  /** Z is finite here, so what makes the rule pivot at once is a negative cell. */
  private static PivotPath inTablesWords(PivotPath path, Pivoting how) {
    if (how != Pivoting.AUTO) {
      return path.because("as asked");
    }
    boolean negative = path.why().filter(PivotRule.POSITIVE::equals).isPresent();
    return negative ? path.because("Z has negative cells off its diagonal") : path;
  }

  private static Factorization read(
      MrioTable table, Backend backend, Pivoting how, Progress progress) throws IOException {
    DeviceMatrix m0 = backend.upload(table.z(), progress);
    try {
      requireFinite(table, backend, m0);
      backend.diagonalMinus(table.x(), m0);
    } catch (RuntimeException | Error e) {
      m0.closeAfter(e);
      throw e;
    }
    return factorize(table, backend, m0, how, progress);
  }

  /** Refuses outputs that are no numbers, before Z is read. */
  static void requireFinite(MrioTable table) {
    for (int i = 0; i < table.x().length; i++) {
      if (!Double.isFinite(table.x()[i])) {
        throw new BadDataException(
            "%s: x[%s] is %s; every output has to be a finite number"
                .formatted(table.info().title(), table.axes().rowLabel(i), table.x()[i]));
      }
    }
  }

  /**
   * A bad cell is named by its labels instead of spreading through the factors. Looked for where Z
   * is now: no second pass over the file.
   */
  private static void requireFinite(MrioTable table, Backend backend, DeviceMatrix z) {
    backend
        .firstNotFinite(z)
        .ifPresent(
            at -> {
              long n = z.shape().columns();
              try (var arena = Arena.ofConfined()) {
                var row = HostMatrix.allocate(arena, 1, n);
                z.downloadRows(at / n, row);
                throw new BadDataException(
                    "%s: Z[%s, %s] is %s; every cell has to be a finite number"
                        .formatted(
                            table.z().origin(),
                            label(table, at / n),
                            label(table, at % n),
                            row.get(0, at % n)));
              }
            });
  }

  private static Factorization factorize(
      MrioTable table, Backend backend, DeviceMatrix m0, Pivoting how, Progress progress) {
    try (var task = progress.begin("factorizing " + m0.shape(), 0)) {
      var factors = backend.factorize(m0, how);
      task.advance(1);
      return factors;
    } catch (BackendException.Singular e) {
      String label = label(table, e.row());
      throw new UnproductiveSystemException(
          how == Pivoting.NEVER
              ? "without pivoting the pivot of %s is zero; use --pivot auto".formatted(label)
              : "I − A is singular: the row of %s depends on the rows before it; look for a region-sector that sells only to itself, or run: wassily check"
                  .formatted(label));
    }
  }

  private static String label(MrioTable table, long row) {
    return table.axes().rowLabel(Math.toIntExact(row));
  }
}
