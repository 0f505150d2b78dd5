package wassily.io.hdf5;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import wassily.linalg.HostMatrix;
import wassily.linalg.HostMemory;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.linalg.Workers;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/** A dataset of numbers as a matrix of doubles that is read when it is asked for. */
final class StoredMatrix implements MatrixSource {
  /** A panel of a chunked dataset is decoded by several threads from this size on. */
  private static final long SHARED_FROM = 32L << 20;

  /** Numbers of other types are read in blocks of this size and converted. */
  private static final int CONVERTED_BLOCK = 1 << 20;

  private final FileBytes file;
  private final StoredDataset dataset;
  private final ElementType type;
  private final Shape shape;
  private final int threads;

  StoredMatrix(FileBytes file, StoredDataset dataset, int threads) {
    this.file = file;
    this.dataset = dataset;
    this.type = dataset.numbers();
    this.shape = dataset.shape();
    this.threads = threads;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public String origin() {
    return dataset.where();
  }

  /** Whole bands of chunks, of 8 MiB together or a little more. */
  @Override
  public long preferredRows() {
    long rows = MatrixSource.super.preferredRows();
    if (dataset.storage() instanceof StoredDataset.Chunked c) {
      long band = c.data().rowsOfABand();
      return Math.ceilDiv(rows, band) * band;
    }
    return rows;
  }

  @Override
  public void read(long firstRow, HostMatrix into) throws IOException {
    read(firstRow, into, shape.columns() * 8 * into.rows() >= SHARED_FROM ? threads : 1, _ -> {});
  }

  private void read(long firstRow, HostMatrix into, int used, Progress.Task task)
      throws IOException {
    if (into.columns() != shape.columns()) {
      throw new IllegalArgumentException(
          "panel of %d columns, %s has %d".formatted(into.columns(), origin(), shape.columns()));
    }
    if (firstRow < 0 || firstRow > shape.rows() - into.rows()) {
      throw new IndexOutOfBoundsException(
          "rows %d to %d of %d".formatted(firstRow, firstRow + into.rows(), shape.rows()));
    }
    MemorySegment to = into.segment();
    switch (dataset.storage()) {
      case StoredDataset.Contiguous c -> readContiguous(c.address(), firstRow, to);
      case StoredDataset.Compact c ->
          type.toDoubles(
              origin(),
              MemorySegment.ofArray(c.bytes()),
              firstRow * shape.columns() * type.size(),
              to,
              0,
              to.byteSize() / Double.BYTES);
      case StoredDataset.Unwritten _ -> fill(to, 0, to.byteSize() / Double.BYTES, fillValue());
      case StoredDataset.Chunked c -> {
        double fill = fillValue();
        c.data()
            .read(
                firstRow,
                into.rows(),
                used,
                (bytes, at, row, column, count) -> {
                  long target = ((row - firstRow) * shape.columns() + column) * Double.BYTES;
                  if (bytes == null) {
                    fill(to, target, count, fill);
                  } else {
                    type.toDoubles(origin(), bytes, at, to, target, count);
                  }
                  task.advance(count);
                });
        return;
      }
    }
    task.advance(to.byteSize() / Double.BYTES);
  }

  private void readContiguous(long address, long firstRow, MemorySegment to) throws IOException {
    long at = address + firstRow * shape.columns() * type.size();
    if (type.isNative()) {
      file.read(origin(), at, to);
      return;
    }
    long count = to.byteSize() / Double.BYTES;
    int block = CONVERTED_BLOCK / type.size();
    try (Arena arena = Arena.ofConfined()) {
      var stored = arena.allocate((long) block * type.size(), Double.BYTES);
      for (long done = 0; done < count; ) {
        long n = Math.min(block, count - done);
        var part = stored.asSlice(0, n * type.size());
        file.read(origin(), at + done * type.size(), part);
        type.toDoubles(origin(), part, 0, to, done * Double.BYTES, n);
        done += n;
      }
    }
  }

  /** Reads the whole matrix into memory. */
  HostMatrix load(Arena arena, Progress.Task task) throws IOException {
    HostMemory.require(shape.bytes(), "reading " + origin());
    var all = HostMatrix.allocate(arena, shape.rows(), shape.columns());
    if (dataset.storage() instanceof StoredDataset.Chunked) {
      // Chunk by chunk: a band of chunks can be as high as the matrix.
      read(0, all, threads, task);
    } else {
      Workers.forBlocks(
          threads,
          shape.rows(),
          MatrixSource.super.preferredRows(),
          (from, to) -> read(from, all.panel(from, to - from), 1, task));
    }
    return all;
  }

  /** Reads the transpose of the whole matrix into memory, without a second copy of the whole. */
  HostMatrix loadTransposed(Arena arena, Progress.Task task) throws IOException {
    if (dataset.dims().length > 2) {
      throw new BadDataException(
          "%s: has %d dimensions, a matrix was expected"
              .formatted(origin(), dataset.dims().length));
    }
    long rows = shape.rows();
    long columns = shape.columns();
    HostMemory.require(shape.bytes(), "reading " + origin());
    var all = HostMatrix.allocate(arena, columns, rows);
    if (dataset.storage() instanceof StoredDataset.Chunked c) {
      double fill = fillValue();
      c.data()
          .read(
              0,
              rows,
              threads,
              (bytes, at, row, column, count) -> {
                double[] line = new double[Math.toIntExact(count)];
                var doubles = MemorySegment.ofArray(line);
                if (bytes == null) {
                  Arrays.fill(line, fill);
                } else {
                  type.toDoubles(origin(), bytes, at, doubles, 0, count);
                }
                var to = all.segment();
                for (int i = 0; i < line.length; i++) {
                  to.set(JAVA_DOUBLE_UNALIGNED, ((column + i) * rows + row) * 8, line[i]);
                }
                task.advance(count);
              });
      return all;
    }
    Workers.forBlocks(
        threads,
        rows,
        MatrixSource.super.preferredRows(),
        (from, to) -> {
          try (Arena panelArena = Arena.ofConfined()) {
            var panel = HostMatrix.allocate(panelArena, to - from, columns);
            read(from, panel, 1, task);
            transpose(panel, all, from);
          }
        });
    return all;
  }

  /** Eight columns at a time: one cache line of each row of the panel. */
  private static void transpose(HostMatrix panel, HostMatrix all, long firstColumn) {
    int height = Math.toIntExact(panel.rows());
    long width = panel.columns();
    double[][] lines = new double[8][height];
    var from = panel.segment();
    for (long column = 0; column < width; column += 8) {
      int block = (int) Math.min(8, width - column);
      for (int i = 0; i < height; i++) {
        long at = (i * width + column) * Double.BYTES;
        for (int j = 0; j < block; j++) {
          lines[j][i] = from.get(JAVA_DOUBLE_UNALIGNED, at + j * 8L);
        }
      }
      for (int j = 0; j < block; j++) {
        MemorySegment.copy(
            lines[j],
            0,
            all.segment(),
            JAVA_DOUBLE_UNALIGNED,
            ((column + j) * all.columns() + firstColumn) * Double.BYTES,
            height);
      }
    }
  }

  private double fillValue() {
    double[] value = new double[1];
    type.toDoubles(
        origin(), MemorySegment.ofArray(dataset.fill()), 0, MemorySegment.ofArray(value), 0, 1);
    return value[0];
  }

  private static void fill(MemorySegment to, long at, long count, double value) {
    for (long i = 0; i < count; i++) {
      to.set(JAVA_DOUBLE_UNALIGNED, at + i * Double.BYTES, value);
    }
  }
}
