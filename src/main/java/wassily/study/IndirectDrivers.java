package wassily.study;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import wassily.account.EmbodiedFlows;
import wassily.account.LeontiefSystem;
import wassily.label.TableAxes;
import wassily.linalg.AxisGroups;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/**
 * What the final products of driver region-sectors J = chosen sectors × chosen cities cause in a
 * cluster (method, section 4.2): sums over {@code Φ[i,j] = S[i]·L[i,j]·y[j]}, i in the cluster. All
 * but the last in the stressor's unit.
 *
 * @param drivers J, rows of Z, ascending
 * @param others {@code Σ_{i∉J} Σ_{j∈J} Φ[i,j]}: the paper's indirect drivers (54 % there)
 * @param betweenSectors {@code Σ_i Σ_{j∈J, j≠i} Φ[i,j]}: also what drivers cause in each other
 * @param all {@code Σ_i Σ_{j∈J} Φ[i,j]}: also what each driver emits for its own product
 * @param consumers {@code Σ_{i∉J} S[i]·L[i,p]·Y[p,s]}, p any region's product of the chosen
 *     sectors, s the chosen cities: the consumer-side reading
 * @param consumersAll the same with i ∈ J
 * @param exported the part of {@code others} that is for exogenous consumers
 * @param clusterEmissions {@code Σ_{i∈cluster} F[i]}, what shares are of
 * @param byDriver {@code Σ_{i∉J} Φ[i,j]} for each j of J
 */
public record IndirectDrivers(
    int[] drivers,
    double others,
    double betweenSectors,
    double all,
    double consumers,
    double consumersAll,
    double exported,
    double clusterEmissions,
    double[] byDriver) {

  /**
   * Solves for all readings: a few right-hand sides, and one more for each driver in the cluster.
   *
   * @param system the factorized table
   * @param inputs the stressor's accounts
   * @param cluster the cluster
   * @param cities positions of the chosen cities, at least one
   * @param sectors positions of the chosen sectors, at least one
   * @param progress told how far it is
   * @return the sums
   * @throws BadDataException when no city or no sector is chosen
   */
  public static IndirectDrivers of(
      LeontiefSystem system,
      NetworkInputs inputs,
      NetworkCluster cluster,
      int[] cities,
      int[] sectors,
      Progress progress) {
    if (cities.length == 0 || sectors.length == 0) {
      throw new BadDataException("drivers need at least one region and one sector");
    }
    TableAxes axes = inputs.axes();
    var rows = new BitSet();
    for (int r : cities) {
      IntStream.of(sectors).forEach(p -> rows.set(axes.row(r, p)));
    }
    int[] drivers = rows.stream().toArray();
    IntPredicate inside = i -> cluster.contains(i / axes.sectors().size());
    var emitters = groups(axes, i -> inside.test(i) ? rows.get(i) ? 1 : 0 : -1, 2);
    var products = groups(axes, place(drivers, axes.n()), drivers.length);
    var flows = EmbodiedFlows.of(system, inputs.f());
    try (var arena = Arena.ofShared()) {
      HostMatrix sums = flows.sums(arena, emitters, products, progress);
      double[] byDriver = sums.row(0);
      double others = sum(byDriver);
      double all = others + sum(sums.row(1));
      double own = sum(flows.diagonal(IntStream.of(drivers).filter(inside).toArray(), progress));
      var one = groups(axes, i -> rows.get(i) ? 0 : -1, 1);
      double exported =
          axes.exogenous().size() == 0
              ? 0
              : EmbodiedFlows.of(system, inputs.f(), exports(system))
                  .sums(arena, emitters, one, progress)
                  .get(0, 0);
      HostMatrix demanded =
          EmbodiedFlows.of(system, inputs.f(), demand(system, cities, sectors))
              .sums(arena, emitters, AxisGroups.total(axes.n()), progress);
      double emitted = 0;
      for (int r : cluster.regions()) {
        emitted += inputs.emissions(r);
      }
      return new IndirectDrivers(
          drivers,
          others,
          all - own,
          all,
          demanded.get(0, 0),
          demanded.get(0, 0) + demanded.get(1, 0),
          exported,
          emitted,
          byDriver);
    }
  }

  /**
   * A reading as a share of what the cluster emits.
   *
   * @param sum one of the sums
   * @return {@code sum / Σ_{i∈cluster} F[i]}; NaN when nothing is emitted
   */
  public double share(double sum) {
    return sum / clusterEmissions;
  }

  private static AxisGroups groups(TableAxes axes, IntUnaryOperator groupOf, int count) {
    return AxisGroups.of(IntStream.range(0, axes.n()).map(groupOf).toArray(), count);
  }

  private static IntUnaryOperator place(int[] rows, int n) {
    var place = new int[n];
    Arrays.fill(place, -1);
    for (int k = 0; k < rows.length; k++) {
      place[rows[k]] = k;
    }
    return i -> place[i];
  }

  /** Y of the exogenous consumers, summed. */
  private static double[] exports(LeontiefSystem system) {
    TableAxes axes = system.table().axes();
    var sums = new double[axes.n()];
    for (int i = 0; i < sums.length; i++) {
      double[] y = system.table().y().row(i);
      for (int j = axes.regionalColumns(); j < y.length; j++) {
        sums[i] += y[j];
      }
    }
    return sums;
  }

  /** Demand of the cities for the sectors' products from anywhere. */
  private static double[] demand(LeontiefSystem system, int[] cities, int[] sectors) {
    TableAxes axes = system.table().axes();
    var wanted = new BitSet();
    IntStream.of(sectors).forEach(wanted::set);
    var sums = new double[axes.n()];
    for (int i = 0; i < sums.length; i++) {
      if (wanted.get(i % axes.sectors().size())) {
        double[] y = system.table().y().row(i);
        for (int r : cities) {
          for (int c = 0; c < axes.categories().size(); c++) {
            sums[i] += y[axes.column(r, c)];
          }
        }
      }
    }
    return sums;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }
}
