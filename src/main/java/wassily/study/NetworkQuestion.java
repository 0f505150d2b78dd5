package wassily.study;

import java.util.Locale;
import wassily.table.BadDataException;

/**
 * What the network study is asked.
 *
 * @param cluster the cluster and the groups outside it
 * @param driverRegions positions of the driver cities
 * @param driverSectors positions of the driver sectors; none for a study without drivers
 * @param base what regional intensities are per unit of
 * @param kind what the network's nodes and edges are
 * @param edges how many edges are kept, 1 to {@link #MOST_EDGES}
 * @param inside whether only flows within the cluster are edges
 */
public record NetworkQuestion(
    NetworkCluster cluster,
    int[] driverRegions,
    int[] driverSectors,
    Base base,
    NetworkGraph.Kind kind,
    int edges,
    boolean inside) {
  /** No program that draws networks is of use beyond; 24 bytes and a heap's place for each. */
  public static final int MOST_EDGES = 1_000_000;

  /** What regional intensities are per unit of. */
  public enum Base {
    /** Value added, or {@code x − 1'Z} in a table without such rows. */
    VALUE_ADDED("value added"),
    /** Gross output. */
    OUTPUT("output");

    private final String words;

    Base(String words) {
      this.words = words;
    }

    /**
     * For sentences.
     *
     * @return "value added"
     */
    public String words() {
      return words;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Refuses numbers of edges that cannot be kept, and drivers that are half chosen. */
  public NetworkQuestion {
    if (edges < 1 || edges > MOST_EDGES) {
      throw new BadDataException(
          "%,d edges asked for, 1 to %,d can be kept".formatted(edges, MOST_EDGES));
    }
    if (driverSectors.length > 0 && driverRegions.length == 0) {
      throw new BadDataException("driver sectors without driver regions; name at least one region");
    }
  }
}
