package wassily.table;

import static wassily.table.RandomSource.Stream.INVENTORY;
import static wassily.table.RandomSource.Stream.PRIMARY;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import wassily.label.Axis;
import wassily.label.ExogenousConsumer;
import wassily.label.PrimaryInput;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.linalg.HostMemory;
import wassily.linalg.Workers;
import wassily.progress.Progress;

/**
 * Makes economically valid tables of any size: regions on a map that trade by gravity, sectors with
 * recognisable recipes, several categories of final demand, emissions, population.
 *
 * <p>The same options give the same bytes on every machine, for any number of threads. Z is
 * computed when its rows are read ({@code Z[(r,i),(s,j)] = T_i[r,s]·b[i,(s,j)]}), so memory holds S
 * × n numbers of it, and Y.
 *
 * <p>By construction: Z ≥ 0; column sums of A ≤ 0.8, so ρ(A) ≤ 0.8; {@code x = Z·1 + Y·1} and
 * {@code x' = 1'Z + 1'V} up to rounding, at most {@code 2·(n + m)·2⁻⁵³} of x for plain summation; V
 * ≥ 0; row sums of Y ≥ 0, though inventory changes have negative cells; idle region-sectors have
 * zero rows and columns everywhere.
 */
public final class TableGenerator {
  private final int threads;
  private final Progress progress;

  /**
   * Prepares a generator.
   *
   * @param threads how many threads, ≥ 1; does not change the table
   * @param progress told about the work
   */
  public TableGenerator(int threads, Progress progress) {
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Makes a table.
   *
   * @param options what table
   * @return the table; its Z is computed on demand and can be read by several threads
   * @throws wassily.linalg.BackendException.OutOfMemory when Y and the recipes do not fit
   */
  public MrioTable generate(GeneratorOptions options) {
    var arena = Arena.ofShared();
    try {
      return generate(options, arena);
    } catch (IOException e) {
      arena.close();
      throw new IllegalStateException("nothing is read from files here", e);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private MrioTable generate(GeneratorOptions options, Arena arena) throws IOException {
    var sectors = GeneratedSectors.of(options.sectors());
    int regions = options.regions();
    // Y and the recipes are nearly all of it; V and F are a few rows. Said before the trade
    // pattern,
    // which takes minutes for such sizes.
    long n = (long) regions * sectors.size();
    HostMemory.require(
        8L * n * ((long) regions * options.categories() + 1 + sectors.size() + 16),
        "generating %d regions × %d sectors".formatted(regions, sectors.size()));
    try (var task = progress.begin("generating the table", 4)) {
      var map = Geography.of(options);
      var trade = TradePattern.of(map, sectors, options, threads);
      var demand = GeneratedDemand.of(map, sectors, trade, options);
      var axes =
          new TableAxes(
              map.axis(),
              sectors.axis(),
              demand.axis(),
              Axis.of(
                  "exogenous consumer",
                  options.foreignExport()
                      ? List.of(new ExogenousConsumer("Foreign export"))
                      : List.of()));
      task.advance(1);
      var recipes = HostMatrix.allocate(arena, sectors.size(), axes.n());
      Workers.forBlocks(
          threads,
          regions,
          1,
          (from, to) -> Technology.fill(recipes, sectors, options.seed(), (int) from));
      task.advance(1);
      var y = HostMatrix.allocate(arena, axes.n(), axes.m());
      double[] demanded = finalDemand(y, axes, trade, demand, options.seed());
      task.advance(1);
      double[] x = new GeneratedOutput(trade, recipes, demanded, threads).settle();
      var inputs = primaryInputs();
      var v = HostMatrix.allocate(arena, inputs.size(), axes.n());
      fillPrimaryInputs(v, x, recipes, map, sectors, options.seed());
      var emissions = GeneratedSatellite.of(arena, map, sectors, demand, x, options);
      task.advance(1);
      return new MrioTable(
          new TableInfo(
              "Generated table: "
                  + regions
                  + " regions × "
                  + sectors.size()
                  + " sectors, seed "
                  + options.seed(),
              options.year(),
              "M USD",
              options.command(),
              TableInfo.OutputSource.ROWS),
          axes,
          new GeneratedFlows(trade, recipes),
          y,
          x,
          inputs,
          v,
          Optional.of(map.population()),
          List.of(emissions),
          arena);
    }
  }

  /** Fills Y and gives its row sums. */
  private double[] finalDemand(
      HostMatrix y, TableAxes axes, TradePattern trade, GeneratedDemand demand, long seed)
      throws IOException {
    int sectors = axes.sectors().size();
    int regions = axes.regions().size();
    int categories = axes.categories().size();
    var stock = RandomSource.of(seed, INVENTORY);
    var sums = new double[axes.n()];
    Workers.forBlocks(
        threads,
        axes.n(),
        Math.max(1, axes.n() / 256),
        (from, to) -> {
          var shares = new double[regions];
          var row = new double[axes.m()];
          for (int at = (int) from; at < to; at++) {
            int origin = at / sectors;
            int product = at % sectors;
            trade.shares(product, origin, shares);
            for (int s = 0; s < regions; s++) {
              double bought = 0;
              for (int c = 0; c < categories; c++) {
                double cell = shares[s] * demand.amount()[c][s * sectors + product];
                // Stocks change by −10 % to +20 % of what is sold at home, so a row's sum stays ≥
                // 0.
                if (demand.columns().get(c).use() == GeneratedDemand.Use.INVENTORY && s == origin) {
                  cell = 0.3 * (stock.uniform(at) - 0.35) * bought;
                }
                bought += cell;
                row[axes.column(s, c)] = cell;
              }
            }
            if (axes.exogenous().size() > 0) {
              row[axes.regionalColumns()] = demand.export()[at];
            }
            y.setRow(at, row);
            sums[at] = PairwiseSum.of(row);
          }
        });
    return sums;
  }

  private static Axis<PrimaryInput> primaryInputs() {
    var valueAdded = PrimaryInput.Kind.VALUE_ADDED;
    return Axis.of(
        "primary input",
        List.of(
            new PrimaryInput("Compensation of employees", valueAdded),
            new PrimaryInput("Net taxes on production", valueAdded),
            new PrimaryInput("Consumption of fixed capital", valueAdded),
            new PrimaryInput("Operating surplus", valueAdded),
            new PrimaryInput("Imports", PrimaryInput.Kind.IMPORTS)));
  }

  /**
   * Splits what output leaves after intermediate inputs; the surplus takes the rest, ≥ 3 % of it.
   */
  private static void fillPrimaryInputs(
      HostMatrix v,
      double[] x,
      HostMatrix purchases,
      Geography map,
      GeneratedSectors sectors,
      long seed) {
    var left = x.clone();
    for (int i = 0; i < purchases.rows(); i++) {
      double[] bought = purchases.row(i);
      for (int j = 0; j < left.length; j++) {
        left[j] -= bought[j];
      }
    }
    var draw = RandomSource.of(seed, PRIMARY);
    for (int j = 0; j < left.length; j++) {
      SectorTemplate t = sectors.get(j % sectors.size());
      boolean goods = t.kind != SectorTemplate.Kind.SERVICE;
      double imports =
          (goods ? 0.25 : 0.08) * (0.4 + map.coast(j / sectors.size())) * draw.child(0).uniform(j);
      double income = 1 - imports;
      double wages = income * ((goods ? 0.35 : 0.5) + 0.2 * draw.child(1).uniform(j));
      double taxes = income * (0.04 + 0.08 * draw.child(2).uniform(j));
      double capital = income * (0.06 + 0.09 * draw.child(3).uniform(j));
      double[] parts = {wages * left[j], taxes * left[j], capital * left[j], 0, imports * left[j]};
      parts[3] = left[j] - parts[0] - parts[1] - parts[2] - parts[4];
      for (int k = 0; k < parts.length; k++) {
        v.set(k, j, parts[k]);
      }
    }
  }
}
