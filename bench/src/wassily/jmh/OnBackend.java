package wassily.jmh;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.HostMatrix;

/** A backend and the order of the matrices; all processors. */
@State(Scope.Benchmark)
public class OnBackend {
  /** cpu or cuda; never replaced by another. */
  @Param("cpu")
  public String backend;

  /** WIOD, two round numbers, EXIOBASE 3 by product, 313 Chinese cities × 42 sectors. */
  @Param({"1435", "2500", "5000", "9800", "13146"})
  public int n;

  Backend device;
  Arena arena;

  @Setup(Level.Trial)
  public void open() throws IOException {
    arena = Arena.ofShared();
    device = Backends.open(backend, BackendOptions.defaults()).backend();
    prepare();
  }

  /** What a kind of benchmark needs beside them. */
  void prepare() throws IOException {}

  /** What it has to give back. */
  void release() throws IOException {}

  @TearDown(Level.Trial)
  public void close() throws IOException {
    release();
    device.close();
    arena.close();
  }

  static int threads() {
    return BackendOptions.defaults().threads();
  }

  /** Numbers in [−1, 1). */
  HostMatrix random(long rows, long columns) {
    var m = HostMatrix.allocate(arena, rows, columns);
    var row = new double[Math.toIntExact(columns)];
    for (long i = 0; i < rows; i++) {
      var random = new SplittableRandom(7 + i);
      for (int j = 0; j < row.length; j++) {
        row[j] = 2 * random.nextDouble() - 1;
      }
      m.setRow(i, row);
    }
    return m;
  }

  /** As x̂ − Z of a table: below 0 beside the diagonal, n on it. */
  HostMatrix leontief() {
    HostMatrix m = random(n, n);
    var row = new double[n];
    for (int i = 0; i < n; i++) {
      m.getRow(i, row);
      for (int j = 0; j < n; j++) {
        row[j] = i == j ? n : -Math.abs(row[j]);
      }
      m.setRow(i, row);
    }
    return m;
  }
}
