package wassily.io.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import wassily.table.BadDataException;

/** Cuts labels such as {@code AUS_c1} into (region, sector). */
final class LabelCutter {
  /** Tried in this order when none is given. */
  private static final List<String> SEPARATORS =
      List.of(" | ", "|", "_", ":", ";", "/", "-", ".", " ");

  private LabelCutter() {}

  /**
   * Cuts all labels of an axis.
   *
   * @param file the file's name
   * @param labels the labels in the order of the file
   * @param options what is known
   * @return (region, sector) of each
   * @throws BadDataException when they cannot be cut
   */
  static List<List<String>> cut(String file, List<String> labels, LabelOptions options) {
    if (!options.region().isEmpty()) {
      return labels.stream().map(l -> List.of(options.region(), l)).toList();
    }
    if (!options.regions().isEmpty()) {
      return labels.stream().map(l -> byRegion(file, l, options)).toList();
    }
    List<LabelOptions.Cut> cuts =
        options.cut() == LabelOptions.Cut.EITHER
            ? List.of(LabelOptions.Cut.LAST, LabelOptions.Cut.FIRST)
            : List.of(options.cut());
    if (!options.separator().isEmpty()) {
      for (LabelOptions.Cut cut : cuts) {
        var parts = bySeparator(labels, options.separator(), cut);
        if (isGrid(parts)) {
          return parts;
        }
      }
      // Not a grid: the axis says which region lacks which sector.
      var parts = bySeparator(labels, options.separator(), cuts.getFirst());
      if (parts.isEmpty()) {
        String without =
            labels.stream().filter(l -> !l.contains(options.separator())).findFirst().orElse("");
        throw new BadDataException(
            "%s: the label \"%s\" has no separator \"%s\" between region and sector; expected REGION%sSECTOR (--separator)"
                .formatted(file, without, options.separator(), options.separator()));
      }
      return parts;
    }
    return search(file, labels, cuts);
  }

  private static List<List<String>> search(
      String file, List<String> labels, List<LabelOptions.Cut> cuts) {
    List<List<String>> nearly = List.of();
    for (String separator : SEPARATORS) {
      for (LabelOptions.Cut cut : cuts) {
        var parts = bySeparator(labels, separator, cut);
        if (isGrid(parts) && distinct(parts, 0) > 1 && distinct(parts, 1) > 1) {
          return parts;
        }
        // Many labels share a region and many a sector, yet some are missing: say which.
        if (nearly.isEmpty()
            && !parts.isEmpty()
            && distinct(parts, 0) > 1
            && distinct(parts, 0) * distinct(parts, 1) <= labels.size() * 5 / 4 + 1
            && distinct(parts, 1) > 1) {
          nearly = parts;
        }
      }
    }
    if (!nearly.isEmpty()) {
      return nearly;
    }
    throw new BadDataException(
        "%s: labels such as \"%s\" do not tell region from sector; for a table of one region name it with --region, else say what stands between region and sector with --separator"
            .formatted(file, labels.getFirst()));
  }

  private static List<String> byRegion(String file, String label, LabelOptions options) {
    return options.regions().stream()
        .filter(label::startsWith)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .flatMap(r -> rest(label, r, options.separator()).stream().map(s -> List.of(r, s)))
        .findFirst()
        .orElseThrow(
            () ->
                new BadDataException(
                    "%s: the label \"%s\" begins with none of the %d regions given"
                        .formatted(file, label, options.regions().size())));
  }

  /**
   * What follows a region's name and a separator in a label.
   *
   * @param label the label
   * @param region the region's name, with which it begins
   * @param separator the separator, "" for any of the usual ones
   * @return the rest, or empty
   */
  static java.util.Optional<String> rest(String label, String region, String separator) {
    String tail = label.substring(region.length());
    return (separator.isEmpty() ? SEPARATORS.stream() : Stream.of(separator))
        .filter(s -> tail.startsWith(s) && tail.length() > s.length())
        .map(s -> tail.substring(s.length()).strip())
        .findFirst();
  }

  private static List<List<String>> bySeparator(
      List<String> labels, String separator, LabelOptions.Cut cut) {
    var parts = new ArrayList<List<String>>(labels.size());
    for (String l : labels) {
      int at = cut == LabelOptions.Cut.FIRST ? l.indexOf(separator) : l.lastIndexOf(separator);
      if (at <= 0 || at + separator.length() >= l.length()) {
        return List.of();
      }
      parts.add(List.of(l.substring(0, at).strip(), l.substring(at + separator.length()).strip()));
    }
    return parts;
  }

  private static boolean isGrid(List<List<String>> parts) {
    return !parts.isEmpty()
        && new LinkedHashSet<>(parts).size() == parts.size()
        && (long) distinct(parts, 0) * distinct(parts, 1) == parts.size();
  }

  private static int distinct(List<List<String>> parts, int which) {
    return (int) parts.stream().map(p -> p.get(which)).distinct().count();
  }
}
