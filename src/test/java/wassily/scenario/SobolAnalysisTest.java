package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.result.ResultTable;
import wassily.table.BadDataException;

/** Indices from the result of a sweep, and what such a result must have. */
class SobolAnalysisTest {
  private static final int N = 32;
  private static final SaltelliDesign DESIGN = new SaltelliDesign(N, 2);
  private static final double[][] POINTS = SaltelliDesignTest.points(N, 2, 4);
  private static final SobolAnalysis.Bootstrap BOOTSTRAP = new SobolAnalysis.Bootstrap(40, 0.9, 6);

  private static ResultAxis scenarios(int count) {
    return new ResultAxis(
        "scenario", IntStream.range(0, count).mapToObj(Integer::toString).toList());
  }

  private static ResultArray design(double[][] rows) {
    return new ResultArray(
        "design",
        "",
        "",
        List.of(scenarios(rows.length), new ResultAxis("variable", List.of("tech", "share"))),
        HostMatrix.of(rows));
  }

  /** Two stressors, three regions; the second of the first stressor does not vary. */
  private static double value(double[] u, int k, int r) {
    return (k + 1) * 100 + (k == 0 && r == 1 ? 0 : (r + 1) * u[0] + u[1] * u[0] * k);
  }

  private static HostMatrix byRegion() {
    var values = HostMatrix.allocate(Arena.ofAuto(), (long) DESIGN.rows() * 2, 3);
    for (int s = 0; s < DESIGN.rows(); s++) {
      for (int k = 0; k < 2; k++) {
        for (int r = 0; r < 3; r++) {
          values.set(2L * s + k, r, value(POINTS[s], k, r));
        }
      }
    }
    return values;
  }

  private static ResultArray response(HostMatrix values) {
    return new ResultArray(
        "D_cba",
        "kt",
        "",
        List.of(
            scenarios(DESIGN.rows()),
            new ResultAxis("stressor", List.of("CO2", "NOx")),
            new ResultAxis("region", List.of("a", "b", "c"))),
        values);
  }

  private static ResultSet sweep(ResultTable failure, ResultArray... arrays) {
    return new ResultSet(
        "sweep", List.of(arrays), new Certificate(List.of()), Map.of(), List.of(failure));
  }

  private static ResultTable failures(double... scenarios) {
    var rows = new ArrayList<Double>();
    var texts = new ArrayList<String>();
    for (double s : scenarios) {
      rows.add(s);
      texts.add("ρ(A) = 1.2");
    }
    return new ResultTable(
        "failure",
        List.of(
            new ResultTable.Numbers("scenario", rows),
            new ResultTable.Texts("lever", texts),
            new ResultTable.Texts("reason", texts)));
  }

  private static SobolAnalysis of(ResultSet sweep, String... wanted) throws IOException {
    return SobolAnalysis.of(sweep, List.of(wanted), BOOTSTRAP, 2, Progress.NONE);
  }

  @Test
  void everyCellIsANumberOfItsOwn() throws IOException {
    var analysis = of(sweep(failures(), design(POINTS), response(byRegion())));
    var r = analysis.responses().getFirst();
    assertEquals(List.of("tech", "share"), analysis.variables());
    assertEquals(1, r.constants());
    assertEquals(List.of("NOx", "c"), r.labels(5));
    var estimator = new SobolEstimator(DESIGN, 40, 0.9, 6);
    for (int cell = 0; cell < 6; cell++) {
      int k = cell / 3;
      int region = cell % 3;
      double[] f = new double[DESIGN.rows()];
      for (int s = 0; s < f.length; s++) {
        f[s] = value(POINTS[s], k, region);
      }
      SobolIndices found = r.cells().get(cell);
      assertEquals(estimator.of(f, 1e-10), found);
      assertEquals(k == 0 && region == 1, found.constant());
    }
    var arrays = new SobolArrays(analysis).arrays();
    assertEquals(
        List.of("first_order_D_cba", "total_order_D_cba", "moments_D_cba"),
        arrays.stream().map(ResultArray::name).toList());
    var first = arrays.getFirst();
    assertEquals(
        List.of("stressor", "region", "variable", "estimate"),
        first.axes().stream().map(ResultAxis::name).toList());
    var row = HostMatrix.allocate(Arena.ofAuto(), 1, 3);
    first.values().read((1 * 3 + 2) * 2 + 1, row); // NOx, c, share
    var expected = r.cells().get(5).first().get(1);
    assertEquals(expected.value(), row.get(0, 0));
    assertEquals(expected.low(), row.get(0, 1));
    assertEquals(expected.high(), row.get(0, 2));
    var table = new SobolArrays(analysis).table();
    assertEquals(12, table.rows());
    assertEquals("NOx | c", table.texts("cell").getLast());
    assertEquals("share", table.texts("variable").getLast());
    assertEquals(expected.value(), table.numbers("first_order").getLast());
    assertEquals(r.cells().get(5).total().get(1).high(), table.numbers("total_high").getLast());
    assertEquals(r.cells().get(5).sd(), table.numbers("sd").getLast());
  }

  private static String refusal(ResultSet sweep, String... wanted) {
    return assertThrows(BadDataException.class, () -> of(sweep, wanted)).getMessage();
  }

  @Test
  void whatIsRefused() {
    var all = response(byRegion());
    assertEquals(
        "2 of 128 scenarios failed, the first is 17 (ρ(A) = 1.2), and Sobol indices need all of them; narrow the distributions and run the sweep again",
        refusal(sweep(failures(17, 40), design(POINTS), all)));
    assertTrue(refusal(sweep(failures(), all)).contains("no design with variables"));
    String other = refusal(sweep(failures(), design(new double[][] {{1, 2}, {3, 4}}), all));
    assertTrue(other.contains("2 scenarios of 2 variables"), other);
    String kept = refusal(sweep(failures(), design(POINTS)));
    assertTrue(kept.contains("keep: all"), kept);
    assertEquals(
        "no response \"D_cab\"; did you mean D_cba?",
        refusal(sweep(failures(), design(POINTS), all), "D_cab"));
    HostMatrix holed = byRegion();
    holed.set(9, 2, Double.NaN);
    String hole = refusal(sweep(failures(), design(POINTS), response(holed)));
    assertTrue(hole.startsWith("D_cba of scenario 4 is NaN"), hole);
  }
}
