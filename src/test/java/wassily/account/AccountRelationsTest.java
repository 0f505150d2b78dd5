package wassily.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.label.Axis;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.Aggregation;
import wassily.table.Concordance;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.PanelSums;
import wassily.table.SatelliteAccount;

/** How accounts of related tables are related. */
class AccountRelationsTest {
  private static final int REGIONS = 7;
  private static final int SECTORS = 9;
  private static final int N = REGIONS * SECTORS;

  /**
   * Two solves of equal systems in other orders differ by 2·16·n·eps·cond of their size; cond₁(I−A)
   * of generated tables is below 10. Sums of flows are relative to the world's total.
   */
  private static final double SAME = 2 * 16 * N * Math.ulp(1.0) * 10;

  private static MrioTable table(long seed) throws IOException {
    return SmallTables.generated(new GeneratorOptions(REGIONS, SECTORS, seed));
  }

  private static double world(Footprint f, int k) {
    return IntStream.range(0, REGIONS).mapToDouble(r -> f.pba(k, r)).sum();
  }

  /** With x, A and S fixed, demand in parts gives the footprints of the parts: M is the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void linearInDemand(long seed) throws IOException {
    try (MrioTable t = table(seed)) {
      var random = new Random(seed);
      var one = HostMatrix.allocate(Arena.ofAuto(), N, t.y().columns());
      var other = HostMatrix.allocate(Arena.ofAuto(), N, t.y().columns());
      for (int i = 0; i < N; i++) {
        for (int j = 0; j < one.columns(); j++) {
          double part = random.nextDouble() * t.y().get(i, j);
          one.set(i, j, part);
          other.set(i, j, t.y().get(i, j) - part);
        }
      }
      Footprint whole = SmallTables.run(t).footprint();
      Footprint a = run(t, one);
      Footprint b = run(t, other);
      for (int k = 0; k < 4; k++) {
        for (int s = 0; s < REGIONS; s++) {
          assertEquals(
              whole.cba(k, s) + whole.direct(k, s), // F_Y stands in both parts
              a.cba(k, s) + b.cba(k, s),
              SAME * world(whole, k),
              "seed " + seed);
          for (int r = 0; r < REGIONS; r++) {
            assertEquals(
                whole.flow(k, r, s), a.flow(k, r, s) + b.flow(k, r, s), SAME * world(whole, k));
          }
        }
      }
    }
  }

  private static Footprint run(MrioTable t, HostMatrix y) throws IOException {
    HostMatrix z = (HostMatrix) t.z();
    var run = SmallTables.run(SmallTables.with(t, z, y, t.x(), t.satellites()));
    // The rows do not balance any more, and the certificate knows how to say so.
    assertEquals(true, run.certificate().passed(), run.certificate().toString());
    return run.footprint();
  }

  /** The order of regions and sectors is a matter of taste. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void relabellingPermutesTheAnswer(long seed) throws IOException {
    try (MrioTable t = table(seed)) {
      var regions = shuffled(REGIONS, seed);
      var sectors = shuffled(SECTORS, seed + 100);
      TableAxes old = t.axes();
      var axes =
          new TableAxes(
              Axis.of("region", regions.stream().map(r -> old.regions().get(r)).toList()),
              Axis.of("sector", sectors.stream().map(s -> old.sectors().get(s)).toList()),
              old.categories(),
              old.exogenous());
      int[] row =
          IntStream.range(0, N)
              .map(i -> old.row(regions.get(i / SECTORS), sectors.get(i % SECTORS)))
              .toArray();
      int[] column =
          IntStream.range(0, old.m())
              .map(
                  j ->
                      j >= old.regionalColumns()
                          ? j
                          : old.column(
                              regions.get(j / old.categories().size()),
                              j % old.categories().size()))
              .toArray();
      SatelliteAccount account = t.satellites().getFirst();
      int[] stressors = IntStream.range(0, account.stressors().size()).toArray();
      int[] regional = IntStream.of(column).limit(old.regionalColumns()).toArray();
      var permuted =
          SmallTables.table(
              axes,
              picked((HostMatrix) t.z(), row, row),
              picked(t.y(), row, column),
              IntStream.of(row).mapToDouble(i -> t.x()[i]).toArray(),
              new SatelliteAccount(
                  "same",
                  account.stressors(),
                  picked(account.f(), stressors, row),
                  picked(account.fY(), stressors, regional)));
      Footprint before = SmallTables.run(t).footprint();
      Footprint after = SmallTables.run(permuted).footprint();
      for (int k = 0; k < 4; k++) {
        double tolerance = SAME * world(before, k);
        for (int s = 0; s < REGIONS; s++) {
          int was = regions.get(s);
          assertEquals(before.cba(k, was), after.cba(k, s), tolerance, "seed " + seed);
          assertEquals(before.pba(k, was), after.pba(k, s), tolerance);
          for (int r = 0; r < REGIONS; r++) {
            assertEquals(before.flow(k, regions.get(r), was), after.flow(k, r, s), tolerance);
          }
          for (int p = 0; p < SECTORS; p++) {
            int from = sectors.get(p);
            assertEquals(before.cbaByProduct(k, was, from), after.cbaByProduct(k, s, p), tolerance);
            assertEquals(
                before.cbaByProducer(k, was, from), after.cbaByProducer(k, s, p), tolerance);
          }
        }
      }
    }
  }

  private static List<Integer> shuffled(int n, long seed) {
    var order = new java.util.ArrayList<>(IntStream.range(0, n).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return order;
  }

  private static HostMatrix picked(HostMatrix m, int[] rows, int[] columns) {
    var p = HostMatrix.allocate(Arena.ofAuto(), rows.length, columns.length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        p.set(i, j, m.get(rows[i], columns[j]));
      }
    }
    return p;
  }

  /** Adding categories together leaves L and every region's footprint as they are. */
  @Test
  void aggregatingOnlyCategoriesChangesNoFootprint() throws IOException {
    try (MrioTable t = table(4)) {
      var pairs =
          t.axes().categories().texts().stream()
              .map(c -> new Concordance.Pair(c, c.contains("consumption") ? "C" : "I"))
              .toList();
      var by =
          new Aggregation(
              Optional.empty(),
              Optional.empty(),
              Optional.of(new Concordance("categories.csv", pairs)));
      try (MrioTable small = by.of(t, 2, Progress.NONE)) {
        Footprint before = SmallTables.run(t).footprint();
        Footprint after = SmallTables.run(small).footprint();
        for (int k = 0; k < 4; k++) {
          double tolerance = SAME * world(before, k);
          for (int s = 0; s < REGIONS; s++) {
            assertEquals(before.cba(k, s), after.cba(k, s), tolerance);
            double consumption = 0;
            for (int c = 0; c < t.axes().categories().size(); c++) {
              boolean consumed = t.axes().categories().get(c).name().contains("consumption");
              consumption += consumed ? before.cba(k, s, c) : 0;
            }
            int merged = small.axes().categories().texts().indexOf("C");
            assertEquals(consumption, after.cba(k, s, merged), tolerance);
          }
        }
      }
    }
  }

  /** Σ value added embodied = Σy − imported inputs − column imbalance (method, section 2). */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void embodiedValueAddedIsDemandLessImportedInputs(long seed) throws IOException {
    try (MrioTable t = table(seed)) {
      var account = ValueAdded.rows(t);
      Footprint f = SmallTables.run(t, account).footprint();
      double embodied = 0;
      double demand = 0;
      double imports = 0;
      double imbalance = 0;
      var sums = PanelSums.of(t.z(), 2, Progress.NONE);
      for (int k = 0; k < account.stressors().size(); k++) {
        for (int r = 0; r < REGIONS; r++) {
          for (int s = 0; s < t.axes().consumers(); s++) {
            embodied += f.flow(k, r, s);
          }
        }
      }
      int importRow = t.primaryInputs().size() - 1;
      assertEquals("Imports", t.primaryInputs().get(importRow).name());
      for (int i = 0; i < N; i++) {
        for (double y : t.y().row(i)) {
          demand += y;
        }
        double primary = 0;
        for (int v = 0; v < t.v().rows(); v++) {
          primary += t.v().get(v, i);
        }
        imports += t.v().get(importRow, i);
        imbalance += t.x()[i] - sums.columns()[i] - primary;
      }
      assertEquals(demand - imports - imbalance, embodied, SAME * demand);
    }
  }

  /** Sums over rows and columns do not depend on the number of threads; BLAS is not ours. */
  @Test
  void sumsAreTheSameForAnyNumberOfThreads() throws IOException {
    // 8 MB blocks: 3 and more of them.
    try (MrioTable t = SmallTables.generated(new GeneratorOptions(60, 30, 2))) {
      double[][] columns = new double[2][];
      double[][] rows = new double[2][];
      for (int run = 0; run < 2; run++) {
        var options = new wassily.linalg.BackendOptions(1 + run, Optional.empty());
        try (Backend backend = wassily.linalg.Backends.open("cpu", options).backend()) {
          var sums = new FlowSums(t);
          var panel = sums.panel(0, t.axes().n());
          backend.upload(panel, Progress.NONE).close();
          panel.add();
          columns[run] = sums.columns();
          rows[run] = sums.rows();
        }
      }
      assertArrayEquals(columns[0], columns[1], "the same bits");
      assertArrayEquals(rows[0], rows[1]);
    }
  }

  /** D_imp by product adds up to D_imp, and exogenous consumers stay outside. */
  @Test
  void importsByProductAddUp() throws IOException {
    try (MrioTable t = table(5);
        Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(t, backend, Progress.NONE)) {
      Footprint f = FootprintRun.of(system, t.satellites().getFirst(), Progress.NONE).footprint();
      double[][][] imports = ImportsByProduct.of(system, f, Progress.NONE);
      for (int k = 0; k < 4; k++) {
        for (int s = 0; s < REGIONS; s++) {
          double sum = 0;
          for (double v : imports[k][s]) {
            sum += v;
          }
          assertEquals(f.imports(k, s), sum, SAME * world(f, k));
        }
      }
    }
  }
}
