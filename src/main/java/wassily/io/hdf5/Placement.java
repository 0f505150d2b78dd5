package wassily.io.hdf5;

import io.jhdf.object.message.DataLayoutMessage;
import java.util.HashMap;
import java.util.Map;

/** Where an object of a new file lies; filled in step by step while the file is laid out. */
final class Placement {
  /** Address of the object header. */
  long header;

  /**
   * How a dataset's elements are stored; the size of the message never changes, its addresses do.
   */
  DataLayoutMessage layout;

  /** Address of a contiguous dataset's elements. */
  long data;

  /** The cut of a compressed dataset, or null. */
  ChunkGrid grid;

  /** The places of a text dataset's strings. */
  HeapLayout.Slot[] strings = {};

  /** The places of the object's text attributes, by name. */
  final Map<String, HeapLayout.Slot> attributes = new HashMap<>();

  /** The places of the references to the scales. */
  HeapLayout.Slot[] scales = {};
}
