package wassily.io.hdf5;

import io.jhdf.api.Attribute;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataSpace;
import java.nio.ByteBuffer;

/**
 * An attribute whose bytes are there already, in the shape in which jHDF wants attributes.
 *
 * @param name its name
 * @param type type of its elements
 * @param space its dimensions
 * @param bytes the elements
 */
record EncodedAttribute(String name, DataType type, DataSpace space, byte[] bytes)
    implements Attribute {
  @Override
  public Node getNode() {
    return null;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public long getSize() {
    return space.getTotalLength();
  }

  @Override
  public long getSizeInBytes() {
    return bytes.length;
  }

  @Override
  public int[] getDimensions() {
    return space.getDimensions();
  }

  @Override
  public long[] getDimensionsAsLong() {
    return space.getDimensionsAsLong();
  }

  @Override
  public Object getData() {
    return bytes;
  }

  @Override
  public Class<?> getJavaType() {
    return type.getJavaType();
  }

  @Override
  public boolean isScalar() {
    return false;
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public ByteBuffer getBuffer() {
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public DataSpace getDataSpace() {
    return space;
  }

  @Override
  public DataType getDataType() {
    return type;
  }
}
