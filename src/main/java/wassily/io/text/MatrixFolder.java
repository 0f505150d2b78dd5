package wassily.io.text;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
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
                    "%s: no file for %s; looked for %s with .txt, .csv or .tsv (and .gz); %s"
                        .formatted(files.name(), part, part.stems(), cure(part))));
  }

  /** What to type when a part has another name. */
  private static String cure(MatrixPart part) {
    return switch (part) {
      case Z, A, Y, X, V, POPULATION, EXPORTS, REGIONS, SECTORS, CATEGORIES ->
          "name it with --%s NAME".formatted(part.name().toLowerCase(Locale.ROOT));
      case F -> "name it with --f ACCOUNT=NAME";
      case F_Y -> "name it with --fy ACCOUNT=NAME";
      case REGION_SECTORS, DEMAND_COLUMNS, LABELS, STRESSORS, INPUTS ->
          "give it one of these names";
    };
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
