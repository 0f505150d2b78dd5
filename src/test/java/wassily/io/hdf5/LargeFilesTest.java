package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.OutputFile;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;

/** Beyond the 2 GiB at which Java's arrays and buffers end. */
class LargeFilesTest {
  private static final long ROWS = 530_000;
  private static final int COLUMNS = 512;

  @TempDir Path folder;

  private static double value(long row, int column) {
    return row * 1000.0 + column;
  }

  /** 2.2 GB of address space in the file, of which a few rows are really there. */
  @Test
  void rowsBehindTwoGigabytesAreWrittenAndReadWhereTheyBelong() throws IOException {
    Path file = folder.resolve("large.h5");
    GroupSpec root = GroupSpec.root();
    // The writer only lays the file out; the rows are written into their places below.
    DatasetSpec z = root.later("Z", ROWS, COLUMNS);
    root.strings("after", java.util.List.of("small data lies before the matrix"));
    var layout = new FileLayout(root, 0);
    long address = layout.place(z).data;
    assertEquals(0, address % 4096);
    try (var out = OutputFile.create(file, false)) {
      var rows = new FileOutput(out.channel());
      for (long row : new long[] {0, 1, 524_287, 524_288, 529_999}) {
        rows.write(address + row * COLUMNS * 8, line(row).segment());
      }
      Hdf5Writer.write(root, out.channel(), 0, 2, Progress.NONE);
      out.commit();
    }
    assertTrue(Files.size(file) > 1L << 31);
    try (var reader = Hdf5Reader.open(file)) {
      MatrixSource source = reader.source("/Z");
      assertEquals(new Shape(ROWS, COLUMNS), source.shape());
      for (long row : new long[] {0, 524_287, 529_998}) {
        var panel = HostMatrix.allocate(Arena.ofAuto(), 2, COLUMNS);
        source.read(row, panel);
        for (int i = 0; i < 2; i++) {
          // Row 529,998 was not written: a hole of zeros.
          boolean written = row + i != 529_998;
          for (int j = 0; j < COLUMNS; j++) {
            assertEquals(written ? value(row + i, j) : 0, panel.get(i, j));
          }
        }
      }
    }
    var dump = Tools.hdf5("h5dump", "-d", "/Z", "-s", "529999,510", "-c", "1,2", file.toString());
    assertEquals(0, dump.status(), dump.err());
    assertTrue(dump.out().contains("(529999,510): 5.3e+08, 5.3e+08"), dump.out());
  }

  private static HostMatrix line(long row) {
    var m = HostMatrix.allocate(Arena.ofAuto(), 1, COLUMNS);
    for (int j = 0; j < COLUMNS; j++) {
      m.set(0, j, value(row, j));
    }
    return m;
  }

  /** 2.2 GB of zeros but for one element of each 10,000th row: compresses to 3 MB. */
  @Test
  void aCompressedMatrixBeyondTwoGigabytes() throws IOException {
    Path file = folder.resolve("packed.h5");
    var read = new AtomicLong();
    var source =
        new MatrixSource() {
          @Override
          public Shape shape() {
            return new Shape(ROWS, COLUMNS);
          }

          @Override
          public void read(long firstRow, HostMatrix into) {
            read.addAndGet(into.rows());
            into.segment().fill((byte) 0);
            for (long row = firstRow; row < firstRow + into.rows(); row++) {
              if (row % 10_000 == 7) {
                into.set(row - firstRow, 11, value(row, 11));
              }
            }
          }
        };
    GroupSpec root = GroupSpec.root();
    root.matrix("Z", source, ROWS, COLUMNS);
    try (var out = OutputFile.create(file, false)) {
      Hdf5Writer.write(root, out.channel(), 1, 2, Progress.NONE);
      out.commit();
    }
    assertEquals(ROWS, read.get(), "every row is read once");
    assertTrue(Files.size(file) < 20_000_000);
    try (var reader = Hdf5Reader.open(file)) {
      MatrixSource z = reader.source("/Z");
      var panel = HostMatrix.allocate(Arena.ofAuto(), 20, COLUMNS);
      z.read(520_000, panel);
      for (int i = 0; i < 20; i++) {
        assertEquals(i == 7 ? value(520_007, 11) : 0, panel.get(i, 11));
      }
    }
  }
}
