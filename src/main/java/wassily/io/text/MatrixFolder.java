package wassily.io.text;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wassily.table.BadDataException;

/** The files of a folder of headerless matrices by what they hold. */
final class MatrixFolder {
  private final TextFolder files;
  private final Map<MatrixPart, String> named;
  private final TextFormat format;

  MatrixFolder(TextFolder files, Map<MatrixPart, String> named, TextFormat format) {
    this.files = files;
    this.named = named;
    this.format = format;
  }

  /** The file that holds a part, under the name given or a usual one. */
  Optional<TextFile> find(MatrixPart part) {
    String name = named.get(part);
    if (name == null) {
      return files.findStem("", part.stems().toArray(String[]::new));
    }
    return Optional.of(
        files
            .find(name)
            .orElseThrow(
                () ->
                    new BadDataException(
                        "%s: no file \"%s\" for %s; there are %s"
                            .formatted(files.name(), name, part, files.names()))));
  }

  /** The file that holds a part, which must be there. */
  TextFile require(MatrixPart part) {
    return find(part)
        .orElseThrow(
            () ->
                new BadDataException(
                    "%s: no file for %s; looked for %s with .txt, .csv or .tsv (and .gz); name it with --file %s=NAME"
                        .formatted(files.name(), part, part.stems(), part)));
  }

  /** The cells of a label file. */
  List<List<String>> rows(TextFile file) throws IOException {
    var rows = TextRows.read(file, format);
    if (rows.isEmpty()) {
      throw new BadDataException(file.name() + ": the file is empty, expected labels");
    }
    return rows;
  }

  String where() {
    return files.name();
  }
}
