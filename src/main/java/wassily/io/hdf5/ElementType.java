package wassily.io.hdf5;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import wassily.table.BadDataException;

/**
 * How numbers are stored: IEEE floating point of 16, 32 or 64 bits or integers of 8 to 64 bits, in
 * either byte order.
 *
 * @param kind floating point, signed or unsigned
 * @param size bytes
 * @param order byte order
 */
record ElementType(Kind kind, int size, ByteOrder order) {
  /** The kinds of number. */
  enum Kind {
    FLOAT,
    SIGNED,
    UNSIGNED
  }

  /** Up to here every integer is a double. */
  private static final long EXACT = 1L << 53;

  private static final ValueLayout.OfDouble LITTLE =
      JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The type of a dataset of numbers; empty for strings, compounds and unusual number formats. */
  static Optional<ElementType> of(DataType type) {
    if (type instanceof FloatingPoint f && isIeee(f)) {
      return Optional.of(new ElementType(Kind.FLOAT, f.getSize(), f.getByteOrder()));
    }
    if (type instanceof FixedPoint i
        && i.getBitOffset() == 0
        && i.getBitPrecision() == 8 * i.getSize()
        && Integer.bitCount(i.getSize()) == 1
        && i.getSize() <= 8) {
      return Optional.of(
          new ElementType(
              i.isSigned() ? Kind.SIGNED : Kind.UNSIGNED, i.getSize(), i.getByteOrder()));
    }
    return Optional.empty();
  }

  private static boolean isIeee(FloatingPoint f) {
    boolean whole =
        f.getBitOffset() == 0
            && f.getBitPrecision() == 8 * f.getSize()
            && f.getMantissaLocation() == 0
            && f.getMantissaNormalization() == 2
            && f.getSignLocation() == f.getBitPrecision() - 1;
    return whole
        && switch (f.getSize()) {
          case 2 -> f.getMantissaSize() == 10 && f.getExponentSize() == 5;
          case 4 -> f.getMantissaSize() == 23 && f.getExponentSize() == 8;
          case 8 -> f.getMantissaSize() == 52 && f.getExponentSize() == 11;
          default -> false;
        };
  }

  /** Whether the stored bytes are the doubles of this machine (x86-64). */
  boolean isNative() {
    return kind == Kind.FLOAT && size == 8 && order == ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * Converts stored numbers to doubles.
   *
   * @param where dataset, for messages
   * @param from stored numbers
   * @param fromByte where they begin
   * @param to memory for doubles
   * @param toByte where they go
   * @param count how many
   * @throws BadDataException for a 64-bit integer that a double cannot hold exactly
   */
  void toDoubles(
      String where, MemorySegment from, long fromByte, MemorySegment to, long toByte, long count) {
    if (isNative()) {
      MemorySegment.copy(from, fromByte, to, toByte, count * Double.BYTES);
      return;
    }
    var doubles = JAVA_DOUBLE_UNALIGNED.withOrder(order);
    var floats = JAVA_FLOAT_UNALIGNED.withOrder(order);
    var longs = JAVA_LONG_UNALIGNED.withOrder(order);
    var ints = JAVA_INT_UNALIGNED.withOrder(order);
    var shorts = JAVA_SHORT_UNALIGNED.withOrder(order);
    boolean signed = kind == Kind.SIGNED;
    for (long i = 0; i < count; i++) {
      long at = fromByte + i * size;
      double value =
          switch (size) {
            case 8 ->
                kind == Kind.FLOAT
                    ? from.get(doubles, at)
                    : exact(where, from.get(longs, at), signed);
            case 4 ->
                kind == Kind.FLOAT
                    ? from.get(floats, at)
                    : signed ? from.get(ints, at) : Integer.toUnsignedLong(from.get(ints, at));
            case 2 ->
                kind == Kind.FLOAT
                    ? Float.float16ToFloat(from.get(shorts, at))
                    : signed ? from.get(shorts, at) : Short.toUnsignedInt(from.get(shorts, at));
            default ->
                signed ? from.get(JAVA_BYTE, at) : Byte.toUnsignedInt(from.get(JAVA_BYTE, at));
          };
      to.set(LITTLE, toByte + i * Double.BYTES, value);
    }
  }

  private static double exact(String where, long value, boolean signed) {
    if (value > EXACT || value < -EXACT || value < 0 && !signed) {
      throw new BadDataException(
          "%s: the integer %s is beyond 2^53 and has no exact double; store the numbers as float64"
              .formatted(where, signed ? value : Long.toUnsignedString(value)));
    }
    return value;
  }

  /** The type as h5dump would name it. */
  @Override
  public String toString() {
    return switch (kind) {
          case FLOAT -> "float";
          case SIGNED -> "int";
          case UNSIGNED -> "uint";
        }
        + 8 * size;
  }
}
