package wassily.io.matlab;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import wassily.io.hdf5.Hdf5Reader;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/**
 * The matrices of a file as the program that wrote it saw them: rows and columns, not dimensions.
 */
final class MatlabFile implements AutoCloseable {
  private final Hdf5Reader reader;
  private final Optional<MatrixLayout> layout;
  private final Set<String> transposed;
  private final int threads;
  private final Progress progress;

  /** Matrices whose shape fits only the layout that was taken. */
  private final Set<String> fitting = new TreeSet<>();

  private MatlabFile(Hdf5Reader reader, MatlabOptions options, Progress progress) {
    this.reader = reader;
    this.layout = options.layout();
    this.transposed = options.transposed();
    this.threads = options.settings().threads();
    this.progress = progress;
  }

  static MatlabFile open(MatlabOptions options, Progress progress) throws IOException {
    return new MatlabFile(Hdf5Reader.open(options.file()), options, progress);
  }

  /** File and name, for messages. */
  String where(String name) {
    return reader.file() + ":" + name;
  }

  /** Whether something has this name. */
  boolean has(String name) throws IOException {
    return reader.exists(path(name));
  }

  /** MATLAB writes the field Z of a struct as {@code table.Z}, HDF5 as {@code table/Z}. */
  private String path(String name) throws IOException {
    return reader.exists(name) ? name : name.replace('.', '/');
  }

  /** Whether matrices lie the other way round by the user's word. */
  boolean isTransposed(String name) {
    return transposed.contains(name);
  }

  /** A matrix whose shape shows that the layout is right; empty when all would fit both ways. */
  Optional<String> proofOfLayout() {
    return fitting.stream().findFirst();
  }

  /** The layout of a matrix. */
  MatrixLayout layoutOf(String name) throws IOException {
    if (layout.isPresent()) {
      return layout.get();
    }
    if (matlabClass(path(name)).isEmpty()) {
      throw new BadDataException(
          "%s: has no attribute of MATLAB's, so nothing says in which order its numbers stand; add --layout rows (written by h5py, C or Java) or --layout columns (MATLAB, Julia, Fortran)"
              .formatted(where(name)));
    }
    return MatrixLayout.COLUMNS;
  }

  /** What is known or, where nobody said anything, likely. */
  private boolean writtenByColumns(String path) throws IOException {
    return layout.isPresent() ? layout.get() == MatrixLayout.COLUMNS : !matlabClass(path).isEmpty();
  }

  private String matlabClass(String path) throws IOException {
    return reader.text(path, "MATLAB_class").orElse("");
  }

  /** The shape of a matrix as the table needs it. */
  Shape shape(String name) throws IOException {
    long[] dims = numbers(name);
    if (dims.length > 2) {
      throw new BadDataException(
          "%s: has %d dimensions, %s, expected a matrix; save squeeze or reshape of it"
              .formatted(where(name), dims.length, inWords(path(name), dims)));
    }
    long rows = dims.length < 2 ? 1 : dims[0];
    long columns = dims.length == 0 ? 1 : dims[dims.length - 1];
    // Either way round it is the same vector: it is read where nobody knows the layout, too.
    boolean byColumns =
        rows == 1 || columns == 1
            ? writtenByColumns(path(name))
            : layoutOf(name) == MatrixLayout.COLUMNS;
    return byColumns != transposed.contains(name)
        ? new Shape(columns, rows)
        : new Shape(rows, columns);
  }

  /** The stored dimensions of what must be numbers. */
  private long[] numbers(String name) throws IOException {
    String path = path(name);
    if (!reader.exists(path)) {
      throw new BadDataException(
          "%s: not in the file; it has %s".formatted(where(name), contents()));
    }
    if (!reader.isDataset(path)) {
      throw new BadDataException(
          reader.number(path, "MATLAB_sparse").isPresent()
              ? "%s: is a sparse matrix, expected a full one; save full(%s)"
                  .formatted(where(name), name)
              : "%s: is a struct or group, expected a matrix; name one of its fields, %s"
                  .formatted(where(name), fields(name, path)));
    }
    if (isEmpty(path)) {
      throw new BadDataException(where(name) + ": is empty ([]), expected numbers");
    }
    String kind = matlabClass(path);
    if (Set.of("char", "cell", "string", "function_handle").contains(kind)) {
      throw new BadDataException(
          "%s: is of MATLAB's class %s, expected numbers".formatted(where(name), kind));
    }
    String type = reader.type(path);
    if (!type.matches("u?int\\d+|float\\d+")) {
      throw new BadDataException(
          "%s: holds %s, expected real numbers"
              .formatted(
                  where(name), type.startsWith("Compound") ? "complex numbers or records" : type));
    }
    return reader.dimensions(path);
  }

  private boolean isEmpty(String path) throws IOException {
    if (reader.number(path, "MATLAB_empty").orElse(0) != 0) {
      return true;
    }
    for (long d : reader.dimensions(path)) {
      if (d == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVector(Shape s) {
    return s.rows() == 1 || s.columns() == 1;
  }

  /**
   * The length of the other side of a matrix that has a side of length n; 1 for a vector of n
   * numbers, whichever way round.
   *
   * @param name its name
   * @param n the known length
   * @param rows whether n is the number of rows, or of columns
   * @param expected the shape wanted, in words
   */
  long across(String name, int n, boolean rows, String expected) throws IOException {
    Shape s = shape(name);
    if (isVector(s) && (s.elements() == n || n == 1)) {
      return s.elements() / n;
    }
    long known = rows ? s.rows() : s.columns();
    long other = rows ? s.columns() : s.rows();
    if (known != n) {
      throw misshapen(name, s, expected, other == n);
    }
    if (known != other && !isVector(s) && !transposed.contains(name)) {
      fitting.add(name);
    }
    return other;
  }

  /** Refuses a matrix of another shape. */
  void requireShape(String name, long rows, long columns, String expected) throws IOException {
    Shape s = shape(name);
    boolean sameVector = isVector(s) && s.elements() == rows * columns;
    boolean asked = rows == 1 || columns == 1;
    if (s.rows() != rows || s.columns() != columns) {
      if (!(sameVector && asked)) {
        throw misshapen(name, s, expected, s.rows() == columns && s.columns() == rows);
      }
    } else if (rows != columns && !isVector(s) && !transposed.contains(name)) {
      fitting.add(name);
    }
  }

  private BadDataException misshapen(String name, Shape found, String expected, boolean turned)
      throws IOException {
    String cure = turned ? "; it lies the other way round: " + cure(name) : "";
    return new BadDataException(
        "%s: is %s, expected %s%s".formatted(where(name), found, expected, cure));
  }

  /** What to do about a matrix that lies the other way round. */
  String cure(String name) throws IOException {
    if (transposed.contains(name)) {
      return "leave %s out of --transposed".formatted(name);
    }
    Optional<String> proof = proofOfLayout();
    if (proof.isPresent()) {
      return "add --transposed %s (the rest fits: %s)".formatted(name, proof.get());
    }
    return "add --layout %s if the whole file lies so, or --transposed %s if only this matrix does"
        .formatted(layoutOf(name).other(), name);
  }

  /** Reads a matrix whose shape was checked. */
  HostMatrix matrix(String name, long rows, long columns, Arena arena) throws IOException {
    Shape s = shape(name);
    String path = path(name);
    if (isVector(s)) {
      return reader.matrix(path, arena, threads, progress).reshape(rows, columns);
    }
    boolean turned = (layoutOf(name) == MatrixLayout.COLUMNS) != transposed.contains(name);
    return turned
        ? reader.matrixTransposed(path, arena, threads, progress)
        : reader.matrix(path, arena, threads, progress);
  }

  /**
   * Reads a vector, whichever way round.
   *
   * @param name its name
   * @param n how many numbers
   * @param expected what they are, in words
   */
  double[] vector(String name, int n, String expected) throws IOException {
    long[] dims = numbers(name);
    long longest = 1;
    long elements = 1;
    for (long d : dims) {
      longest = Math.max(longest, d);
      elements *= d;
    }
    if (elements != n || longest != n) {
      throw new BadDataException(
          "%s: is %s, expected %s in a row or a column"
              .formatted(where(name), inWords(path(name), dims), expected));
    }
    return reader.vector(path(name));
  }

  /** Reads a list of texts. */
  List<String> texts(String name) throws IOException {
    String path = path(name);
    if (!reader.isDataset(path)) {
      throw new BadDataException(
          "%s: is a struct or group, expected texts; name one of its fields, %s"
              .formatted(where(name), fields(name, path)));
    }
    if (matlabClass(path).equals("string")) {
      throw new BadDataException(
          "%s: is a MATLAB string array, whose format is MATLAB's secret; save cellstr(%s), or write the labels to a text file"
              .formatted(where(name), name));
    }
    if (isEmpty(path)) {
      throw new BadDataException(where(name) + ": is empty, expected labels");
    }
    return reader.strings(path);
  }

  private List<String> fields(String name, String group) throws IOException {
    return reader.children(group).stream().limit(20).map(c -> name + "/" + c).toList();
  }

  /** What the file holds: "Z (6 × 6), FD (6 × 2)". */
  String contents() throws IOException {
    var found = new ArrayList<String>();
    for (String child : reader.children("/")) {
      // MATLAB keeps the contents of cells and objects there.
      if (child.equals("#refs#") || child.equals("#subsystem#")) {
        continue;
      }
      if (found.size() == 20) {
        found.add("…");
        break;
      }
      found.add(child + " (" + inWords(child) + ")");
    }
    return found.isEmpty() ? "nothing" : String.join(", ", found);
  }

  private String inWords(String child) throws IOException {
    if (!reader.exists(child)) {
      return "a broken link";
    }
    if (!reader.isDataset(child)) {
      return reader.number(child, "MATLAB_sparse").isPresent()
          ? "sparse"
          : "struct or group of " + reader.children(child).size();
    }
    if (isEmpty(child)) {
      return "empty";
    }
    String kind = matlabClass(child);
    String shape = inWords(child, reader.dimensions(child));
    return Set.of("char", "cell").contains(kind) ? kind + " " + shape : shape;
  }

  /** Dimensions in the order in which the writer counts them. */
  private String inWords(String path, long[] dims) throws IOException {
    boolean turned = writtenByColumns(path);
    var words = new ArrayList<String>();
    for (int i = 0; i < dims.length; i++) {
      words.add(String.valueOf(dims[turned ? dims.length - 1 - i : i]));
    }
    return words.isEmpty() ? "1" : String.join(" × ", words);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
