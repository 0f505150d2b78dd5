package wassily.table;

import static wassily.table.RandomSource.Stream.INPUT_SHARE;
import static wassily.table.RandomSource.Stream.RECIPE;
import static wassily.table.RandomSource.Stream.RECIPE_ZERO;
import static wassily.table.SectorTemplate.*;

import java.util.Map;
import wassily.linalg.HostMatrix;

/**
 * What a sector of a region buys for one unit of output, wherever it comes from: {@code a[i,
 * (s,j)]}, S × n.
 *
 * <p>A recipe is a weight by kinds of sectors, strong links such as coal to electricity, log-normal
 * noise for every cell, and zeros; its sum over i is at most {@link #LARGEST_SUM}.
 */
final class Technology {
  /** The column sums of A end here: ρ(A) ≤ ‖A‖₁ ≤ 0.8 and primary inputs are ≥ 20 % of output. */
  static final double LARGEST_SUM = 0.80;

  private static final double SMALLEST_SUM = 0.15;

  /** Weight of a kind's products (row) in the inputs of a kind of sectors (column), percent. */
  private static final double[][] BY_KIND = {
    // AGRI MINING LIGHT HEAVY EQUIP UTIL BUILD DISTR SERV
    {25, 1, 25, 3, 1, 1, 2, 2, 2}, // AGRI
    {1, 12, 1, 22, 2, 30, 5, 1, 1}, // MINING
    {18, 3, 35, 4, 4, 1, 4, 10, 10}, // LIGHT
    {20, 20, 12, 38, 28, 8, 42, 14, 8}, // HEAVY
    {4, 15, 4, 7, 40, 12, 12, 12, 12}, // EQUIPMENT
    {3, 12, 4, 9, 3, 30, 2, 5, 5}, // UTILITY
    {1, 1, 1, 1, 1, 1, 3, 1, 4}, // BUILDING
    {14, 14, 12, 11, 13, 10, 14, 25, 15}, // DISTRIBUTION
    {8, 12, 8, 7, 10, 12, 12, 30, 42}, // SERVICE
  };

  /** Weights below this are weak: a quarter of them is zero in every region. */
  private static final double WEAK = 5;

  private static final double STRONG_LINK = 6;
  private static final double LINK = 3;

  private static final Map<SectorTemplate, Map<SectorTemplate, Double>> LINKS =
      Map.ofEntries(
          Map.entry(AGRICULTURE, Map.of(FOOD, LINK, TEXTILE, LINK)),
          Map.entry(
              COAL,
              Map.of(ELECTRICITY, STRONG_LINK, STEEL, LINK, REFINING, LINK, NON_METALLIC, LINK)),
          Map.entry(CRUDE, Map.of(REFINING, STRONG_LINK, GAS, STRONG_LINK, CHEMICAL, LINK)),
          Map.entry(METAL_ORE, Map.of(STEEL, STRONG_LINK)),
          Map.entry(STONE, Map.of(NON_METALLIC, STRONG_LINK)),
          Map.entry(TEXTILE, Map.of(CLOTHING, STRONG_LINK)),
          Map.entry(REFINING, Map.of(TRANSPORT, STRONG_LINK, CHEMICAL, LINK)),
          Map.entry(NON_METALLIC, Map.of(CONSTRUCTION, STRONG_LINK)),
          Map.entry(
              STEEL, Map.of(METAL, STRONG_LINK, MACHINERY, LINK, SPECIAL, LINK, VEHICLES, LINK)),
          Map.entry(ELECTRICITY, Map.of(STEEL, LINK, CHEMICAL, LINK, NON_METALLIC, LINK)),
          Map.entry(ELECTRONICS, Map.of(SOFTWARE, LINK, INSTRUMENTS, LINK)),
          Map.entry(HEALTH, Map.of(CHEMICAL, LINK)));

  private Technology() {}

  /** Fills one region's recipes: columns (region, ·) of a. */
  static void fill(HostMatrix a, GeneratedSectors sectors, long seed, int region) {
    int count = sectors.size();
    var recipe = RandomSource.of(seed, RECIPE).child(region);
    var inputShare = RandomSource.of(seed, INPUT_SHARE).child(region);
    var everywhere = RandomSource.of(seed, RECIPE_ZERO).child(0);
    var here = RandomSource.of(seed, RECIPE_ZERO).child(1 + region);
    var column = new double[count];
    for (int j = 0; j < count; j++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        long cell = (long) j * count + i;
        double weight = weight(sectors, i, j);
        boolean none =
            i != j
                && (everywhere.uniform(cell) < (weight < WEAK ? 0.25 : 0)
                    || here.uniform(cell) < 0.04);
        column[i] = none ? 0 : weight / sectors.branches()[i] * recipe.logNormal(0.35, cell);
        sum += column[i];
      }
      double wanted = sectors.get(j).inputs * inputShare.logNormal(0.12, j);
      double scale = Math.max(SMALLEST_SUM, Math.min(LARGEST_SUM, wanted)) / sum;
      for (int i = 0; i < count; i++) {
        a.set(i, (long) region * count + j, column[i] * scale);
      }
    }
  }

  private static double weight(GeneratedSectors sectors, int from, int to) {
    SectorTemplate i = sectors.get(from);
    SectorTemplate j = sectors.get(to);
    double link = LINKS.getOrDefault(i, Map.of()).getOrDefault(j, i == j ? LINK : 1.0);
    return BY_KIND[i.kind.ordinal()][j.kind.ordinal()] * link;
  }
}
