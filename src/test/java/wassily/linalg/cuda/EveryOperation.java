package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.DeviceBatch;
import wassily.linalg.DeviceBlock;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;
import wassily.linalg.draw.DrawKey;
import wassily.progress.Progress;

/** All there is to a backend, on 3 × 3 matrices with results that are looked at. */
final class EveryOperation {
  private static final HostMatrix Z =
      HostMatrix.of(new double[][] {{1, 2, 0}, {1, 0, 1}, {0.5, 1, 1}});

  private static final double[] X = {8, 8, 8};

  /** {@link #X} − {@link #Z}, off the diagonal not positive: no pivoting by the rule. */
  static final HostMatrix DOMINANT =
      HostMatrix.of(new double[][] {{7, -2, 0}, {-1, 8, -1}, {-0.5, -1, 7}});

  /** Needs interchanges. */
  static final HostMatrix PERMUTED =
      HostMatrix.of(new double[][] {{0, 2, 0}, {0, 0, 4}, {1, 0, 0}});

  /** 72 KiB: more than what is downloaded without pinned buffers. */
  private static final HostMatrix LARGE = TestNumbers.counting(96, 96);

  private EveryOperation() {}

  /** With exact results, and one large download. */
  static void of(Backend backend) throws Exception {
    try (var large = backend.upload(LARGE)) {
      assertEquals(-1, LARGE.segment().mismatch(PlainDownload.of(large).segment()));
    }
    try (var z = backend.upload((MatrixSource) Z, Progress.NONE)) {
      backend.diagonalMinus(X, z);
      backend.scaleRows(new double[] {1, 1, 1}, z);
      backend.scaleColumns(new double[] {2, 2, 2}, z);
      assertEquals(14, PlainDownload.of(z).get(0, 0));
    }
    operations(backend);
    scenarios(backend);
    draws(backend);
    memory(backend);
    for (HostMatrix m : List.of(DOMINANT, PERMUTED)) {
      try (var f = backend.factorize(backend.upload(m));
          var b = backend.upload(m);
          var c = backend.upload(m);
          var product = backend.zeros(new Shape(3, 3))) {
        f.solve(b);
        f.solveTransposed(c);
        backend.multiply(b, c, product);
        try (var inverse = f.inverse()) {
          backend.multiply(inverse, b, c);
        }
        for (int i = 0; i < 3; i++) {
          // M⁻¹·M, and (M⁻¹·M)·(M·M⁻¹): 16·n·eps as in FactorizationContract, for n = 3.
          assertEquals(1, PlainDownload.of(product).get(i, i), 48 * Math.ulp(1.0));
        }
      }
    }
  }

  /** Products of parts, sums over groups and searches, with exact results. */
  static void operations(Backend backend) {
    try (var z = backend.upload(Z);
        var out = backend.zeros(new Shape(3, 3));
        var sums = backend.zeros(new Shape(2, 1))) {
      var left = DeviceBlock.ofColumns(z, 0, 2);
      backend.multiply(2, left, DeviceBlock.ofRows(z, 1, 2), 1, DeviceBlock.of(out));
      backend.multiply(0, left, DeviceBlock.ofRows(z, 1, 2), 0.5, DeviceBlock.of(out));
      assertEquals(2, PlainDownload.of(out).get(0, 0));
      backend.multiplyBatched(
          DeviceBatch.ofRows(z, 1),
          new DeviceBatch(z, 0, 3, 3, 3, 0, 3),
          DeviceBatch.ofRows(out, 1));
      assertEquals(3, PlainDownload.of(out).get(0, 0));
      var pairs = AxisGroups.of(new int[] {0, 0, 1}, 2);
      backend.aggregate(z, pairs, AxisGroups.total(3), sums);
      assertEquals(5, PlainDownload.of(sums).get(0, 0));
      backend.aggregate(z, AxisGroups.identity(3), AxisGroups.identity(3), out);
      var found = backend.largeCells(X, out, new double[] {1, 1, 1}, 16, 0, 10);
      assertArrayEquals(new long[] {1}, found.cells());
    }
  }

  /** Two scenarios of one row, with exact results. */
  static void scenarios(Backend backend) {
    try (var base = backend.upload(HostMatrix.of(new double[] {1, 2, 3}));
        var rows = backend.zeros(new Shape(2, 3));
        var weights = backend.upload(HostMatrix.of(new double[][] {{1, 1, 1}, {2, 2, 2}}));
        var dots = backend.zeros(new Shape(2, 2))) {
      backend.repeatRows(base, rows);
      backend.scaleCells(rows, 1, new int[] {0, 2}, new double[] {1, 2}); // 1 2 3, 2 2 6
      backend.lowerCells(
          rows, new int[] {2}, HostMatrix.of(new double[] {4}), new double[] {1, 0.5}); // 2 2 5
      backend.groupedDots(rows, weights, 1, AxisGroups.of(new int[] {0, 0, 1}, 2), dots);
      var found = PlainDownload.of(dots);
      assertArrayEquals(new double[] {3, 3}, found.row(0));
      assertArrayEquals(new double[] {8, 10}, found.row(1));
    }
  }

  /** What ensembles take of a backend, with exact results. */
  static void draws(Backend backend) {
    var all = new boolean[] {true, true, true};
    // Uniform from 2 to 2: the factor is 2, whatever is drawn.
    var twice =
        CellDraws.of(
            Distribution.UNIFORM,
            CellDraws.By.CELL,
            0,
            all,
            new boolean[] {true, false, true},
            new Distribution.Parameters(2, 0));
    var draw = new BlockDraw(twice, new DrawKey(7, 1, 0));
    var rows = HostMatrix.of(new double[][] {{1, 0, -1}, {1, 1, 1}});
    var out = HostMatrix.allocate(Arena.ofAuto(), 2, 3);
    var absolute = HostMatrix.allocate(Arena.ofAuto(), 2, 3);
    try (var z = backend.upload(Z);
        var drawn = backend.zeros(Z.shape())) {
      backend.perturb(z, List.of(), drawn);
      assertEquals(
          -1, Z.segment().mismatch(PlainDownload.of(drawn).segment()), "nothing drawn: a copy");
      backend.perturb(z, List.of(draw, draw), drawn); // columns 0 and 2 four times
      assertArrayEquals(new double[] {4, 2, 0, 4}, backend.cells(drawn, new long[] {0, 1, 2, 3}));
      assertArrayEquals(new double[] {4, 0, 4}, backend.diagonal(drawn));
      backend.multiplyRows(rows, drawn, out, Optional.of(absolute));
      assertArrayEquals(new double[] {2, 1, -4}, out.row(0));
      assertArrayEquals(new double[] {10, 3, 8}, out.row(1));
      assertArrayEquals(new double[] {6, 3, 4}, absolute.row(0));
      try (var single = backend.toSingle(drawn)) {
        backend.multiplyRows(rows, single, absolute);
        assertEquals(-1, out.segment().mismatch(absolute.segment()), "small whole numbers");
      }
    }
  }

  /** What is asked before and beside the work. */
  static void memory(Backend backend) {
    backend.requireMemory(1, "the test");
    assertTrue(backend.memory().bytes() > 0);
    assertFalse(backend.workspace(3).factorizing().isEmpty());
    assertTrue(backend.plainCopySeconds(100).getAsDouble() > 0);
    try (var z = backend.upload(Z)) {
      assertTrue(backend.firstNotFinite(z).isEmpty());
    }
  }
}
