package wassily.linalg.cpu;

import java.lang.foreign.Arena;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;

/** A matrix in this machine's memory, with an arena of its own. */
final class CpuMatrix implements DeviceMatrix {
  private final CpuBackend owner;
  private final Shape shape;

  /** Both null once this handle is closed or has handed its memory on. */
  private Arena arena;

  private HostMatrix memory;

  private CpuMatrix(CpuBackend owner, Arena arena, HostMatrix memory) {
    this.owner = owner;
    this.arena = arena;
    this.memory = memory;
    this.shape = memory.shape();
  }

  /** A matrix of zeros that belongs to a backend. */
  static CpuMatrix zeros(CpuBackend owner, Shape shape) {
    var arena = Arena.ofShared();
    try {
      return new CpuMatrix(owner, arena, HostMatrix.allocate(arena, shape.rows(), shape.columns()));
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  CpuBackend owner() {
    return owner;
  }

  /**
   * The memory.
   *
   * @return the matrix itself, not a copy
   * @throws IllegalStateException after close
   */
  HostMatrix memory() {
    if (memory == null) {
      throw new IllegalStateException("the matrix " + shape + " is closed or was handed on");
    }
    return memory;
  }

  /**
   * Hands the memory on to a new handle; this one is closed by it.
   *
   * @return the new handle
   */
  CpuMatrix handOn() {
    var next = new CpuMatrix(owner, arena, memory());
    arena = null;
    memory = null;
    return next;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void downloadRows(long firstRow, HostMatrix into) {
    HostMatrix all = memory();
    if (into.columns() != shape.columns()
        || firstRow < 0
        || firstRow > shape.rows() - into.rows()) {
      throw new IllegalArgumentException(
          "download of rows from %d on of a matrix of %s into one of %s"
              .formatted(firstRow, shape, into.shape()));
    }
    owner.loops().copy(all.panel(firstRow, into.rows()), into);
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
