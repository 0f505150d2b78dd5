package wassily.io.text;

import java.nio.file.Path;
import java.util.List;

/**
 * A file, or some rows or columns of it.
 *
 * @param file the file
 * @param names the rows or columns wanted, by label; none means all
 */
public record CsvPart(Path file, List<String> names) {
  /** Copies the names. */
  public CsvPart {
    names = List.copyOf(names);
  }

  /**
   * Some rows or columns of a file.
   *
   * @param file the file
   * @param names their labels; none means all
   * @return the part
   */
  public static CsvPart of(Path file, String... names) {
    return new CsvPart(file, List.of(names));
  }
}
