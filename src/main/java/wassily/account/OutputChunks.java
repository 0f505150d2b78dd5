package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;

/**
 * X on the device for products with panels of Z: as a whole where the plan allows it, else in
 * chunks of columns that are uploaded again for every panel, which costs less than to read Z again
 * for every chunk.
 */
final class OutputChunks implements AutoCloseable {
  private final Backend backend;
  private final double[] output;
  private final HostMatrix x;
  private final List<Chunk> chunks = new ArrayList<>();

  /**
   * Cuts X.
   *
   * @param x X, n × k
   * @param mixed its columns with a negative element, ascending
   */
  OutputChunks(LeontiefSystem system, HostMatrix x, int[] mixed) {
    this.backend = system.backend();
    this.output = system.table().x();
    this.x = x;
    int columns = Math.toIntExact(x.columns());
    int width = (int) Math.max(1, system.plan().width(columns));
    for (int from = 0; from < Math.max(1, columns); from += width) {
      int first = from;
      int to = Math.min(columns, from + width);
      chunks.add(
          new Chunk(
              from,
              IntStream.range(from, to).toArray(),
              Arrays.stream(mixed).filter(c -> c >= first && c < to).toArray()));
    }
  }

  /** Works with a chunk. */
  interface Use {
    void with(Chunk chunk) throws IOException;
  }

  /** Works with all chunks, one after another; only a single one stays on the device. */
  void each(Use use) throws IOException {
    for (Chunk chunk : chunks) {
      try {
        use.with(chunk);
      } finally {
        chunk.closeProducts();
        if (chunks.size() > 1) {
          chunk.close();
        }
      }
    }
  }

  @Override
  public void close() {
    chunks.forEach(Chunk::close);
  }

  /** Columns [from, from + width) of X. */
  final class Chunk {
    private final int from;
    private final int[] all;
    private final int[] mixed;
    private DeviceMatrix signed;
    private DeviceMatrix sizesOfMixed;
    private Arena products = Arena.ofConfined();

    private Chunk(int from, int[] all, int[] mixed) {
      this.from = from;
      this.all = all;
      this.mixed = mixed;
    }

    /** The first column. */
    int from() {
      return from;
    }

    /** The columns. */
    int[] all() {
      return all;
    }

    /** Those with a negative element. */
    int[] mixed() {
      return mixed;
    }

    /** Z·X for a panel of Z. */
    HostMatrix of(DeviceMatrix z) throws IOException {
      if (signed == null) {
        signed = upload(all, false);
      }
      return product(z, signed);
    }

    /** Z·|X| for the mixed columns. */
    HostMatrix mixed(DeviceMatrix z) throws IOException {
      if (sizesOfMixed == null) {
        sizesOfMixed = upload(mixed, true);
      }
      return product(z, sizesOfMixed);
    }

    /** |Z|·|X| for all columns: panels with negative cells are rare, so |X| is not kept. */
    HostMatrix absolute(DeviceMatrix size) throws IOException {
      try (DeviceMatrix sizes = upload(all, true)) {
        return product(size, sizes);
      }
    }

    private DeviceMatrix upload(int[] columns, boolean absolute) throws IOException {
      return backend.upload(new Used(output, x, columns, absolute), Progress.NONE);
    }

    private HostMatrix product(DeviceMatrix a, DeviceMatrix b) {
      var shape = new Shape(a.shape().rows(), b.shape().columns());
      try (DeviceMatrix out = backend.zeros(shape)) {
        backend.multiply(a, b, out);
        var host = HostMatrix.allocate(products, shape.rows(), shape.columns());
        out.download(host);
        return host;
      }
    }

    private void closeProducts() {
      products.close();
      products = Arena.ofConfined();
    }

    private void close() {
      try (DeviceMatrix _ = signed;
          DeviceMatrix _ = sizesOfMixed) {
        signed = null;
        sizesOfMixed = null;
      }
    }
  }

  /**
   * Chosen columns of X, or of |X|, with zeros in the rows where x = 0: there the columns of Z are
   * dropped.
   */
  private record Used(double[] output, HostMatrix x, int[] columns, boolean absolute)
      implements MatrixSource {
    @Override
    public Shape shape() {
      return new Shape(x.rows(), columns.length);
    }

    @Override
    public void read(long firstRow, HostMatrix into) {
      var all = new double[Math.toIntExact(x.columns())];
      var row = new double[columns.length];
      for (int i = 0; i < into.rows(); i++) {
        if (output[Math.toIntExact(firstRow + i)] == 0) {
          Arrays.fill(row, 0);
        } else {
          x.getRow(firstRow + i, all);
          for (int c = 0; c < row.length; c++) {
            row[c] = absolute ? Math.abs(all[columns[c]]) : all[columns[c]];
          }
        }
        into.setRow(i, row);
      }
    }
  }
}
