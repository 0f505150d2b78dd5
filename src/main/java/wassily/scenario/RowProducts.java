package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.SingleMatrix;
import wassily.linalg.draw.BlockDraw;

/** Products of a few rows of n numbers with n × n matrices, again and again for drawn tables. */
final class RowProducts implements AutoCloseable {
  private final Backend backend;
  private final int n;
  private final Arena memory = Arena.ofShared();

  /** Outside the heap, to stay: to close memory that threads share stops all of them. */
  private final Map<Use, Map<Integer, HostMatrix>> buffers = new EnumMap<>(Use.class);

  private enum Use {
    ROWS,
    PRODUCT,
    ABSOLUTE
  }

  RowProducts(Backend backend, int n) {
    this.backend = backend;
    this.n = n;
  }

  /** rows·m, and |rows|·|m|: the same where nothing is negative. */
  record Products(double[][] of, double[][] absolute) {
    /** Those of all rows but the first ones. */
    Products from(int first) {
      return new Products(
          Arrays.copyOfRange(of, first, of.length),
          Arrays.copyOfRange(absolute, first, absolute.length));
    }
  }

  /**
   * Multiplies.
   *
   * @param absolute whether |rows|·|m| is another product
   */
  Products of(double[][] rows, DeviceMatrix m, boolean absolute) {
    HostMatrix of = buffer(Use.PRODUCT, rows.length);
    HostMatrix size = buffer(Use.ABSOLUTE, absolute ? rows.length : 0);
    backend.multiplyRows(host(rows), m, of, absolute ? Optional.of(size) : Optional.empty());
    double[][] signed = rows(of);
    return new Products(signed, absolute ? rows(size) : signed);
  }

  /** rows·Z_b for a Z_b that is drawn now; of rows and matrices in which nothing is negative. */
  Products ofDrawn(double[][] rows, DeviceMatrix z, List<BlockDraw> draws, DeviceMatrix drawn) {
    HostMatrix of = buffer(Use.PRODUCT, rows.length);
    backend.perturbAndMultiply(z, draws, drawn, host(rows), of);
    double[][] signed = rows(of);
    return new Products(signed, signed);
  }

  /** rows·m. */
  double[][] of(double[][] rows, SingleMatrix m) {
    HostMatrix of = buffer(Use.PRODUCT, rows.length);
    backend.multiplyRows(host(rows), m, of);
    return rows(of);
  }

  /** A copy in the heap. */
  static double[][] rows(HostMatrix m) {
    var rows = new double[Math.toIntExact(m.rows())][];
    Arrays.setAll(rows, m::row);
    return rows;
  }

  private HostMatrix host(double[][] rows) {
    HostMatrix m = buffer(Use.ROWS, rows.length);
    for (int k = 0; k < rows.length; k++) {
      m.setRow(k, rows[k]);
    }
    return m;
  }

  private HostMatrix buffer(Use use, int rows) {
    return buffers
        .computeIfAbsent(use, _ -> new HashMap<>())
        .computeIfAbsent(rows, k -> HostMatrix.allocate(memory, k, n));
  }

  @Override
  public void close() {
    if (memory.scope().isAlive()) {
      memory.close();
    }
  }
}
