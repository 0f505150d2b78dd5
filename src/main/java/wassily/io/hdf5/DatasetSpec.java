package wassily.io.hdf5;

import io.jhdf.object.datatype.DataType;
import java.util.Arrays;
import java.util.List;
import wassily.linalg.MatrixSource;
import wassily.table.BadDataException;

/** A dataset that is to be written. */
final class DatasetSpec extends ObjectSpec {
  /** Where its elements come from. */
  sealed interface Content {}

  /** Doubles, read while the file is written. */
  record Rows(MatrixSource values) implements Content {}

  /** Doubles that somebody writes into their place later; zeros until then. */
  record Reserved() implements Content {}

  /** Strings of variable length. */
  record Strings(List<String> values) implements Content {
    /** Copies, and refuses zero characters. */
    public Strings {
      values = List.copyOf(values);
      for (String value : values) {
        if (value.indexOf('\0') >= 0) {
          throw new BadDataException(
              "the text \"%s\" holds a zero character, which ends a text in HDF5"
                  .formatted(value.replace('\0', '·')));
        }
      }
    }
  }

  /** Little-endian elements. */
  record Encoded(byte[] bytes) implements Content {}

  private final DataType type;
  private final long[] dims;
  private final Content content;
  private final long bytes;
  private List<DatasetSpec> scales = List.of();

  DatasetSpec(String path, DataType type, long[] dims, Content content) {
    super(path);
    this.type = type;
    this.dims = dims.clone();
    this.content = content;
    long elements = 1;
    for (long d : dims) {
      elements = Math.multiplyExact(elements, d);
    }
    bytes = Math.multiplyExact(elements, (long) type.getSize());
    if (content instanceof Rows r
        && (r.values().shape().elements() != elements
            || r.values().shape().columns() != dims[dims.length - 1])) {
      throw new IllegalArgumentException(
          "%s: the source is %s, the dimensions are %s"
              .formatted(path, r.values().shape(), Arrays.toString(dims)));
    }
  }

  /**
   * Makes this dataset the scale of a dimension: h5py, xarray and netCDF show its name at every
   * dimension that it is attached to.
   *
   * @param name the name of the dimension
   */
  DatasetSpec asScale(String name) {
    attribute("CLASS", new FixedText("DIMENSION_SCALE"));
    attribute("NAME", new FixedText(name));
    return this;
  }

  /** Attaches a scale to each dimension. */
  DatasetSpec along(DatasetSpec... axes) {
    if (axes.length != dims.length) {
      throw new IllegalArgumentException(
          "%s has %d dimensions and %d scales".formatted(path(), dims.length, axes.length));
    }
    for (int i = 0; i < axes.length; i++) {
      if (axes[i].dims.length != 1 || axes[i].dims[0] != dims[i]) {
        throw new IllegalArgumentException(
            "%s: dimension %d has length %d, its scale %s has %s"
                .formatted(path(), i, dims[i], axes[i].path(), Arrays.toString(axes[i].dims)));
      }
    }
    scales = List.of(axes);
    return this;
  }

  DataType type() {
    return type;
  }

  long[] dims() {
    return dims.clone();
  }

  Content content() {
    return content;
  }

  /** The size of its elements, uncompressed. */
  long bytes() {
    return bytes;
  }

  List<DatasetSpec> scales() {
    return scales;
  }
}
