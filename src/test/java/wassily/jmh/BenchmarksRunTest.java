package wassily.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark once, with the smallest table: that it runs, not how fast. */
class BenchmarksRunTest {
  private static final Set<String> ALL =
      new TreeSet<>(
          Set.of(
              "FactorBenchmark.lu",
              "FactorBenchmark.inverse",
              "FactorBenchmark.solveColumns",
              "FactorBenchmark.solveRows",
              "ProductBenchmark.gemm",
              "ProductBenchmark.batchedGemm",
              "ProductBenchmark.expandScenarios",
              "TableBenchmark.uploadTable",
              "TableBenchmark.readContiguous",
              "TableBenchmark.readChunked",
              "TableBenchmark.importCsv",
              "AnalysisBenchmark.sweepBatch",
              "AnalysisBenchmark.largestFlows",
              "ChangeBenchmark.woodbury",
              "ChangeBenchmark.refactorization"));

  @Test
  void everyBenchmarkRuns() throws Exception {
    var options =
        new OptionsBuilder()
            .include("wassily\\..*Benchmark")
            .param("n", "60")
            .param("share", "0.2")
            .mode(Mode.SingleShotTime)
            .warmupIterations(0)
            .measurementIterations(1)
            .forks(0)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    var ran = new TreeSet<String>();
    for (RunResult r : new Runner(options).run()) {
      ran.add(r.getParams().getBenchmark().replaceFirst("^wassily\\.\\w+\\.", ""));
      assertTrue(r.getPrimaryResult().getScore() > 0, r.getParams().toString());
    }
    assertEquals(ALL, ran);
  }
}
