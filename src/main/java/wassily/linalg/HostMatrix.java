package wassily.linalg;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A row-major matrix of doubles outside the Java heap, of any 64-bit size.
 *
 * <p>It is a view: its memory lives as long as the arena that it was allocated from. A {@code
 * double[]} would end at n = 46,340.
 */
public final class HostMatrix implements MatrixSource {
  /** Smaller matrices are not worth a look at /proc/meminfo (20 µs). */
  private static final long CHECKED_FROM = 64L << 20;

  private final Shape shape;
  private final MemorySegment segment;

  private HostMatrix(Shape shape, MemorySegment segment) {
    this.shape = shape;
    this.segment = segment;
  }

  /**
   * Allocates a matrix of zeros.
   *
   * @param arena decides how long the memory lives
   * @param rows number of rows
   * @param columns number of columns
   * @return the matrix, aligned to 64 bytes at least
   * @throws BackendException.OutOfMemory when a large matrix does not fit into the memory that is
   *     available: Linux would hand out the addresses and end the process later
   */
  public static HostMatrix allocate(Arena arena, long rows, long columns) {
    var shape = new Shape(rows, columns);
    if (shape.bytes() >= CHECKED_FROM) {
      HostMemory.require(shape.bytes(), "a matrix of " + shape);
    }
    return new HostMatrix(shape, OffHeap.allocate(arena, shape.bytes()));
  }

  /**
   * A view of memory that is already there.
   *
   * @param segment at least 8·rows·columns bytes, row-major, native byte order
   * @param rows number of rows
   * @param columns number of columns
   * @return a view that shares the memory
   */
  public static HostMatrix over(MemorySegment segment, long rows, long columns) {
    var shape = new Shape(rows, columns);
    if (segment.byteSize() < shape.bytes()) {
      throw new IllegalArgumentException(
          "%s needs %d bytes, the memory has %d"
              .formatted(shape, shape.bytes(), segment.byteSize()));
    }
    return new HostMatrix(shape, segment.asSlice(0, shape.bytes()));
  }

  /**
   * A small matrix from rows on the heap; its memory is given back by the garbage collector.
   *
   * @param rows the rows, all of one length
   * @return a copy outside the heap
   */
  public static HostMatrix of(double[]... rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    var m = allocate(Arena.ofAuto(), rows.length, columns);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new IllegalArgumentException(
            "row %d has %d columns, row 0 has %d".formatted(i, rows[i].length, columns));
      }
      m.setRow(i, rows[i]);
    }
    return m;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /**
   * The number of rows.
   *
   * @return rows
   */
  public long rows() {
    return shape.rows();
  }

  /**
   * The number of columns.
   *
   * @return columns
   */
  public long columns() {
    return shape.columns();
  }

  /**
   * The memory, row-major.
   *
   * @return 8·rows·columns bytes
   */
  public MemorySegment segment() {
    return segment;
  }

  /**
   * One element.
   *
   * @param row 0-based
   * @param column 0-based
   * @return its value
   */
  public double get(long row, long column) {
    return segment.get(JAVA_DOUBLE_UNALIGNED, offset(row, column));
  }

  /**
   * Sets one element.
   *
   * @param row 0-based
   * @param column 0-based
   * @param value the new value
   */
  public void set(long row, long column, double value) {
    segment.set(JAVA_DOUBLE_UNALIGNED, offset(row, column), value);
  }

  /**
   * Adds to one element.
   *
   * @param row 0-based
   * @param column 0-based
   * @param value what is added
   */
  public void add(long row, long column, double value) {
    set(row, column, get(row, column) + value);
  }

  /**
   * Copies a row to the heap.
   *
   * @param row 0-based
   * @param into as many elements as there are columns
   */
  public void getRow(long row, double[] into) {
    requireLength(into.length, columns(), "row");
    MemorySegment.copy(segment, JAVA_DOUBLE_UNALIGNED, rowOffset(row), into, 0, into.length);
  }

  /**
   * Copies a row to a new array.
   *
   * @param row 0-based
   * @return the row
   */
  public double[] row(long row) {
    var a = new double[Math.toIntExact(columns())];
    getRow(row, a);
    return a;
  }

  /**
   * Copies a column to a new array.
   *
   * @param column 0-based
   * @return the column
   */
  public double[] column(long column) {
    var a = new double[Math.toIntExact(rows())];
    for (int i = 0; i < a.length; i++) {
      a[i] = get(i, column);
    }
    return a;
  }

  /**
   * Sets a row.
   *
   * @param row 0-based
   * @param from as many elements as there are columns
   */
  public void setRow(long row, double[] from) {
    requireLength(from.length, columns(), "row");
    MemorySegment.copy(from, 0, segment, JAVA_DOUBLE_UNALIGNED, rowOffset(row), from.length);
  }

  /**
   * A view of consecutive rows that shares this memory.
   *
   * @param first the first row
   * @param count how many rows
   * @return the view
   */
  public HostMatrix panel(long first, long count) {
    if (first < 0 || count < 0 || first > rows() - count) {
      throw new IndexOutOfBoundsException(
          "rows %d to %d of %d".formatted(first, first + count, rows()));
    }
    long bytes = columns() * Double.BYTES;
    return new HostMatrix(
        new Shape(count, columns()), segment.asSlice(first * bytes, count * bytes));
  }

  /**
   * The same memory with other numbers of rows and columns.
   *
   * @param rows number of rows
   * @param columns number of columns; rows · columns stays the same
   * @return the view
   */
  public HostMatrix reshape(long rows, long columns) {
    var other = new Shape(rows, columns);
    if (other.elements() != shape.elements()) {
      throw new IllegalArgumentException(shape + " cannot be seen as " + other);
    }
    return new HostMatrix(other, segment);
  }

  @Override
  public void read(long firstRow, HostMatrix into) {
    requireLength(into.columns(), columns(), "panel");
    MemorySegment.copy(
        panel(firstRow, into.rows()).segment, 0, into.segment, 0, into.segment.byteSize());
  }

  private long offset(long row, long column) {
    if (row < 0 || row >= shape.rows() || column < 0 || column >= shape.columns()) {
      throw new IndexOutOfBoundsException("(%d, %d) of %s".formatted(row, column, shape));
    }
    return (row * shape.columns() + column) * Double.BYTES;
  }

  /** A row of a matrix without columns has a place too. */
  private long rowOffset(long row) {
    if (row < 0 || row >= shape.rows()) {
      throw new IndexOutOfBoundsException("row %d of %s".formatted(row, shape));
    }
    return row * shape.columns() * Double.BYTES;
  }

  private static void requireLength(long found, long expected, String what) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s of %d elements, expected %d".formatted(what, found, expected));
    }
  }

  @Override
  public String toString() {
    return "HostMatrix " + shape;
  }
}
