package wassily.io.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.Reference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import wassily.table.BadDataException;

/** Texts as MATLAB stores them in its files of version 7.3: arrays of chars, and cells of these. */
final class MatlabTexts {
  private final HdfFile jhdf;
  private final FileBytes file;

  MatlabTexts(HdfFile jhdf, FileBytes file) {
    this.jhdf = jhdf;
    this.file = file;
  }

  /**
   * A text: uint16 code units in a matrix that HDF5 sees transposed, so that each column of the
   * stored matrix is one line of a char array.
   */
  List<String> chars(StoredDataset d) throws IOException {
    if (d.type().getSize() != 2) {
      throw new BadDataException(
          "%s: MATLAB text in units of %d bytes, expected 2"
              .formatted(d.where(), d.type().getSize()));
    }
    var units = ByteBuffer.wrap(Texts.raw(d, file)).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer();
    int lines = Math.toIntExact(d.shape().columns());
    int length = Math.toIntExact(d.shape().rows());
    var texts = new ArrayList<String>(lines);
    for (int line = 0; line < lines; line++) {
      var text = new char[length];
      for (int i = 0; i < length; i++) {
        text[i] = units.get(i * lines + line);
      }
      // Lines of a char array are padded with blanks to one length.
      texts.add(new String(text).stripTrailing());
    }
    return texts;
  }

  /** A cell array: references to char arrays, each one text here. */
  List<String> cells(StoredDataset d) throws IOException {
    var texts = new ArrayList<String>();
    for (long address : references(d)) {
      String where = d.where() + " cell " + (texts.size() + 1);
      Node cell = JhdfGuard.guarded(where, () -> jhdf.getNodeByAddress(address));
      if (!(cell instanceof Dataset content)) {
        throw new BadDataException(where + ": holds no text");
      }
      boolean empty = JhdfGuard.guarded(where, () -> content.getAttribute("MATLAB_empty") != null);
      texts.add(empty ? "" : String.join(" ", chars(stored(where, content))));
    }
    return texts;
  }

  private StoredDataset stored(String where, Dataset d) throws IOException {
    return JhdfGuard.guarded(
        where, () -> StoredDataset.of(where, d, file, jhdf.getHdfBackingStorage()));
  }

  /** The addresses in a dataset of object references. */
  private long[] references(StoredDataset d) throws IOException {
    if (!(d.type() instanceof Reference) || d.type().getSize() != 8) {
      throw new BadDataException(
          "%s: holds %s, expected references".formatted(d.where(), Texts.describe(d.type())));
    }
    var buffer = ByteBuffer.wrap(Texts.raw(d, file)).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    long[] addresses = new long[buffer.remaining()];
    buffer.get(addresses);
    return addresses;
  }
}
