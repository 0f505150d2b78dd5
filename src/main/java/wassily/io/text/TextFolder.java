package wassily.io.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import wassily.table.BadDataException;

/** The files of a folder, or of a zip that is read in place; names use {@code /}. */
final class TextFolder implements AutoCloseable {
  /** Deeper folders hold no tables. */
  private static final int DEPTH = 4;

  private final String name;
  private final TreeMap<String, TextFile> files;
  private final AutoCloseable owner;

  private TextFolder(String name, TreeMap<String, TextFile> files, AutoCloseable owner) {
    this.name = name;
    this.files = files;
    this.owner = owner;
  }

  /**
   * Looks into a folder or a zip.
   *
   * @param path where it is
   * @return its files
   * @throws BadDataException when it is neither
   * @throws IOException when it cannot be read
   */
  static TextFolder open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      var files = new TreeMap<String, TextFile>();
      try (Stream<Path> all = Files.walk(path, DEPTH)) {
        for (Path p : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
          files.put(path.relativize(p).toString().replace('\\', '/'), TextFile.of(p));
        }
      }
      return new TextFolder(path.toString(), files, () -> {});
    }
    if (!Files.exists(path)) {
      throw new BadDataException(path + " does not exist");
    }
    try {
      var zip = new ZipFile(path.toFile());
      var files = new TreeMap<String, TextFile>();
      zip.stream()
          .filter(e -> !e.isDirectory())
          .forEach(
              e ->
                  files.put(
                      e.getName(),
                      new TextFile(
                          path + "!/" + e.getName(),
                          Math.max(0, e.getSize()),
                          read -> TextFile.counting(zip.getInputStream(e), read))));
      return new TextFolder(path.toString(), files, zip);
    } catch (ZipException e) {
      throw new BadDataException(
          path + ": neither a folder nor a sound zip file (" + e.getMessage() + ")", e);
    }
  }

  String name() {
    return name;
  }

  /**
   * A file.
   *
   * @param file its name, with folders
   * @return the file, or empty
   */
  Optional<TextFile> find(String file) {
    return Optional.ofNullable(files.get(file));
  }

  /**
   * The first file there is of several names, plain or compressed.
   *
   * @param folder "" or a folder ending in {@code /}
   * @param stems names without ending, preferred first
   * @return the file, or empty
   */
  Optional<TextFile> findStem(String folder, String... stems) {
    for (String stem : stems) {
      for (String ending : List.of(".txt", ".csv", ".tsv", ".txt.gz", ".csv.gz", ".tsv.gz")) {
        var file = find(folder + stem + ending);
        if (file.isPresent()) {
          return file;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The names of all files.
   *
   * @return with folders, in alphabetical order
   */
  List<String> names() {
    return List.copyOf(files.keySet());
  }

  /**
   * The whole text of a small file.
   *
   * @param file the file
   * @return its text
   * @throws IOException when it cannot be read
   */
  static String text(TextFile file) throws IOException {
    try (var reader = file.reader(StandardCharsets.UTF_8, _ -> {})) {
      return reader.readAllAsString();
    } catch (IOException e) {
      throw file.explain(e, StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      owner.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
