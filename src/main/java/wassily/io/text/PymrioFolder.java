package wassily.io.text;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import wassily.table.BadDataException;

/**
 * Where the files of a table saved by pymrio, or of EXIOBASE 3, lie: a folder with {@code
 * file_parameters.json}, and one folder for each extension. Without that file names are guessed:
 * {@code A.txt}, {@code Y.txt}, ….
 */
final class PymrioFolder {
  private static final String PARAMETERS = "file_parameters.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TextFolder files;
  private final String prefix;
  private final JsonNode parameters;

  private PymrioFolder(TextFolder files, String prefix, JsonNode parameters) {
    this.files = files;
    this.prefix = prefix;
    this.parameters = parameters;
  }

  /**
   * Finds the folder of the table itself.
   *
   * @param files all files
   * @param inside where it is, "" to look for it
   * @return the folder
   * @throws BadDataException when there is none, or more than one
   * @throws IOException when a description cannot be read
   */
  static PymrioFolder of(TextFolder files, String inside) throws IOException {
    if (!inside.isEmpty()) {
      return at(files, inside.endsWith("/") ? inside : inside + "/");
    }
    List<String> roots = roots(files);
    if (roots.size() != 1) {
      throw new BadDataException(
          "%s: %s"
              .formatted(
                  files.name(),
                  roots.isEmpty()
                      ? "no table as pymrio or EXIOBASE 3 write it; expected Y.txt beside Z.txt or A.txt"
                      : "several tables, in " + roots + "; choose one with --inside"));
    }
    return at(files, roots.getFirst());
  }

  /** Folders that hold Y beside Z or A. */
  static List<String> roots(TextFolder files) {
    var roots = new ArrayList<String>();
    for (String folder : folders(files)) {
      boolean demand = files.findStem(folder, "Y").isPresent();
      if (demand && files.findStem(folder, "Z", "A").isPresent()) {
        roots.add(folder);
      }
    }
    return roots;
  }

  private static TreeSet<String> folders(TextFolder files) {
    var folders = new TreeSet<String>();
    for (String name : files.names()) {
      folders.add(name.substring(0, name.lastIndexOf('/') + 1));
    }
    return folders;
  }

  private static PymrioFolder at(TextFolder files, String prefix) throws IOException {
    var description = files.find(prefix + PARAMETERS);
    return new PymrioFolder(
        files, prefix, description.isPresent() ? json(description.get()) : JSON.nullNode());
  }

  private static JsonNode json(TextFile file) throws IOException {
    try {
      return JSON.readTree(TextFolder.text(file));
    } catch (JacksonException e) {
      throw new BadDataException(file.name() + ": not JSON (" + e.getOriginalMessage() + ")", e);
    }
  }

  /**
   * A matrix of this folder and how it is laid out.
   *
   * @param file the file
   * @param format with the numbers of header lines and index columns, where they are written down
   */
  record Part(TextFile file, TextFormat format) {}

  /**
   * Finds a matrix.
   *
   * @param format how files are written
   * @param keys its names, preferred first: "F_Y", "FY", "F_hh"
   * @return the file, or empty
   * @throws BadDataException when the file is not text
   */
  Optional<Part> part(TextFormat format, String... keys) {
    for (String key : keys) {
      JsonNode entry = parameters.path("files").path(key);
      // A description may name files that were left out of the distribution.
      var described = files.find(prefix + entry.path("name").asText("?"));
      if (described.isPresent()) {
        return Optional.of(new Part(described.get(), layout(described.get(), entry, format)));
      }
      var file = files.findStem(prefix, key);
      if (file.isPresent()) {
        return Optional.of(new Part(file.get(), format));
      }
    }
    return Optional.empty();
  }

  private static TextFormat layout(TextFile file, JsonNode entry, TextFormat format) {
    if (!file.name().matches(".*\\.(txt|tsv|csv)(\\.gz)?")) {
      throw new BadDataException(
          file.name() + ": only text can be read; save the table with table_format='txt'");
    }
    return format.withLayout(
        entry.path("nr_header").asInt(TextFormat.AUTO),
        entry.path("nr_index_col").asInt(TextFormat.AUTO));
  }

  /**
   * The extensions below this folder: folders that hold F.
   *
   * @return their folders
   * @throws IOException when a description cannot be read
   */
  List<PymrioFolder> extensions() throws IOException {
    var found = new ArrayList<PymrioFolder>();
    for (String folder : folders(files)) {
      if (folder.startsWith(prefix) && !folder.equals(prefix)) {
        var extension = at(files, folder);
        if (extension.part(TextFormat.DEFAULT, "F").isPresent()) {
          found.add(extension);
        }
      }
    }
    return found;
  }

  /** The last part of the folder's name. */
  String name() {
    String path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The folder for messages. */
  String where() {
    return files.name() + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  /**
   * A text of metadata.json.
   *
   * @param key its key
   * @return the text, "" when there is none
   * @throws IOException when it cannot be read
   */
  String metadata(String key) throws IOException {
    var file = files.find(prefix + "metadata.json");
    return file.isEmpty() ? "" : json(file.get()).path(key).asText("");
  }
}
