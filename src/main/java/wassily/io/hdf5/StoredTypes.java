package wassily.io.hdf5;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;

/** Element types that jHDF reads but cannot write. */
final class StoredTypes {
  /** Class numbers of the file format. */
  private static final int REFERENCE = 7;

  private static final int VARIABLE_LENGTH = 9;

  private StoredTypes() {}

  /** What the types have in common: nothing is read or encoded through them. */
  private abstract static class Written extends DataType {
    Written(int dataClass, int size) {
      super(dataClass, size);
    }

    @Override
    public Class<?> getJavaType() {
      return Object.class;
    }

    @Override
    public Object fillData(ByteBuffer buffer, int[] dimensions, HdfBackingStorage storage) {
      throw new UnsupportedOperationException("a type for writing only");
    }

    /** The bytes are encoded already. */
    @Override
    public ByteBuffer encodeData(Object data) {
      return ByteBuffer.wrap((byte[]) data);
    }
  }

  /** A UTF-8 string of variable length: a length and a place in a global heap. */
  static final class Text extends Written {
    Text() {
      super(VARIABLE_LENGTH, HeapLayout.REFERENCE_BYTES);
      classBits.set(0); // a string, not a sequence
      classBits.set(8); // UTF-8
    }

    @Override
    public ByteBuffer toBuffer() {
      return toBufferBuilder().writeBuffer(new FixedPoint(1, false).toBuffer()).build();
    }
  }

  /** The address of an object. */
  static final class ObjectReference extends Written {
    ObjectReference() {
      super(REFERENCE, 8);
    }

    @Override
    public ByteBuffer toBuffer() {
      return toBufferBuilder().build();
    }
  }

  /** A sequence of addresses of objects, as DIMENSION_LIST holds them. */
  static final class ReferenceList extends Written {
    ReferenceList() {
      super(VARIABLE_LENGTH, HeapLayout.REFERENCE_BYTES);
    }

    @Override
    public ByteBuffer toBuffer() {
      return toBufferBuilder().writeBuffer(new ObjectReference().toBuffer()).build();
    }
  }
}
