package wassily.io.hdf5;

import io.jhdf.BufferBuilder;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Attribute;
import io.jhdf.api.WritableAttributeImpl;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import io.jhdf.object.message.GroupInfoMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.Message;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Turns specs into object headers, made of jHDF's messages. */
final class ObjectHeaders {
  /**
   * A fill value message: type 5, its size, no flags; version 3, allocated late, written if set,
   * default value. The one jHDF has contradicts itself ("written on allocation, but undefined"),
   * which makes {@code h5repack -f} fail on the file.
   */
  private static final byte[] FILL_VALUE = {5, 2, 0, 0, 3, 0x0A};

  /** "OHDR", version, flags, size of the messages. */
  private static final int PREFIX = 10;

  private static final int CHECKSUM = 4;

  private final Map<ObjectSpec, Placement> places;
  private final HeapLayout heap;
  private final int compression;

  /**
   * Headers for a file.
   *
   * @param places addresses; zeros as long as only sizes are asked for
   * @param heap the global heap
   * @param compression level of deflate
   */
  ObjectHeaders(Map<ObjectSpec, Placement> places, HeapLayout heap, int compression) {
    this.places = places;
    this.heap = heap;
    this.compression = compression;
  }

  /** The header of a group or dataset. */
  ByteBuffer of(ObjectSpec object) {
    return switch (object) {
      case GroupSpec g -> group(g);
      case DatasetSpec d -> dataset(d);
    };
  }

  private ByteBuffer group(GroupSpec group) {
    var messages =
        new ArrayList<Message>(
            List.of(GroupInfoMessage.createBasic(), LinkInfoMessage.createBasic()));
    attributes(group, messages);
    group
        .children()
        .forEach((name, child) -> messages.add(LinkMessage.create(name, places.get(child).header)));
    return new ObjectHeader.ObjectHeaderV2(places.get(group).header, messages).toBuffer();
  }

  private ByteBuffer dataset(DatasetSpec dataset) {
    Placement place = places.get(dataset);
    var messages = new ArrayList<Message>();
    messages.add(DataTypeMessage.create(dataset.type()));
    messages.add(DataSpaceMessage.create(space(dataset.dims())));
    if (place.grid != null) {
      messages.add(
          FilterPipelineMessage.create(
              List.of(
                  new FilterInfo(2, "shuffle", false, new int[] {Double.BYTES}),
                  new FilterInfo(1, "deflate", false, new int[] {compression}))));
    }
    messages.add(place.layout);
    attributes(dataset, messages);
    byte[] plain = new ObjectHeader.ObjectHeaderV2(place.header, messages).toBuffer().array();
    byte[] body = new byte[plain.length - PREFIX - CHECKSUM];
    System.arraycopy(plain, PREFIX, body, 0, body.length);
    return new BufferBuilder()
        .writeBytes(new byte[] {'O', 'H', 'D', 'R', 2, 2})
        .writeInt(body.length + FILL_VALUE.length)
        .writeBytes(FILL_VALUE)
        .writeBytes(body)
        .appendChecksum()
        .build();
  }

  /** jHDF makes a space from a Java array only: give it one of this rank, then set the lengths. */
  private static DataSpace space(long[] dims) {
    int[] ones = new int[dims.length];
    Arrays.fill(ones, 1);
    return DataSpace.modifyDimensions(
        DataSpace.fromObject(Array.newInstance(double.class, ones)), dims);
  }

  private void attributes(ObjectSpec object, List<Message> messages) {
    var found = new ArrayList<Attribute>();
    Map<String, HeapLayout.Slot> slots = places.get(object).attributes;
    object
        .attributes()
        .forEach(
            (name, value) ->
                found.add(
                    switch (value) {
                      case String _ -> text(name, slots.getOrDefault(name, HeapLayout.NOWHERE));
                      case ObjectSpec.FixedText t ->
                          new WritableAttributeImpl(name, null, t.text());
                      default -> new WritableAttributeImpl(name, null, value);
                    }));
    if (object instanceof DatasetSpec d && !d.scales().isEmpty()) {
      found.add(dimensionList(d));
    }
    if (!found.isEmpty()) {
      messages.add(AttributeInfoMessage.create());
      found.forEach(a -> messages.add(AttributeMessage.create(a.getName(), a)));
    }
  }

  private Attribute text(String name, HeapLayout.Slot slot) {
    var bytes = ByteBuffer.allocate(HeapLayout.REFERENCE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    heap.reference(slot, bytes);
    return new EncodedAttribute(
        name, new StoredTypes.Text(), DataSpace.fromObject(0), bytes.array());
  }

  /** For each dimension a sequence of one reference. No REFERENCE_LIST on the scale is needed. */
  private Attribute dimensionList(DatasetSpec dataset) {
    int count = dataset.scales().size();
    var bytes =
        ByteBuffer.allocate(count * HeapLayout.REFERENCE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (HeapLayout.Slot slot : places.get(dataset).scales) {
      heap.reference(slot, bytes);
    }
    return new EncodedAttribute(
        "DIMENSION_LIST",
        new StoredTypes.ReferenceList(),
        space(new long[] {count}),
        bytes.array());
  }
}
