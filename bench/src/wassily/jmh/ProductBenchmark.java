package wassily.jmh;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import wassily.linalg.CellChange;
import wassily.linalg.DeviceBatch;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Shape;

/** Products of matrices, many small ones in one call, and intensities of scenarios. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ProductBenchmark {
  /** Two square factors and their product. */
  @State(Scope.Benchmark)
  public static class Square extends OnBackend {
    private DeviceMatrix a;
    private DeviceMatrix b;
    private DeviceMatrix out;

    @Override
    void prepare() {
      a = device.upload(random(n, n));
      b = device.upload(leontief());
      out = device.zeros(new Shape(n, n));
    }

    @Override
    void release() {
      a.close();
      b.close();
      out.close();
    }
  }

  /** Scenarios of a table: S of all in blocks by region, W in blocks of rows by region. */
  @State(Scope.Benchmark)
  public static class Scenarios extends OnBackend {
    private static final int SCENARIOS = 256;

    private int sectors;
    private DeviceMatrix baseline;
    private DeviceMatrix s;
    private DeviceMatrix w;
    private DeviceMatrix out;
    private CellChange change;

    @Override
    void prepare() {
      sectors =
          IntStream.of(42, 41, 50, 40, 49, 10, 5, 2).filter(p -> n % p == 0).findFirst().orElse(1);
      int regions = n / sectors;
      baseline = device.upload(random(1, n));
      s = device.upload(random(SCENARIOS, n));
      w = device.upload(random(n, regions));
      out = device.zeros(new Shape((long) SCENARIOS * regions, regions));
      var factors = new double[SCENARIOS];
      Arrays.setAll(factors, b -> 1 + b / 1000.0);
      change = new CellChange.Scale(IntStream.range(0, n).toArray(), factors);
    }

    @Override
    void release() {
      baseline.close();
      s.close();
      w.close();
      out.close();
    }
  }

  /** n × n by n × n. */
  @Benchmark
  public void gemm(Square s) {
    s.device.multiply(s.a, s.b, s.out);
  }

  /** Flows between all regions for 256 scenarios: a product for each region of origin. */
  @Benchmark
  public void batchedGemm(Scenarios s) {
    s.device.multiplyBatched(
        DeviceBatch.ofColumns(s.s, s.sectors),
        DeviceBatch.ofRows(s.w, s.sectors),
        DeviceBatch.ofRows(s.out, Scenarios.SCENARIOS));
  }

  /** S of 256 scenarios from one row and a number for each. */
  @Benchmark
  public void expandScenarios(Scenarios s) {
    s.device.expandRows(s.baseline, List.of(s.change), s.s);
  }
}
