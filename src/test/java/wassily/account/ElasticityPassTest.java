package wassily.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitiveCell.Ranking;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;

/** The search for cells: one answer, whatever the number of threads. */
class ElasticityPassTest {
  @ParameterizedTest
  @EnumSource(Ranking.class)
  void theSameBitsForAnyNumberOfThreads(Ranking ranking) throws IOException {
    try (MrioTable t = SmallTables.generated(new GeneratorOptions(23, 7, 4))) {
      int n = t.axes().n();
      var random = new SplittableRandom(5);
      double[] m = random.doubles(n, -1, 1).toArray();
      double[] u = random.doubles(n, -1, 1).toArray();
      var pass = new ElasticityPass(t, m, u, 0.125);
      var cells = new MostSensitiveCells(40, ranking);
      var one = pass.run(Optional.of(cells), ranking, 1, Progress.NONE);
      for (int threads : new int[] {2, 7}) {
        var again = new MostSensitiveCells(40, ranking);
        var more = pass.run(Optional.of(again), ranking, threads, Progress.NONE);
        assertEquals(cells.sorted(), again.sorted());
        assertEquals(one.sums(), more.sums());
        for (int r = 0; r < 23; r++) {
          assertArrayEquals(one.byRegions().get().row(r), more.byRegions().get().row(r));
        }
        for (int p = 0; p < 7; p++) {
          assertArrayEquals(one.bySectors().get().row(p), more.bySectors().get().row(p));
        }
      }
      assertEquals(40, cells.sorted().size());
    }
  }

  /** All cells alike: the first by row, then by column; zeros and dropped columns have no place. */
  @Test
  void tiesGoByRowThenColumn() throws IOException {
    int n = 6;
    var z = new double[n][n];
    for (double[] row : z) {
      Arrays.fill(row, 0.5);
    }
    z[0][1] = 0;
    var y = new double[n][1];
    for (double[] row : y) {
      row[0] = 10;
    }
    try (MrioTable t = SmallTables.of(3, z, widened(y, 3), new double[1][n])) {
      var ones = new double[n];
      Arrays.fill(ones, 1);
      double[] u = ones.clone();
      u[2] = 0;
      for (Ranking ranking : Ranking.values()) {
        var cells = new MostSensitiveCells(5, ranking);
        var found =
            new ElasticityPass(t, ones, u, 1).run(Optional.of(cells), ranking, 3, Progress.NONE);
        assertEquals(
            List.of("0 0", "0 3", "0 4", "0 5", "1 0"),
            cells.sorted().stream().map(c -> c.row() + " " + c.column()).toList());
        assertEquals(n * n - n - 1, found.sums().cells());
        assertEquals((n * n - n - 1) * 0.5, found.sums().sum(), "halves add up exactly");
        assertEquals((n * n - n - 1) * 0.25, found.sums().squares());
      }
    }
  }

  private static double[][] widened(double[][] y, int regions) {
    return Arrays.stream(y)
        .map(row -> IntStream.range(0, regions).mapToDouble(_ -> row[0]).toArray())
        .toArray(double[][]::new);
  }

  /** What is kept is what a sort of everything begins with. */
  @Test
  void keepsTheLargestOfManyInAnyOrder() {
    var random = new SplittableRandom(9);
    var cells =
        IntStream.range(0, 5_000)
            .mapToObj(
                i ->
                    new SensitiveCell(
                        Matrix.values()[i % 4],
                        random.nextInt(70),
                        i, // distinct
                        1,
                        1,
                        random.nextInt(-20, 20) / 8.0))
            .toList();
    var sorted =
        cells.stream()
            .filter(c -> c.elasticity() != 0)
            .sorted(Ranking.ELASTICITY.largestFirst())
            .toList();
    for (int k : new int[] {1, 17, 4_000, 10_000}) {
      var kept = new MostSensitiveCells(k, Ranking.ELASTICITY);
      cells.forEach(kept::add);
      var backwards = new MostSensitiveCells(k, Ranking.ELASTICITY);
      cells.reversed().forEach(backwards::add);
      assertEquals(sorted.subList(0, Math.min(k, sorted.size())), kept.sorted());
      assertEquals(kept.sorted(), backwards.sorted());
    }
    var none = new MostSensitiveCells(3, Ranking.ELASTICITY);
    none.add(new SensitiveCell(Matrix.Z, 0, 0, 1, 1, Double.NaN));
    assertEquals(List.of(), none.sorted());
  }

  /** A file that breaks while it is read is told as it was. */
  @Test
  void aBrokenFileIsTold() throws IOException {
    var broken = new IOException("the disk is gone");
    try (MrioTable t = SmallTables.generated(new GeneratorOptions(4, 3, 1))) {
      MatrixSource z =
          new MatrixSource() {
            @Override
            public Shape shape() {
              return t.z().shape();
            }

            @Override
            public void read(long firstRow, HostMatrix into) throws IOException {
              if (firstRow > 5) {
                throw broken;
              }
              t.z().read(firstRow, into);
            }
          };
      var table =
          new MrioTable(
              t.info(),
              t.axes(),
              z,
              t.y(),
              t.x(),
              t.primaryInputs(),
              t.v(),
              t.population(),
              t.satellites(),
              () -> {});
      var pass = new ElasticityPass(table, new double[12], new double[12], 1);
      assertSame(
          broken,
          assertThrows(
              IOException.class,
              () -> pass.run(Optional.empty(), Ranking.ELASTICITY, 2, Progress.NONE)));
      assertTrue(t.axes().n() == 12);
    }
  }
}
