package wassily.io.hdf5;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wassily.linalg.MatrixSource;

/** A group that is to be written, with what it holds in order. */
final class GroupSpec extends ObjectSpec {
  private final Map<String, ObjectSpec> children = new LinkedHashMap<>();

  private GroupSpec(String path) {
    super(path);
  }

  /** The root of a new file. */
  static GroupSpec root() {
    return new GroupSpec("/");
  }

  /** Adds a group. */
  GroupSpec group(String name) {
    var group = new GroupSpec(childPath(name) + "/");
    add(name, group);
    return group;
  }

  /**
   * Adds numbers that are read from a source while the file is written.
   *
   * @param name its name
   * @param values row-major; rows = the product of all dimensions but the last
   * @param dims dimensions
   */
  DatasetSpec matrix(String name, MatrixSource values, long... dims) {
    return add(
        name,
        new DatasetSpec(childPath(name), FloatingPoint.DOUBLE, dims, new DatasetSpec.Rows(values)));
  }

  /**
   * Adds a matrix of doubles whose place is reserved: zeros, a hole in the file, until they are
   * written into it.
   *
   * @param name its name
   * @param dims dimensions
   */
  DatasetSpec later(String name, long... dims) {
    return add(
        name,
        new DatasetSpec(childPath(name), FloatingPoint.DOUBLE, dims, new DatasetSpec.Reserved()));
  }

  /** Adds a vector of doubles. */
  DatasetSpec numbers(String name, double... values) {
    var bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return encoded(name, FloatingPoint.DOUBLE, values.length, bytes.array());
  }

  /** Adds a vector of bytes, for example truth values as 0 and 1. */
  DatasetSpec bytes(String name, byte... values) {
    return encoded(name, new FixedPoint(1), values.length, values);
  }

  /** Adds a vector of strings of variable length. */
  DatasetSpec strings(String name, List<String> values) {
    return add(
        name,
        new DatasetSpec(
            childPath(name),
            new StoredTypes.Text(),
            new long[] {values.size()},
            new DatasetSpec.Strings(values)));
  }

  private DatasetSpec encoded(String name, DataType type, int length, byte[] bytes) {
    return add(
        name,
        new DatasetSpec(
            childPath(name), type, new long[] {length}, new DatasetSpec.Encoded(bytes)));
  }

  private String childPath(String name) {
    return path() + name;
  }

  private <T extends ObjectSpec> T add(String name, T child) {
    LinkNames.require(name);
    if (children.putIfAbsent(name, child) != null) {
      throw new IllegalArgumentException("two objects have the path " + childPath(name));
    }
    return child;
  }

  /** What it holds, by name. */
  Map<String, ObjectSpec> children() {
    return Collections.unmodifiableMap(children);
  }

  /** Collects this group and all below it, each group before its children. */
  void collect(Collection<ObjectSpec> into) {
    into.add(this);
    for (ObjectSpec child : children.values()) {
      switch (child) {
        case GroupSpec g -> g.collect(into);
        case DatasetSpec d -> into.add(d);
      }
    }
  }
}
