package wassily.io.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/**
 * Reads an HDF5 file that anybody may have written.
 *
 * <p>A dataset is seen as a matrix of doubles: a vector is 1 × n, a scalar 1 × 1, of more
 * dimensions all but the last make the rows. Numbers of 16 to 64 bits in either byte order are
 * converted. Whatever is truncated, damaged or not supported is refused in words; nothing is
 * guessed.
 *
 * <p>Thread-safe, and so are the sources that it gives; they are usable until it is closed.
 */
public final class Hdf5Reader implements AutoCloseable {
  private final Path path;
  private final FileBytes file;
  private final HdfFile jhdf;
  private final Hdf5Tree tree;

  private Hdf5Reader(Path path, FileBytes file, HdfFile jhdf) {
    this.path = path;
    this.file = file;
    this.jhdf = jhdf;
    this.tree = new Hdf5Tree(path.toString(), jhdf);
  }

  /**
   * Opens a file.
   *
   * @param path the file
   * @return the reader
   * @throws BadDataException when it is missing, no HDF5 file, truncated or damaged
   * @throws IOException when the operating system refuses to open or read it
   */
  public static Hdf5Reader open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new BadDataException(path + ": no such file");
    }
    if (Files.isDirectory(path)) {
      throw new BadDataException(path + ": is a folder, an HDF5 file was expected");
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ);
    } catch (AccessDeniedException e) {
      throw new IOException(path + ": no permission to read it", e);
    }
    try {
      long size = channel.size();
      FileSignature.require(path, channel);
      // On our own channel: opened by path, jHDF leaks its channel when the file is bad.
      HdfFile jhdf = JhdfGuard.guarded(path.toString(), () -> new HdfFile(channel));
      long end = jhdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
      if (end != ChunkIndexes.UNDEFINED && size < end) {
        throw new BadDataException(
            "%s: truncated: %d bytes, its header says %d; copy or download it again"
                .formatted(path, size, end));
      }
      return new Hdf5Reader(
          path, new FileBytes(channel, path.toString(), jhdf.getUserBlockSize(), size), jhdf);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /**
   * The file that is read.
   *
   * @return its path as it was given
   */
  public Path file() {
    return path;
  }

  /**
   * Whether there is a group or dataset.
   *
   * @param object its path from the root: "/satellite/air/F"
   * @return false when there is none or a link leads nowhere
   * @throws IOException when the file cannot be read
   */
  public boolean exists(String object) throws IOException {
    return find(object).isPresent();
  }

  /**
   * Whether a path names a dataset.
   *
   * @param object its path
   * @return false when there is nothing or a group
   * @throws IOException when the file cannot be read
   */
  public boolean isDataset(String object) throws IOException {
    return find(object).filter(Dataset.class::isInstance).isPresent();
  }

  /**
   * The names in a group, in the order in which the file lists them.
   *
   * @param group its path, "/" for the root
   * @return names of groups, datasets and links
   * @throws BadDataException when it is no group
   * @throws IOException when the file cannot be read
   */
  public List<String> children(String group) throws IOException {
    Node node = require(group, "a group");
    if (!(node instanceof Group g)) {
      throw new BadDataException(where(group) + ": is a dataset, a group was expected");
    }
    return JhdfGuard.guarded(where(group), () -> List.copyOf(g.getChildren().keySet()));
  }

  /**
   * The shape of a dataset as a matrix.
   *
   * @param dataset its path
   * @return rows and columns
   * @throws IOException when the file cannot be read
   */
  public Shape shape(String dataset) throws IOException {
    return stored(dataset).shape();
  }

  /**
   * The dimensions of a dataset as they are stored.
   *
   * @param dataset its path
   * @return one length for each dimension, none for a scalar
   * @throws IOException when the file cannot be read
   */
  public long[] dimensions(String dataset) throws IOException {
    return stored(dataset).dims().clone();
  }

  /**
   * The type of a dataset's elements in words.
   *
   * @param dataset its path
   * @return "float64", "strings"
   * @throws IOException when the file cannot be read
   */
  public String type(String dataset) throws IOException {
    return Texts.describe(stored(dataset).type());
  }

  /**
   * The names of the scales of a dataset's dimensions (CLASS = DIMENSION_SCALE, DIMENSION_LIST).
   *
   * @param dataset its path
   * @return a path for each dimension, "" where it has no scale in the dataset's group or in one
   *     above it
   * @throws IOException when the file cannot be read
   */
  public List<String> scales(String dataset) throws IOException {
    int rank = dimensions(dataset).length;
    Object list = attribute(dataset, "DIMENSION_LIST").orElse(null);
    return JhdfGuard.guarded(
        where(dataset), () -> new DimensionScales(tree).of(dataset, rank, list));
  }

  /**
   * A dataset of numbers, to be read in panels.
   *
   * @param dataset its path
   * @return the numbers, one thread for each read
   * @throws BadDataException when it does not hold numbers or its bytes are not all there
   * @throws IOException when the file cannot be read
   */
  public MatrixSource source(String dataset) throws IOException {
    return source(dataset, 1);
  }

  /**
   * A dataset of numbers, to be read in panels.
   *
   * @param dataset its path
   * @param threads how many threads decompress a panel of 32 MiB and more
   * @return the numbers
   * @throws BadDataException when it does not hold numbers or its bytes are not all there
   * @throws IOException when the file cannot be read
   */
  public MatrixSource source(String dataset, int threads) throws IOException {
    return new StoredMatrix(file, stored(dataset), threads);
  }

  /**
   * Reads a whole dataset of numbers, as {@link #matrix(String, Arena, int, Progress)}.
   *
   * @param dataset its path
   * @param arena decides how long the matrix lives; one that several threads may use
   * @param threads how many threads read
   * @return the numbers
   * @throws IOException when the file cannot be read
   */
  public HostMatrix matrix(String dataset, Arena arena, int threads) throws IOException {
    return matrix(dataset, arena, threads, Progress.NONE);
  }

  /**
   * Reads a whole dataset of numbers and tells how far it is.
   *
   * @param dataset its path
   * @param arena decides how long the matrix lives; one that several threads may use
   * @param threads how many threads read
   * @param progress told how many elements are read
   * @return the numbers
   * @throws IOException when the file cannot be read
   */
  public HostMatrix matrix(String dataset, Arena arena, int threads, Progress progress)
      throws IOException {
    var stored = new StoredMatrix(file, stored(dataset), threads);
    try (var task = progress.begin("reading " + where(dataset), stored.shape().elements())) {
      return stored.load(arena, task);
    }
  }

  /**
   * Reads a whole dataset transposed, as MATLAB's column-major files need it; beside the result it
   * takes 8 MiB for each thread.
   *
   * @param dataset its path
   * @param arena decides how long the matrix lives; one that several threads may use
   * @param threads how many threads read
   * @return a matrix with as many rows as the dataset has columns
   * @throws BadDataException when it has more than two dimensions
   * @throws IOException when the file cannot be read
   */
  public HostMatrix matrixTransposed(String dataset, Arena arena, int threads) throws IOException {
    return matrixTransposed(dataset, arena, threads, Progress.NONE);
  }

  /**
   * Reads a whole dataset transposed and tells how far it is.
   *
   * @param dataset its path
   * @param arena decides how long the matrix lives; one that several threads may use
   * @param threads how many threads read
   * @param progress told how many elements are read
   * @return a matrix with as many rows as the dataset has columns
   * @throws BadDataException when it has more than two dimensions
   * @throws IOException when the file cannot be read
   */
  public HostMatrix matrixTransposed(String dataset, Arena arena, int threads, Progress progress)
      throws IOException {
    var stored = new StoredMatrix(file, stored(dataset), threads);
    try (var task = progress.begin("reading " + where(dataset), stored.shape().elements())) {
      return stored.loadTransposed(arena, task);
    }
  }

  /**
   * Reads all numbers of a dataset, row by row.
   *
   * @param dataset its path
   * @return the numbers
   * @throws IOException when the file cannot be read
   */
  public double[] vector(String dataset) throws IOException {
    StoredDataset d = stored(dataset);
    if (d.elements() > Integer.MAX_VALUE / 16) {
      throw new BadDataException(
          "%s: %d elements, a vector was expected".formatted(d.where(), d.elements()));
    }
    try (Arena arena = Arena.ofConfined()) {
      var all = new StoredMatrix(file, d, 1).load(arena, _ -> {});
      return all.segment().toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    }
  }

  /**
   * Reads all strings of a dataset: HDF5 strings of fixed or variable length, a MATLAB char array
   * (a string for each of its lines) or a MATLAB cell array of texts.
   *
   * @param dataset its path
   * @return the strings, row by row
   * @throws BadDataException when it does not hold strings
   * @throws IOException when the file cannot be read
   */
  public List<String> strings(String dataset) throws IOException {
    StoredDataset d = stored(dataset);
    return switch (text(dataset, "MATLAB_class").orElse("")) {
      case "char" -> new MatlabTexts(jhdf, file).chars(d);
      case "cell" -> new MatlabTexts(jhdf, file).cells(d);
      default -> Texts.read(d, file, jhdf.getHdfBackingStorage());
    };
  }

  /**
   * An attribute that holds one string.
   *
   * @param object the path of a group or dataset
   * @param name the attribute's name
   * @return its value, or empty when there is no such attribute or it holds something else
   * @throws IOException when the file cannot be read
   */
  public Optional<String> text(String object, String name) throws IOException {
    return attribute(object, name).filter(String.class::isInstance).map(String.class::cast);
  }

  /**
   * An attribute that holds one number.
   *
   * @param object the path of a group or dataset
   * @param name the attribute's name
   * @return its value, or empty when there is no such attribute or it holds something else
   * @throws IOException when the file cannot be read
   */
  public OptionalDouble number(String object, String name) throws IOException {
    return attribute(object, name).orElse(null) instanceof Number n
        ? OptionalDouble.of(n.doubleValue())
        : OptionalDouble.empty();
  }

  /** An attribute's value; arrays of one element count as that element. */
  private Optional<Object> attribute(String object, String name) throws IOException {
    Optional<Node> node = find(object);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    return JhdfGuard.guarded(
        where(object) + " attribute " + name,
        () -> {
          Attribute a = node.get().getAttribute(name);
          Object value = a == null ? null : a.getData();
          boolean single =
              value instanceof String[] s && s.length == 1
                  || value != null
                      && value.getClass().isArray()
                      && value.getClass().componentType().isPrimitive()
                      && Array.getLength(value) == 1;
          return Optional.ofNullable(single ? Array.get(value, 0) : value);
        });
  }

  private StoredDataset stored(String dataset) throws IOException {
    Node node = require(dataset, "a dataset");
    if (!(node instanceof Dataset d)) {
      throw new BadDataException(where(dataset) + ": is a group, a dataset was expected");
    }
    String where = where(dataset);
    return JhdfGuard.guarded(
        where, () -> StoredDataset.of(where, d, file, jhdf.getHdfBackingStorage()));
  }

  private Optional<Node> find(String object) throws IOException {
    return JhdfGuard.guarded(where(object), () -> tree.find(object));
  }

  private Node require(String object, String what) throws IOException {
    return find(object)
        .orElseThrow(
            () -> new BadDataException(where(object) + ": not in the file; expected " + what));
  }

  private String where(String object) {
    return path + ":" + object;
  }

  @Override
  public void close() throws IOException {
    file.channel().close();
  }
}
