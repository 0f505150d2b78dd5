package wassily.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.PrimaryInput;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;

class TableChecksTest {
  /** A generated table whose parts a test may spoil. */
  private static final class Draft {
    final MrioTable good = TableGeneratorTest.generate(5, 12, 21);
    final HostMatrix z;
    HostMatrix y = good.y();
    HostMatrix v = good.v();
    Axis<PrimaryInput> inputs = good.primaryInputs();
    TableAxes axes = good.axes();
    TableInfo.OutputSource output = TableInfo.OutputSource.ROWS;

    Draft() throws IOException {
      z = TableGeneratorTest.all(good.z(), 60);
    }

    double[] x() {
      return good.x();
    }

    String label(int row) {
      return axes.rowLabel(row);
    }

    int idle() {
      int i = 0;
      while (x()[i] != 0) {
        i++;
      }
      return i;
    }

    /** A region-sector that produces, and not the first one. */
    int busy() {
      int i = 15;
      while (x()[i] == 0) {
        i++;
      }
      return i;
    }

    MrioTable table() {
      var info = good.info();
      return new MrioTable(
          new TableInfo(info.title(), info.year(), info.unit(), info.source(), output),
          axes,
          z,
          y,
          x(),
          inputs,
          v,
          good.population(),
          good.satellites(),
          good.owner());
    }
  }

  private static CheckReport check(Consumer<Draft> spoil) throws IOException {
    var draft = new Draft();
    spoil.accept(draft);
    try (var table = draft.table()) {
      return new TableChecks(2, Progress.NONE).check(table);
    }
  }

  private static Finding finding(CheckReport report, String code) {
    return report.findings().stream()
        .filter(f -> f.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + code + " in " + report.findings()));
  }

  private static String refusal(Consumer<Draft> spoil) {
    return assertThrows(BadDataException.class, () -> check(spoil)).getMessage();
  }

  @Test
  void generatedTablesHaveNotesOnly() throws IOException {
    CheckReport report = check(d -> {});
    assertEquals(0, report.count(Finding.Severity.ERROR), report.findings().toString());
    assertEquals(0, report.count(Finding.Severity.WARNING), report.findings().toString());
    assertEquals(
        List.of("negative-demand-cell", "zero-output"),
        report.findings().stream().map(Finding::code).toList());
    var t = report.totals();
    // Σx = ΣZ + Σy = ΣZ + ΣV; all sums are compensated or pairwise, so only x itself is rounded.
    double tolerance = 100 * Math.ulp(t.output());
    assertEquals(t.output(), t.intermediate() + t.finalDemand(), tolerance);
    assertEquals(t.output(), t.intermediate() + t.valueAdded() + t.imports(), tolerance);
    assertTrue(t.ownRegionShare() > 0.5 && t.ownRegionShare() < 1);
    assertTrue(t.imports() > 0 && t.exogenousDemand() > 0);
    assertEquals(4, t.stressors().size());
  }

  @Test
  void notFiniteCellsAreNamed() {
    var names = new ArrayList<String>();
    String z =
        refusal(
            d -> {
              d.z.set(7, 20, Double.NaN);
              d.z.set(40, 3, Double.NEGATIVE_INFINITY);
              names.add("Z[%s, %s] = NaN".formatted(d.label(7), d.label(20)));
              names.add("Z[%s, %s] = -Infinity".formatted(d.label(40), d.label(3)));
            });
    assertEquals(
        "2 cells are not a finite number: %s; %s; correct the source and import it again"
            .formatted(names.get(0), names.get(1)),
        z);
    String y =
        refusal(
            d -> {
              d.y.set(2, d.axes.m() - 1, Double.NaN);
              names.set(0, "Y[%s, Foreign export] = NaN".formatted(d.label(2)));
            });
    assertTrue(y.startsWith("1 cell is not a finite number: " + names.get(0)), y);
    String x =
        refusal(
            d -> {
              d.x()[9] = Double.POSITIVE_INFINITY;
              names.set(0, "x[%s] = Infinity".formatted(d.label(9)));
            });
    assertTrue(x.contains(names.get(0)), x);
    assertTrue(refusal(d -> d.v.set(4, 1, Double.NaN)).contains("V[Imports, "));
    assertTrue(
        refusal(d -> d.good.satellites().getFirst().f().set(1, 1, Double.NaN))
            .contains("F of emissions[NOx, "));
    assertTrue(
        refusal(d -> d.good.satellites().getFirst().fY().set(0, 0, Double.NaN))
            .contains("F_Y of emissions[CO2, "));
    String many =
        refusal(
            d -> {
              for (int i = 0; i < 9; i++) {
                d.z.set(50, i, Double.NaN);
              }
            });
    assertTrue(many.startsWith("9 cells are") && many.contains("; …;"), many);
  }

  @Test
  void rowGapsAreFoundAndNamed() throws IOException {
    var label = new String[1];
    Consumer<Draft> spoil =
        d -> {
          int i = d.busy();
          label[0] = d.label(i);
          d.x()[i] *= 1.5;
        };
    CheckReport report = check(spoil);
    Finding f = finding(report, "row-balance");
    assertEquals(Finding.Severity.ERROR, f.severity());
    assertTrue(f.labels().getFirst().startsWith(label[0] + ": output "), f.toString());
    assertEquals(1 / 3.0, report.rows().largestRelative(), 1e-12);
    Finding note =
        finding(
            check(
                d -> {
                  spoil.accept(d);
                  d.output = TableInfo.OutputSource.FILE;
                  d.x()[d.busy()] *= 1.00001 / 1.5;
                }),
            "row-balance");
    assertEquals(Finding.Severity.NOTE, note.severity());
  }

  @Test
  void columnGapsAreFoundAndNamed() throws IOException {
    var label = new String[1];
    CheckReport report =
        check(
            d -> {
              int j = d.busy();
              label[0] = d.label(j);
              d.v.add(0, j, 1);
            });
    Finding f = finding(report, "column-balance");
    assertEquals(Finding.Severity.NOTE, f.severity());
    assertTrue(f.labels().getFirst().startsWith(label[0] + ": "), f.toString());
    // One unit, up to the rounding of the column's sum.
    assertEquals(1, report.columns().orElseThrow().largestGap(), 1e-8);
    assertEquals(label[0], report.columns().orElseThrow().worst().getFirst().label());
  }

  @Test
  void withoutPrimaryInputsColumnsAreNotChecked() throws IOException {
    CheckReport report =
        check(
            d -> {
              d.inputs = Axis.of("primary input", List.of());
              d.v = HostMatrix.allocate(Arena.ofAuto(), 0, d.axes.n());
            });
    assertEquals(Optional.empty(), report.columns());
    finding(report, "no-primary-inputs");
  }

  @Test
  void negativeValuesAreFoundAndNamed() throws IOException {
    var names = new ArrayList<String>();
    CheckReport report =
        check(
            d -> {
              int i = d.busy();
              names.add(d.label(i));
              names.add("Z[%s, %s] = -5".formatted(d.label(3), d.label(4)));
              d.x()[i] = -1;
              d.z.set(3, 5, -2);
              d.z.set(3, 4, -5);
              d.y.set(8, 0, -1e9);
              names.add(d.label(8));
              d.v.set(1, 2, -0.5);
            });
    Finding output = finding(report, "negative-output");
    assertEquals(List.of(names.get(0) + " = -1"), output.labels());
    Finding flow = finding(report, "negative-flow");
    assertEquals(names.get(1), flow.labels().getFirst());
    assertTrue(flow.message().startsWith("2 cells"), flow.message());
    assertTrue(finding(report, "negative-demand").labels().getFirst().startsWith(names.get(2)));
    assertTrue(
        finding(report, "negative-primary-input")
            .labels()
            .getFirst()
            .startsWith("V[Net taxes on production, "));
    assertEquals(Finding.Severity.ERROR, finding(report.strict(), "negative-output").severity());
    assertEquals(Finding.Severity.ERROR, finding(report.strict(), "negative-demand").severity());
    assertEquals(Finding.Severity.WARNING, finding(report.strict(), "negative-flow").severity());
  }

  @Test
  void zeroOutputsWithFlowsOrEmissionsAreNamed() throws IOException {
    var label = new String[1];
    CheckReport report =
        check(
            d -> {
              int i = d.idle();
              label[0] = d.label(i);
              d.z.set(0, i, 1);
              d.good.satellites().getFirst().f().set(0, i, 1);
            });
    assertEquals(
        List.of(label[0] + ": column of Z, column of F of emissions"),
        finding(report, "zero-output-not-empty").labels());
    CheckReport row =
        check(
            d -> {
              d.z.set(d.idle(), 0, 1);
              d.y.set(d.idle(), 0, 1);
            });
    assertEquals(
        List.of(label[0] + ": row of Z, row of Y"), finding(row, "zero-output-not-empty").labels());
  }

  @Test
  void columnsThatBuyMoreThanTheySellAreNamed() throws IOException {
    var label = new String[1];
    CheckReport report =
        check(
            d -> {
              int j = d.busy();
              label[0] = d.label(j);
              d.z.add(0, j, d.x()[j]);
            });
    Finding f = finding(report, "column-sum");
    assertEquals(1, f.labels().size());
    assertTrue(f.labels().getFirst().startsWith(label[0] + ": 1."), f.toString());
  }

  @Test
  void importColumnsAreRefused() throws IOException {
    Consumer<Draft> exogenous =
        d -> {
          d.axes =
              new TableAxes(
                  d.axes.regions(),
                  d.axes.sectors(),
                  d.axes.categories(),
                  Axis.of("exogenous consumer", List.of(new ExogenousConsumer("Imports"))));
          for (int i = 0; i < d.axes.n(); i++) {
            d.y.set(i, d.axes.m() - 1, -1);
          }
        };
    CheckReport report = check(exogenous);
    assertEquals(List.of("Imports: total -60"), finding(report, "import-competitive").labels());
    assertTrue(report.failed());
    CheckReport exports =
        check(
            d -> {
              exogenous.accept(d);
              d.y.set(3, d.axes.m() - 1, 1);
            });
    assertFalse(exports.findings().stream().anyMatch(f -> f.code().equals("import-competitive")));
    CheckReport category =
        check(
            d -> {
              var names = new ArrayList<>(d.axes.categories().labels());
              names.set(3, new Category("IM"));
              d.axes =
                  new TableAxes(
                      d.axes.regions(),
                      d.axes.sectors(),
                      Axis.of("category", names),
                      d.axes.exogenous());
              for (int i = 0; i < d.axes.n(); i++) {
                for (int r = 0; r < 5; r++) {
                  d.y.set(i, d.axes.column(r, 3), r == 2 ? -0.5 : 0);
                }
              }
            });
    assertEquals(List.of("IM: total -30"), finding(category, "import-competitive").labels());
  }

  @Test
  void unknownPopulationIsNamed() throws IOException {
    var name = new String[1];
    CheckReport report =
        check(
            d -> {
              d.good.population().orElseThrow()[2] = Double.NaN;
              name[0] = d.axes.regions().get(2).name();
            });
    assertEquals(List.of(name[0] + ": NaN"), finding(report, "population").labels());
  }

  @Test
  void reportDoesNotDependOnThreadsOrOnWhereZIs() throws IOException {
    try (var table = TableGeneratorTest.generate(31, 12, 8)) {
      CheckReport one = new TableChecks(1, Progress.NONE).check(table);
      assertEquals(one, new TableChecks(5, Progress.NONE).check(table));
      PanelSums streamed = PanelSums.of(table.z(), 3, Progress.NONE);
      PanelSums inMemory = PanelSums.of(TableGeneratorTest.all(table.z(), 372), 1, Progress.NONE);
      assertTrue(java.util.Arrays.equals(streamed.rows(), inMemory.rows()));
      assertTrue(java.util.Arrays.equals(streamed.columns(), inMemory.columns()));
    }
  }

  @Test
  void sumsAreExactWhereTheAnswerIs() throws IOException {
    // 1e16 + 1 + 1 + … − 1e16: plain summation loses every 1.
    int n = 1000;
    var m = HostMatrix.allocate(Arena.ofAuto(), n, 3);
    for (int i = 1; i < n - 1; i++) {
      m.setRow(i, new double[] {1, i, 0.5});
    }
    m.setRow(0, new double[] {1e16, 0, 0});
    m.setRow(n - 1, new double[] {-1e16, n - 1, 0});
    PanelSums sums = PanelSums.of(m, 2, Progress.NONE);
    assertEquals(n - 2, sums.columns()[0]);
    assertEquals(n * (n - 1) / 2, sums.columns()[1]);
    assertEquals(7 + 1 + 0.5, sums.rows()[7]);
    assertEquals(0, PanelSums.of(HostMatrix.of(), 2, Progress.NONE).rows().length);
  }

  @Test
  void unreadableZIsAnIoException() throws IOException {
    var draft = new Draft();
    var broken =
        new MatrixSource() {
          @Override
          public Shape shape() {
            return draft.z.shape();
          }

          @Override
          public void read(long firstRow, HostMatrix into) throws IOException {
            throw new IOException("disk on fire");
          }
        };
    var e = assertThrows(IOException.class, () -> PanelSums.of(broken, 2, Progress.NONE));
    assertEquals("disk on fire", e.getMessage());
    draft.good.close();
  }
}
