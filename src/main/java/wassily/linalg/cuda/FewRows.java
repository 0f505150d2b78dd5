package wassily.linalg.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.FewRowShapes;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.linalg.SingleMatrix;

/** Products of a few rows on the device, as {@link wassily.linalg.Backend#multiplyRows} says. */
final class FewRows {
  private static final String FILE = "few_rows.cu";

  /** Runs that a matrix is cut into, so that each column has so many threads. */
  private static final long RUNS = 64;

  private final CudaSession card;

  FewRows(CudaSession card) {
    this.card = card;
  }

  void multiply(HostMatrix rows, DeviceMatrix m, HostMatrix out, Optional<HostMatrix> absolute) {
    CudaMatrix matrix = card.own(m);
    FewRowShapes.requireProduct(
        rows.shape(), m.shape(), out.shape(), absolute.map(HostMatrix::shape));
    long address = matrix.address();
    // Read here: they may belong to an arena that only this thread may use.
    double[] left = numbers(rows);
    product(
        left, out, m.shape(), (at, parts, length) -> wide(at, address, parts, out, m, length, 0));
    absolute.ifPresent(
        a ->
            product(
                left,
                a,
                m.shape(),
                (at, parts, length) -> wide(at, address, parts, a, m, length, 1)));
  }

  private void wide(
      long rows, long m, long parts, HostMatrix out, DeviceMatrix of, long length, long absolute) {
    card.kernels()
        .launch(
            FILE,
            "multiply_rows",
            Math.ceilDiv(of.shape().rows(), length) * of.shape().columns(),
            rows,
            m,
            parts,
            out.rows(),
            of.shape().rows(),
            of.shape().columns(),
            length,
            absolute);
  }

  void multiply(HostMatrix rows, SingleMatrix m, HostMatrix out) {
    card.requireOpen();
    if (!(m instanceof SingleCudaMatrix mine) || mine.owner() != card) {
      throw new BackendException.Rejected(
          "a matrix of " + m.shape() + " in single precision belongs to another backend");
    }
    FewRowShapes.requireProduct(rows.shape(), m.shape(), out.shape(), Optional.empty());
    long address = mine.address();
    product(
        numbers(rows),
        out,
        m.shape(),
        (at, parts, length) ->
            card.kernels()
                .launch(
                    FILE,
                    "multiply_rows_single",
                    Math.ceilDiv(m.shape().rows(), length) * m.shape().columns(),
                    at,
                    address,
                    parts,
                    out.rows(),
                    m.shape().rows(),
                    m.shape().columns(),
                    length));
  }

  private static double[] numbers(HostMatrix rows) {
    return rows.segment().toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
  }

  /** Starts the kernel that makes the parts. */
  private interface Parts {
    void make(long rows, long parts, long length);
  }

  private void product(double[] rows, HostMatrix out, Shape m, Parts kernel) {
    int size = Math.toIntExact(out.shape().elements());
    var sums = new double[size];
    if (m.rows() > 0 && size > 0) {
      long length = Math.ceilDiv(m.rows(), Math.min(RUNS, m.rows()));
      long runs = Math.ceilDiv(m.rows(), length);
      card.work(
          "products of few rows",
          _ -> {
            CudaContext context = card.context();
            try (var scope = new Scope();
                var arena = Arena.ofConfined()) {
              long left = scope.own(context.upload(rows, "rows")).address();
              long bytes = (long) size * Double.BYTES;
              long parts = scope.own(context.allocate(runs * bytes, "parts of sums")).address();
              long total = scope.own(context.allocate(bytes, "sums")).address();
              kernel.make(left, parts, length);
              card.kernels().launch(FILE, "add_parts", size, parts, total, size, runs);
              MemorySegment host = arena.allocate(bytes, Double.BYTES);
              context.read(total, host);
              MemorySegment.copy(host, ValueLayout.JAVA_DOUBLE, 0, sums, 0, size);
            }
          });
    }
    MemorySegment.copy(sums, 0, out.segment(), ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, size);
  }

  SingleMatrix toSingle(DeviceMatrix m) {
    CudaMatrix matrix = card.own(m);
    long from = matrix.address();
    Shape shape = m.shape();
    long size = shape.elements();
    if (size == 0) {
      return new SingleCudaMatrix(card, shape, null);
    }
    String what = "a copy in single precision";
    DeviceMemory made =
        card.clock()
            .time(
                what,
                0,
                () ->
                    card.ask(
                        () -> {
                          try (var scope = new Scope()) {
                            var block =
                                scope.own(
                                    card.context()
                                        .allocate(
                                            size * Float.BYTES,
                                            "a matrix of %s in single precision".formatted(shape)));
                            card.kernels()
                                .launch(FILE, "to_single", size, from, block.address(), size);
                            card.context()
                                .finish(what); // handed over when nothing can fail any more
                            scope.release();
                            return block;
                          }
                        }));
    return new SingleCudaMatrix(card, shape, made);
  }

  double[] cells(DeviceMatrix m, long[] at) {
    CudaMatrix matrix = card.own(m);
    FewRowShapes.requireCells(m.shape(), at);
    long from = matrix.address();
    var found = new double[at.length];
    if (at.length > 0) {
      card.work(
          "some cells",
          _ -> {
            CudaContext context = card.context();
            try (var scope = new Scope();
                var arena = Arena.ofConfined()) {
              MemorySegment host = arena.allocateFrom(ValueLayout.JAVA_LONG, at);
              long indices = scope.own(context.allocate(host.byteSize(), "cells")).address();
              long to = scope.own(context.allocate(host.byteSize(), "their values")).address();
              context.write(host, indices);
              card.kernels().launch(FILE, "gather_cells", at.length, from, indices, to, at.length);
              context.read(to, host);
              MemorySegment.copy(host, ValueLayout.JAVA_DOUBLE, 0, found, 0, found.length);
            }
          });
    }
    return found;
  }
}
