package wassily.io.hdf5;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import wassily.table.BadDataException;

/** A group or dataset that is to be written, with its attributes. */
abstract sealed class ObjectSpec permits GroupSpec, DatasetSpec {
  /**
   * A text of fixed length. The dimension-scale convention asks for it; elsewhere texts have
   * variable length, because h5py gives fixed ones back as bytes and their size ends at 65,535.
   *
   * @param text ASCII
   */
  record FixedText(String text) {}

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
    if (value.indexOf('\0') >= 0) {
      throw new BadDataException(
          "%s: the attribute %s holds a zero character, which ends a text in HDF5"
              .formatted(path, name));
    }
    put(name, value);
  }

  /** Sets a text attribute of fixed length. */
  final void attribute(String name, FixedText value) {
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

  /** The attributes in the order in which they were set: String, FixedText or Long. */
  final Map<String, Object> attributes() {
    return Collections.unmodifiableMap(attributes);
  }
}
