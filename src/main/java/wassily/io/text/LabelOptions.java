package wassily.io.text;

import java.util.List;

/**
 * How the label of a region-sector is cut into region and sector where both stand in one cell
 * ({@code AUS_c1}).
 *
 * @param region the region's name when the table has one region and labels are sectors only; ""
 *     otherwise
 * @param separator what stands between region and sector; "" to find out
 * @param cut which separator counts when there are several in a label
 * @param regions names of regions, which then are looked for at the beginning of labels; possibly
 *     none
 */
public record LabelOptions(String region, String separator, Cut cut, List<String> regions) {
  /** All is found out. */
  public static final LabelOptions AUTO = new LabelOptions("", "", Cut.EITHER, List.of());

  /** Copies the names. */
  public LabelOptions {
    regions = List.copyOf(regions);
  }

  /**
   * A table of one region.
   *
   * @param region its name
   * @return options for labels that are sectors only
   */
  public static LabelOptions singleRegion(String region) {
    return new LabelOptions(region, "", Cut.EITHER, List.of());
  }

  /** Which separator of a label counts. */
  public enum Cut {
    /** The last: NON_EURO_EU_c1 → NON_EURO_EU, c1. */
    LAST,
    /** The first: AUS_c1_total → AUS, c1_total. */
    FIRST,
    /** The last if that gives every region the same sectors, else the first. */
    EITHER
  }
}
