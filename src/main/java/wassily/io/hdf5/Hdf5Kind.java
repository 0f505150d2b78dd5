package wassily.io.hdf5;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import wassily.table.BadDataException;

/** What an HDF5 file is to us. */
public enum Hdf5Kind {
  /** A table that {@link TableFile} wrote. */
  TABLE("mrio-table", "a Wassily table"),
  /** A result that {@link ResultFile} wrote. */
  RESULT("result", "a Wassily result"),
  /** Somebody else's file. */
  OTHER("", "an HDF5 file that Wassily did not write");

  /** The one version of both formats that there is. */
  static final int VERSION = 1;

  private static final String FORMAT_ATTRIBUTE = "wassily_format";
  private static final String VERSION_ATTRIBUTE = "format_version";

  /** Foreign files may have circles of groups. */
  private static final int DEEPEST = 8;

  private static final int MOST_LISTED = 1000;

  private final String format;
  private final String words;

  Hdf5Kind(String format, String words) {
    this.format = format;
    this.words = words;
  }

  /**
   * Looks at a file.
   *
   * @param file an HDF5 file
   * @return what it is
   * @throws BadDataException when it is no readable HDF5 file
   * @throws IOException when it cannot be read
   */
  public static Hdf5Kind of(Path file) throws IOException {
    try (var reader = Hdf5Reader.open(file)) {
      return of(reader);
    }
  }

  private static Hdf5Kind of(Hdf5Reader reader) throws IOException {
    Optional<String> found = reader.text("/", FORMAT_ATTRIBUTE);
    for (Hdf5Kind kind : values()) {
      if (kind != OTHER && found.filter(kind.format::equals).isPresent()) {
        return kind;
      }
    }
    return OTHER;
  }

  /** What it is, in words. */
  @Override
  public String toString() {
    return words;
  }

  /** Marks a file that is to be written. */
  void mark(GroupSpec root) {
    root.attribute(FORMAT_ATTRIBUTE, format);
    root.attribute(VERSION_ATTRIBUTE, VERSION);
  }

  /** Refuses a file of another kind or of a newer version. */
  void require(Hdf5Reader reader) throws IOException {
    Hdf5Kind found = of(reader);
    if (found != this) {
      String cure = this == TABLE && found == OTHER ? "; import it first with: wassily import" : "";
      throw new BadDataException(
          "%s: is %s, %s was expected%s".formatted(reader.file(), found, this, cure));
    }
    OptionalDouble version = reader.number("/", VERSION_ATTRIBUTE);
    if (version.isEmpty() || version.getAsDouble() != VERSION) {
      throw new BadDataException(
          "%s: is %s of version %s, this program reads version %d; use a newer Wassily"
              .formatted(
                  reader.file(),
                  this,
                  version.isPresent() ? "%.0f".formatted(version.getAsDouble()) : "(none)",
                  VERSION));
    }
  }

  /**
   * One dataset of a file, for listings.
   *
   * @param path its path
   * @param dimensions its dimensions as they are stored
   * @param type its type in words
   */
  public record Entry(String path, List<Long> dimensions, String type) {}

  /**
   * Lists the datasets of any HDF5 file, so that a user can say which one is Z.
   *
   * @param file the file
   * @return up to 1,000 datasets, at most 8 groups deep; the type of one that cannot be read says
   *     why
   * @throws BadDataException when it is no readable HDF5 file
   * @throws IOException when it cannot be read
   */
  public static List<Entry> datasets(Path file) throws IOException {
    var entries = new ArrayList<Entry>();
    try (var reader = Hdf5Reader.open(file)) {
      list(reader, "/", 0, entries);
    }
    return entries;
  }

  private static void list(Hdf5Reader reader, String group, int depth, List<Entry> into)
      throws IOException {
    for (String name : reader.children(group)) {
      String path = group + name;
      if (into.size() >= MOST_LISTED) {
        return;
      }
      try {
        if (reader.isDataset(path)) {
          var dims = new ArrayList<Long>();
          for (long d : reader.dimensions(path)) {
            dims.add(d);
          }
          into.add(new Entry(path, dims, reader.type(path)));
        } else if (reader.exists(path) && depth < DEEPEST) {
          list(reader, path + "/", depth + 1, into);
        }
      } catch (BadDataException e) {
        into.add(new Entry(path, List.of(), e.getMessage()));
      }
    }
  }
}
