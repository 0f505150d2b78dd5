package wassily.table;

import static wassily.table.GeneratedDemand.Use.CONSUMPTION;
import static wassily.table.GeneratedDemand.Use.EVERYTHING;
import static wassily.table.GeneratedDemand.Use.GOVERNMENT;
import static wassily.table.GeneratedDemand.Use.INVENTORY;
import static wassily.table.GeneratedDemand.Use.INVESTMENT;
import static wassily.table.RandomSource.Stream.CATEGORY_SHARE;
import static wassily.table.RandomSource.Stream.DEMAND;
import static wassily.table.RandomSource.Stream.EXPORT;

import java.util.List;
import wassily.label.Axis;
import wassily.label.Category;

/**
 * Final demand by product before it is known who supplies it.
 *
 * @param columns the categories
 * @param amount by category and (region, product): purchases, million; zeros for inventory changes
 * @param export by region-sector: sales abroad, million
 */
record GeneratedDemand(List<Column> columns, double[][] amount, double[] export) {
  /** What a category buys. */
  enum Use {
    CONSUMPTION,
    GOVERNMENT,
    INVESTMENT,
    INVENTORY,
    EVERYTHING
  }

  /** A category and its average share of a region's final demand. */
  record Column(String name, Use use, double share) {
    boolean household() {
      return use == CONSUMPTION || use == EVERYTHING;
    }
  }

  private static final Column GOVERNMENT_COLUMN =
      new Column("Government consumption", GOVERNMENT, 0.15);
  private static final Column INVESTMENT_COLUMN =
      new Column("Gross fixed capital formation", INVESTMENT, 0.38);
  private static final Column INVENTORY_COLUMN = new Column("Inventory changes", INVENTORY, 0);
  private static final Column HOUSEHOLD_COLUMN =
      new Column("Household consumption", CONSUMPTION, 0.47);

  /** Foreign export as a share of final demand. */
  private static final double EXPORT_SHARE = 0.18;

  static List<Column> columns(int categories) {
    return switch (categories) {
      case 1 -> List.of(new Column("Final demand", EVERYTHING, 1));
      case 2 ->
          List.of(
              new Column("Consumption", CONSUMPTION, 0.62),
              new Column("Gross capital formation", INVESTMENT, 0.38));
      case 3 -> List.of(HOUSEHOLD_COLUMN, GOVERNMENT_COLUMN, INVESTMENT_COLUMN);
      case 4 -> List.of(HOUSEHOLD_COLUMN, GOVERNMENT_COLUMN, INVESTMENT_COLUMN, INVENTORY_COLUMN);
      default ->
          List.of(
              new Column("Rural household consumption", CONSUMPTION, 0.10),
              new Column("Urban household consumption", CONSUMPTION, 0.37),
              GOVERNMENT_COLUMN,
              INVESTMENT_COLUMN,
              INVENTORY_COLUMN);
    };
  }

  static GeneratedDemand of(
      Geography map, GeneratedSectors sectors, TradePattern trade, GeneratorOptions options) {
    var columns = columns(options.categories());
    int n = map.size() * sectors.size();
    var amount = new double[columns.size()][n];
    var share = RandomSource.of(options.seed(), CATEGORY_SHARE);
    var taste = RandomSource.of(options.seed(), DEMAND);
    for (int s = 0; s < map.size(); s++) {
      var shares = new double[columns.size()];
      double total = 0;
      for (int c = 0; c < shares.length; c++) {
        shares[c] = columns.get(c).share() * share.child(c).logNormal(0.25, s);
        total += shares[c];
      }
      for (int c = 0; c < shares.length; c++) {
        double money = map.demand()[s] * shares[c] / total;
        spend(money, columns.get(c).use(), sectors, taste.child(c).child(s), amount[c], s);
      }
    }
    return new GeneratedDemand(columns, amount, export(map, sectors, trade, options));
  }

  private static void spend(
      double money,
      Use use,
      GeneratedSectors sectors,
      RandomSource taste,
      double[] amount,
      int region) {
    if (use == INVENTORY) {
      return;
    }
    int count = sectors.size();
    double total = 0;
    for (int i = 0; i < count; i++) {
      double w = weight(sectors.get(i), use) / sectors.branches()[i] * taste.logNormal(0.3, i);
      amount[region * count + i] = w;
      total += w;
    }
    for (int i = 0; i < count && total > 0; i++) {
      amount[region * count + i] *= money / total;
    }
  }

  private static double weight(SectorTemplate t, Use use) {
    return switch (use) {
      case CONSUMPTION -> t.household;
      // A hundredth of household tastes keeps every column positive where few sectors are chosen.
      case GOVERNMENT -> t.government + 0.01 * t.household;
      case INVESTMENT -> t.investment + 0.01 * t.household;
      case EVERYTHING -> 0.5 * t.household + 0.3 * t.government + 0.3 * t.investment;
      case INVENTORY -> 0;
    };
  }

  private static double[] export(
      Geography map, GeneratedSectors sectors, TradePattern trade, GeneratorOptions options) {
    int count = sectors.size();
    var export = new double[map.size() * count];
    if (!options.foreignExport()) {
      return export;
    }
    double weights = 0;
    for (int i = 0; i < count; i++) {
      weights += sectors.get(i).export / sectors.branches()[i];
    }
    var noise = RandomSource.of(options.seed(), EXPORT);
    for (int at = 0; at < export.length; at++) {
      int r = at / count;
      int i = at % count;
      export[at] =
          EXPORT_SHARE
              * map.demand()[r]
              * (0.4 + 1.2 * map.coast(r))
              * (sectors.get(i).export / sectors.branches()[i] / weights)
              * trade.specialization(at)
              * noise.logNormal(0.5, at);
    }
    return export;
  }

  Axis<Category> axis() {
    return Axis.of("category", columns.stream().map(c -> new Category(c.name())).toList());
  }
}
