package wassily.table;

import static wassily.table.RandomSource.Stream.CITY_TYPE;
import static wassily.table.RandomSource.Stream.INCOME;
import static wassily.table.RandomSource.Stream.NAME;
import static wassily.table.RandomSource.Stream.POSITION;
import static wassily.table.RandomSource.Stream.SIZE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import wassily.label.Axis;
import wassily.label.Region;

/**
 * The regions of a generated table on a map of 2,000 × 1,500 km with the sea in the east.
 *
 * @param axis names and provinces; regions of a province stand together
 * @param east km from the western edge
 * @param north km from the southern edge
 * @param demand final demand of a region, million; log-normal with a Pareto tail, as city sizes are
 * @param income final demand per head relative to the median; large and coastal regions are richer
 * @param population people, whole numbers
 * @param hub the region with the largest demand
 * @param types what each region lives on
 */
record Geography(
    Axis<Region> axis,
    double[] east,
    double[] north,
    double[] demand,
    double[] income,
    double[] population,
    int hub,
    List<CityType> types) {
  private static final double WIDTH = 2000;
  private static final double HEIGHT = 1500;

  /** Distance, in km, below which trade hardly becomes more. */
  private static final double NEAR = 150;

  /** A province without data on its cities is as large as a few of them. */
  private static final double WHOLE_PROVINCE = 3;

  private static final double MEDIAN_DEMAND = 18_000;
  private static final double MEDIAN_PER_HEAD = 8_000e-6;

  static Geography of(GeneratorOptions options) {
    int count = options.regions();
    long seed = options.seed();
    var position = RandomSource.of(seed, POSITION);
    int provinces = (int) Math.max(1, Math.rint(1.75 * Math.sqrt(count)));
    BitSet whole = whole(options, provinces, position);
    // Sites 0 to provinces − 1 are the capitals; every other site joins the nearest capital.
    var province = new int[count];
    for (int k = provinces; k < count; k++) {
      province[k] = whole.nextClearBit(0);
      for (int p = province[k] + 1; p < provinces; p++) {
        if (!whole.get(p) && squared(position, k, p) < squared(position, k, province[k])) {
          province[k] = p;
        }
      }
    }
    for (int k = 0; k < Math.min(provinces, count); k++) {
      province[k] = k;
    }
    int[] sites =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingInt((Integer k) -> province[k]).thenComparing(k -> k))
            .mapToInt(Integer::intValue)
            .toArray();
    return place(options, sites, province, whole, position);
  }

  /** The westernmost provinces that are one region each. */
  private static BitSet whole(GeneratorOptions options, int provinces, RandomSource position) {
    var whole = new BitSet();
    IntStream.range(0, provinces)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer p) -> position.uniform(2L * p)))
        .limit(Math.min(provinces - 1, options.pattern().wholeProvinces(options.regions())))
        .forEach(whole::set);
    return whole;
  }

  private static Geography place(
      GeneratorOptions options, int[] sites, int[] province, BitSet whole, RandomSource position) {
    RegionPattern pattern = options.pattern();
    boolean typed = pattern == RegionPattern.CHINA_LIKE;
    var type = RandomSource.of(options.seed(), CITY_TYPE);
    List<CityType> types = new ArrayList<>();
    int count = sites.length;
    long seed = options.seed();
    var towns = new NameMaker(NameMaker.TOWNS, RandomSource.of(seed, NAME).child(0));
    var lands = new NameMaker(NameMaker.PROVINCES, RandomSource.of(seed, NAME).child(1));
    var size = RandomSource.of(seed, SIZE);
    var wealth = RandomSource.of(seed, INCOME);
    List<Region> labels = new ArrayList<>();
    var east = new double[count];
    var north = new double[count];
    var demand = new double[count];
    var income = new double[count];
    var population = new double[count];
    int hub = 0;
    for (int r = 0; r < count; r++) {
      int k = sites[r];
      east[r] = WIDTH * position.uniform(2L * k);
      north[r] = HEIGHT * position.uniform(2L * k + 1);
      double coast = east[r] / WIDTH;
      // Independent: exponent 1/0.35 ≈ 2.9, the largest of 300 regions is about 40 medians.
      double tail = StrictMath.pow(size.child(1).uniform(k), -pattern.tail);
      double relative = (0.6 + 0.8 * coast) * tail * size.child(0).logNormal(pattern.sizeSpread, k);
      if (whole.get(k)) {
        relative *= WHOLE_PROVINCE;
      }
      demand[r] = MEDIAN_DEMAND * relative;
      income[r] =
          (0.75 + 0.5 * coast)
              * StrictMath.pow(relative, pattern.richerBySize)
              * wealth.logNormal(pattern.incomeSpread, k);
      types.add(typed ? CityType.of(income[r], coast, type.uniform(k)) : CityType.NONE);
      labels.add(region(towns.name(k), r, count, lands.name(province[k]), types, whole.get(k)));
      population[r] = Math.max(1, Math.rint(demand[r] / (MEDIAN_PER_HEAD * income[r])));
      if (demand[r] > demand[hub]) {
        hub = r;
      }
    }
    return new Geography(
        Axis.of("region", labels), east, north, demand, income, population, hub, types);
  }

  private static Region region(
      String name, int r, int count, String land, List<CityType> types, boolean whole) {
    String code = "R%0" + Math.max(3, Integer.toString(count).length()) + "d";
    String group = types.get(r).group;
    return new Region(
        name,
        String.format(Locale.ROOT, code, r + 1),
        group.isEmpty()
            ? Map.of("province", land)
            : Map.of("province", land, "type", group, "level", whole ? "province" : "city"));
  }

  int size() {
    return east.length;
  }

  /** From 0 in the west to 1 at the sea. */
  double coast(int region) {
    return east[region] / WIDTH;
  }

  /** How trade falls with distance: {@code (1 + d²/150²)^(−3/4)}, about d^(−1.5). */
  double nearness(int a, int b) {
    double dx = east[a] - east[b];
    double dy = north[a] - north[b];
    double root = Math.sqrt(1 + (dx * dx + dy * dy) / (NEAR * NEAR));
    return 1 / (root * Math.sqrt(root));
  }

  private static double squared(RandomSource position, int a, int b) {
    double dx = WIDTH * (position.uniform(2L * a) - position.uniform(2L * b));
    double dy = HEIGHT * (position.uniform(2L * a + 1) - position.uniform(2L * b + 1));
    return dx * dx + dy * dy;
  }
}
