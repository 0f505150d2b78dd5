package wassily.io.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import wassily.table.BadDataException;

/** A group or dataset that is to be written, with its attributes. */
abstract sealed class ObjectSpec permits GroupSpec, DatasetSpec {
  /** An attribute message ends at 65,535 bytes; jHDF lets its size wrap and damages the file. */
  private static final int MOST_ATTRIBUTE_BYTES = 60_000;

  private final String path;
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  ObjectSpec(String path) {
    this.path = path;
  }

  /** Its path from the root, for messages. */
  final String path() {
    return path;
  }

  /** Sets a text attribute. */
  final void attribute(String name, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_ATTRIBUTE_BYTES) {
      throw new BadDataException(
          "%s: the attribute %s has %d bytes, HDF5 takes at most %d; shorten it"
              .formatted(path, name, bytes, MOST_ATTRIBUTE_BYTES));
    }
    if (value.indexOf('\0') >= 0) {
      throw new BadDataException(
          "%s: the attribute %s holds a zero character, which ends a text in HDF5"
              .formatted(path, name));
    }
    put(name, value);
  }

  /** Sets a whole-number attribute. */
  final void attribute(String name, long value) {
    put(name, value);
  }

  private void put(String name, Object value) {
    LinkNames.require(name);
    attributes.put(name, value);
  }

  /** The attributes in the order in which they were set: String or Long. */
  final Map<String, Object> attributes() {
    return Collections.unmodifiableMap(attributes);
  }
}
