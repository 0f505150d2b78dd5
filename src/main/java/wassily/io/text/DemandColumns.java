package wassily.io.text;

import java.util.List;

/**
 * What the columns of the final-demand file are. Columns that begin with a region's name belong to
 * it; in a table of one region all do, except those named here and {@code exports}.
 *
 * @param categories columns wanted as categories, in a table of one region; none means all that are
 *     nothing else
 * @param exogenous columns that are exogenous consumers: foreign export, a source's error column
 * @param imports the column of imports, "" to know it by its name ({@code imports}, {@code IM})
 * @param ignored columns of any file that are not wanted: totals, checks
 */
public record DemandColumns(
    List<String> categories, List<String> exogenous, String imports, List<String> ignored) {
  /** Nothing said. */
  public static final DemandColumns AUTO = new DemandColumns(List.of(), List.of(), "", List.of());

  /** Copies the names. */
  public DemandColumns {
    categories = List.copyOf(categories);
    exogenous = List.copyOf(exogenous);
    ignored = List.copyOf(ignored);
  }

  /**
   * Only these columns, each a category of the one region.
   *
   * @param categories the columns' labels
   * @return what to take
   */
  public static DemandColumns of(String... categories) {
    return new DemandColumns(List.of(categories), List.of(), "", List.of());
  }
}
