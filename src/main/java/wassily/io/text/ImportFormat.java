package wassily.io.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import wassily.table.BadDataException;

/** The text formats, and which one a path holds. */
public enum ImportFormat {
  /** A folder or zip as pymrio saves it and EXIOBASE 3 is distributed. */
  PYMRIO,
  /** A folder or zip of headerless matrices with label files. */
  MATRICES,
  /** Delimited files with labels: Z, Y and others are named one by one. */
  LABELLED;

  /**
   * A format and what told it.
   *
   * @param format the format
   * @param because what was seen, one clause for people
   */
  public record Detection(ImportFormat format, String because) {}

  /**
   * Finds out which format a path holds.
   *
   * @param path a folder, a zip or a file
   * @return the format and why
   * @throws BadDataException when it holds none; the message says what was looked for
   * @throws IOException when it cannot be read
   */
  public static Detection detect(Path path) throws IOException {
    if (Files.isRegularFile(path) && !path.toString().endsWith(".zip")) {
      if (path.toString().matches(".*\\.(csv|tsv|txt)(\\.gz)?")) {
        return new Detection(LABELLED, path.getFileName() + " is delimited text");
      }
      throw new BadDataException(
          path
              + ": not a text format; expected a folder, a .zip, or a .csv, .tsv or .txt file (.gz too)");
    }
    try (var files = TextFolder.open(path)) {
      for (MatrixPart labels :
          new MatrixPart[] {MatrixPart.REGION_SECTORS, MatrixPart.LABELS, MatrixPart.REGIONS}) {
        var file = files.findStem("", labels.stems().toArray(String[]::new));
        if (file.isPresent() && files.findStem("", "Z", "A").isPresent()) {
          return new Detection(
              MATRICES, "it holds headerless matrices and the label file " + file.get().name());
        }
      }
      var roots = PymrioFolder.roots(files);
      if (!roots.isEmpty()) {
        String root = roots.getFirst();
        return new Detection(
            PYMRIO,
            files.find(root + "file_parameters.json").isPresent()
                ? "it holds " + root + "file_parameters.json"
                : "it holds Y beside Z or A in " + (root.isEmpty() ? "its root" : root));
      }
    }
    throw new BadDataException(
        path
            + ": no table found; looked for Y beside Z or A (pymrio, EXIOBASE 3; .txt, .csv, .tsv), and for Z with labels.csv, multi_reg_sectors.csv or regions.csv (headerless matrices); other files are named one by one with --z and --y");
  }
}
