package wassily.jmh;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import wassily.bench.TableShape;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.io.text.DemandColumns;
import wassily.io.text.LabelOptions;
import wassily.io.text.LabelledCsvImporter;
import wassily.io.text.LabelledCsvOptions;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.TableGenerator;

/** Tables on their way into memory: from HDF5 files in the page cache, from text, to the device. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TableBenchmark {
  /** A generated table in two files, and its Z in memory. */
  @State(Scope.Benchmark)
  public static class Stored extends OnBackend {
    private Path contiguous;
    private Path chunked;
    private HostMatrix z;

    @Override
    void prepare() throws IOException {
      contiguous = Files.createTempFile("wassily-jmh-", ".h5");
      chunked = Files.createTempFile("wassily-jmh-", ".h5");
      try (MrioTable table = generated(n)) {
        TableFile.write(table, contiguous, new WriteOptions(true, 0, threads()), Progress.NONE);
        TableFile.write(table, chunked, new WriteOptions(true, 1, threads()), Progress.NONE);
        z = HostMatrix.allocate(arena, table.axes().n(), table.axes().n());
        table.z().read(0, z);
      }
    }

    @Override
    void release() throws IOException {
      Files.deleteIfExists(contiguous);
      Files.deleteIfExists(chunked);
    }

    long uploaded(Path file) throws IOException {
      try (MrioTable table = TableFile.open(file, threads());
          var device = this.device.upload(table.z(), Progress.NONE)) {
        return device.shape().bytes();
      }
    }
  }

  /** Z and one column of demand as text with labels, 20 bytes a number. */
  @State(Scope.Benchmark)
  public static class Text extends OnBackend {
    private Path z;
    private Path y;

    @Override
    void prepare() throws IOException {
      z = Files.createTempFile("wassily-jmh-", ".csv");
      y = Files.createTempFile("wassily-jmh-", ".csv");
      try (MrioTable table = generated(n);
          BufferedWriter flows = Files.newBufferedWriter(z);
          BufferedWriter demand = Files.newBufferedWriter(y)) {
        int order = table.axes().n();
        flows.write("row");
        for (int j = 0; j < order; j++) {
          flows.write(",s" + j);
        }
        demand.write("row,households\n");
        var row = HostMatrix.allocate(arena, 1, order);
        for (int i = 0; i < order; i++) {
          table.z().read(i, row);
          flows.write("\ns" + i);
          for (double cell : row.row(0)) {
            flows.write(',');
            flows.write(Double.toString(cell));
          }
          demand.write("s" + i + "," + (1 + table.x()[i]) + "\n");
        }
        flows.write('\n');
      }
    }

    @Override
    void release() throws IOException {
      Files.deleteIfExists(z);
      Files.deleteIfExists(y);
    }
  }

  private static MrioTable generated(int n) {
    TableShape shape = TableShape.near(n);
    return new TableGenerator(OnBackend.threads(), Progress.NONE)
        .generate(new GeneratorOptions(shape.regions(), shape.sectors(), 7));
  }

  /** Z from memory to the device; on the CPU a copy. */
  @Benchmark
  public long uploadTable(Stored s) {
    try (var device = s.device.upload(s.z)) {
      return device.shape().bytes();
    }
  }

  /** Z from a file in which it is one block. */
  @Benchmark
  public long readContiguous(Stored s) throws IOException {
    return s.uploaded(s.contiguous);
  }

  /** Z from a file in which it is shuffled and deflated, level 1. */
  @Benchmark
  public long readChunked(Stored s) throws IOException {
    return s.uploaded(s.chunked);
  }

  /** Z and Y from labelled CSV. */
  @Benchmark
  public int importCsv(Text s) throws IOException {
    var options =
        LabelledCsvOptions.of(s.z, s.y)
            .labels(LabelOptions.singleRegion("World"))
            .demand(DemandColumns.of("households"))
            .build();
    try (MrioTable table = LabelledCsvImporter.read(options, Progress.NONE)) {
      return table.axes().n();
    }
  }
}
