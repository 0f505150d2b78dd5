package wassily.table;

import static wassily.table.RandomSource.Stream.HOME;
import static wassily.table.RandomSource.Stream.IDLE;
import static wassily.table.RandomSource.Stream.LOCATION;
import static wassily.table.RandomSource.Stream.TRADE;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import wassily.linalg.Workers;

/**
 * Where a region buys a product: {@code T_i[r,s]} is the share of s's purchases of product i that
 * comes from r, {@code Σ_r T_i[r,s] = 1}.
 *
 * <p>A region that makes the product buys the product's home share from itself, less where it makes
 * little of it. The rest is gravity: supply of r × nearness × noise of the pair, where some pairs
 * do not trade at all. Shares are computed when asked for; only their scales, n numbers, are kept.
 */
final class TradePattern {
  private final Geography map;
  private final GeneratedSectors sectors;
  private final RandomSource pairs;

  /** Supply by region-sector relative to other regions; 0 where nothing is made. */
  private final double[] supply;

  /** Share bought at home, by (region, product). */
  private final double[] home;

  /** What turns a gravity weight into a share, by product·R + buying region. */
  private final double[] scale;

  private TradePattern(Geography map, GeneratedSectors sectors, GeneratorOptions options) {
    this.map = map;
    this.sectors = sectors;
    this.pairs = RandomSource.of(options.seed(), TRADE);
    int n = map.size() * sectors.size();
    supply = new double[n];
    home = new double[n];
    scale = new double[n];
  }

  static TradePattern of(
      Geography map, GeneratedSectors sectors, GeneratorOptions options, int threads)
      throws IOException {
    var pattern = new TradePattern(map, sectors, options);
    BitSet idle = pattern.idle(options);
    var location = RandomSource.of(options.seed(), LOCATION);
    var own = RandomSource.of(options.seed(), HOME);
    for (int r = 0; r < map.size(); r++) {
      for (int i = 0; i < sectors.size(); i++) {
        int at = r * sectors.size() + i;
        if (!idle.get(at)) {
          double specialization =
              location.logNormal(sectors.get(i).spread, at)
                  * map.types().get(r).specialization(sectors.get(i).kind);
          pattern.supply[at] = map.demand()[r] * specialization;
          double share =
              1.15 * sectors.get(i).home * specialization / (specialization + 0.15)
                  + 0.12 * (own.uniform(at) - 0.5);
          pattern.home[at] = map.size() == 1 ? 1 : Math.max(0.05, Math.min(0.98, share));
        }
      }
    }
    Workers.forBlocks(
        threads,
        sectors.size(),
        1,
        (from, to) -> {
          for (long i = from; i < to; i++) {
            pattern.scale((int) i);
          }
        });
    return pattern;
  }

  /** Region-sectors that make nothing; every product is made by the largest region at least. */
  private BitSet idle(GeneratorOptions options) {
    int n = supply.length;
    var idle = new BitSet(n);
    var draw = RandomSource.of(options.seed(), IDLE);
    long wanted = map.size() == 1 ? 0 : (long) Math.ceil(options.idleShare() * n);
    // Mines and factories are idle, not the services that every region has (spread ≤ 0.3). At least
    // half of the sectors of any table qualify, in all regions but one: a quarter of n at R = 2,
    // and the options ask for a fifth at most, so the loop ends.
    for (long k = 0; idle.cardinality() < wanted; k++) {
      int at = draw.child(0).below(n, k);
      boolean picked = draw.child(1).uniform(k) < sectors.get(at % sectors.size()).spread - 0.3;
      if (picked && at / sectors.size() != map.hub()) {
        idle.set(at);
      }
    }
    return idle;
  }

  private void scale(int product) {
    int regions = map.size();
    var total = new double[regions];
    var weights = new double[regions];
    for (int r = 0; r < regions; r++) {
      weights(product, r, weights);
      for (int s = 0; s < regions; s++) {
        total[s] += weights[s];
      }
    }
    for (int s = 0; s < regions; s++) {
      // Nobody else sells the product here: the region covers its needs itself.
      int at = s * sectors.size() + product;
      if (total[s] == 0) {
        home[at] = 1;
      } else {
        scale[product * regions + s] = (1 - home[at]) / total[s];
      }
    }
  }

  /** Gravity weights of an origin for all buying regions; 0 for itself. */
  private void weights(int product, int origin, double[] into) {
    double made = supply[origin * sectors.size() + product];
    if (made == 0) {
      Arrays.fill(into, 0);
      return;
    }
    var noise = pairs.child(product).child(origin);
    // Services are traded between few regions, goods between most; the hub trades with all.
    double without = origin == map.hub() ? 0 : 0.05 + 0.25 * sectors.get(product).home;
    for (int s = 0; s < into.length; s++) {
      double u = noise.uniform(s);
      double strength = u < without ? 0 : 0.4 + 1.2 * (u - without) / (1 - without);
      into[s] = made * map.nearness(origin, s) * strength;
    }
    into[origin] = 0;
  }

  /** The shares {@code T_i[origin, s]} of all buying regions s. */
  void shares(int product, int origin, double[] into) {
    weights(product, origin, into);
    int regions = map.size();
    for (int s = 0; s < regions; s++) {
      into[s] *= scale[product * regions + s];
    }
    into[origin] = home[origin * sectors.size() + product];
  }

  /** Whether a region-sector makes anything. */
  boolean produces(int row) {
    return supply[row] > 0;
  }

  /** Supply of a region-sector relative to the demand of its region: its specialization. */
  double specialization(int row) {
    return supply[row] / map.demand()[row / sectors.size()];
  }

  /** The share of its own purchases that a region-sector covers; 0 where it makes nothing. */
  double home(int row) {
    return home[row];
  }
}
