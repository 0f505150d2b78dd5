package wassily.io.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import wassily.table.BadDataException;

/**
 * A text file of labels, one a line. A whole line is one label, commas included; it may stand in
 * quotes. A first line like {@code region} or {@code sector} is a heading and no label.
 */
public final class LabelFile {
  private static final Set<String> HEADINGS =
      Set.of(
          "region",
          "region_name",
          "regions",
          "country",
          "city",
          "cities",
          "sector",
          "sectors",
          "industry",
          "product",
          "sector_category",
          "category",
          "final_demand_category",
          "final_demand",
          "stressor",
          "stressors",
          "extension_name",
          "name",
          "label",
          "unit",
          "value_added_category",
          "code");

  private LabelFile() {}

  /**
   * Reads the labels.
   *
   * @param file the file, plain or {@code .gz}
   * @param charset its encoding
   * @return the labels in order, without blanks around them
   * @throws BadDataException when it is missing, empty, in another encoding, or has a blank line
   *     between labels
   * @throws IOException when it cannot be read
   */
  public static List<String> read(Path file, Charset charset) throws IOException {
    var text = TextFile.of(file);
    var labels = new ArrayList<String>();
    int blank = 0;
    try (var reader = new BufferedReader(text.reader(charset, _ -> {}))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String label = unquoted(line.strip());
        if (label.isEmpty()) {
          blank = blank == 0 ? number : blank;
        } else if (blank > 0) {
          throw new BadDataException(
              "%s line %d: blank, expected a label; remove the line".formatted(file, blank));
        } else if (number > 1 || !isHeading(List.of(label))) {
          labels.add(label);
        }
      }
    } catch (IOException e) {
      throw text.explain(e, charset);
    }
    if (labels.isEmpty()) {
      throw new BadDataException(file + ": the file is empty, expected labels, one a line");
    }
    return labels;
  }

  /** Whether all cells of a line are words for labels and no labels. */
  static boolean isHeading(List<String> cells) {
    return cells.stream().allMatch(c -> HEADINGS.contains(c.toLowerCase(Locale.ROOT)));
  }

  private static String unquoted(String label) {
    boolean quoted = label.length() > 1 && label.startsWith("\"") && label.endsWith("\"");
    return quoted ? label.substring(1, label.length() - 1).replace("\"\"", "\"").strip() : label;
  }
}
