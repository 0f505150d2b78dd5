package wassily.linalg.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.linalg.SingleMatrix;

/** A matrix of floats in this machine's memory. */
final class SingleCpuMatrix implements SingleMatrix {
  private final CpuBackend owner;
  private final Shape shape;
  private Arena arena = Arena.ofShared();

  /** Null once this is closed. */
  private MemorySegment memory;

  private SingleCpuMatrix(CpuBackend owner, Shape shape) {
    this.owner = owner;
    this.shape = shape;
    try {
      // Two floats in the place of a double: aligned memory in large pages, and asked for before.
      this.memory = HostMatrix.allocate(arena, 1, Math.ceilDiv(shape.elements(), 2)).segment();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** A copy of a matrix. */
  static SingleCpuMatrix of(CpuBackend owner, int threads, HostMatrix m) {
    var copy = new SingleCpuMatrix(owner, m.shape());
    RowLoops.forBlocks(
        threads,
        m,
        (from, to) -> {
          var row = new double[Math.toIntExact(m.columns())];
          var narrow = new float[row.length];
          for (long i = from; i < to; i++) {
            m.getRow(i, row);
            for (int j = 0; j < row.length; j++) {
              narrow[j] = (float) row[j];
            }
            MemorySegment.copy(
                narrow,
                0,
                copy.memory,
                ValueLayout.JAVA_FLOAT,
                i * row.length * Float.BYTES,
                row.length);
          }
        });
    return copy;
  }

  CpuBackend owner() {
    return owner;
  }

  MemorySegment memory() {
    if (memory == null) {
      throw new IllegalStateException("the matrix " + shape + " in single precision is closed");
    }
    return memory;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void close() {
    Arena last = arena;
    arena = null;
    memory = null;
    if (last != null) {
      last.close();
    }
  }
}
