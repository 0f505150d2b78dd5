package wassily.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;

/** LU, inverse, and solves for many right-hand sides. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FactorBenchmark {
  /** A matrix that is used up by its factorization: copied to the device before every call. */
  @State(Scope.Benchmark)
  public static class ToFactorize extends OnBackend {
    private HostMatrix host;
    DeviceMatrix m;

    @Override
    void prepare() {
      host = leontief();
    }

    @Setup(Level.Invocation)
    public void copy() {
      m = device.upload(host);
    }
  }

  /** Factors, and right-hand sides that are overwritten. */
  @State(Scope.Benchmark)
  public static class Factorized extends OnBackend {
    /** About as many as a table of 42 sectors has regions. */
    private static final int SECTORS = 42;

    private Factorization factors;
    private HostMatrix right;
    private DeviceMatrix columns;
    private DeviceMatrix rows;

    @Override
    void prepare() {
      factors = device.factorize(device.upload(leontief()));
      right = random(Math.max(1, n / SECTORS), n);
    }

    @Setup(Level.Invocation)
    public void copy() {
      columns = device.upload(right.reshape(right.columns(), right.rows()));
      rows = device.upload(right);
    }

    @TearDown(Level.Invocation)
    public void drop() {
      columns.close();
      rows.close();
    }

    @Override
    void release() {
      factors.close();
    }
  }

  /** M = L·U. */
  @Benchmark
  public String lu(ToFactorize s) {
    try (Factorization f = s.device.factorize(s.m)) {
      return f.method();
    }
  }

  /** M⁻¹ from M: the LU is in it. */
  @Benchmark
  public long inverse(ToFactorize s) {
    try (Factorization f = s.device.factorize(s.m);
        DeviceMatrix inverse = f.inverse()) {
      return inverse.shape().rows();
    }
  }

  /** n/42 columns. */
  @Benchmark
  public void solveColumns(Factorized s) {
    s.factors.solve(s.columns);
  }

  /** n/42 rows. */
  @Benchmark
  public void solveRows(Factorized s) {
    s.factors.solveTransposed(s.rows);
  }
}
