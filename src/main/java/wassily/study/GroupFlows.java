package wassily.study;

import java.util.ArrayList;
import java.util.List;

/**
 * Flows between classes of regions (method, section 3.4): {@code G[g,h] = Σ_{r∈g, s∈h, r≠s}
 * T[r,s]}.
 *
 * <p>Where regions are left out of the study, they are one more origin and one more destination;
 * exogenous consumers are one more destination each. Neither counts in percentages. The sum over
 * all cells and the regions' own flows is ΣT.
 *
 * @param flow G by origin and destination, in the unit of T
 * @param own {@code Σ_{r∈g} T[r,r]} by origin
 * @param classes how many origins and destinations are classes of the study; these come first
 * @param others whether regions outside the study are one more origin and destination
 */
public record GroupFlows(double[][] flow, double[] own, int classes, boolean others) {
  /** What regions outside the study are called. */
  public static final String OTHERS = "other regions";

  /**
   * Sums flows.
   *
   * @param t T, R × (R+E)
   * @param classes of the R regions
   * @return their flows
   */
  public static GroupFlows of(double[][] t, RegionClasses classes) {
    int regions = t.length;
    int groups = classes.size();
    boolean others = classes.regions().length < regions;
    int origins = groups + (others ? 1 : 0);
    int exogenous = regions == 0 ? 0 : t[0].length - regions;
    var flow = new double[origins][origins + exogenous];
    var own = new double[origins];
    for (int r = 0; r < regions; r++) {
      int g = classes.of()[r] < 0 ? groups : classes.of()[r];
      for (int s = 0; s < t[r].length; s++) {
        if (s == r) {
          own[g] += t[r][s];
        } else if (s < regions) {
          flow[g][classes.of()[s] < 0 ? groups : classes.of()[s]] += t[r][s];
        } else {
          flow[g][origins + s - regions] += t[r][s];
        }
      }
    }
    return new GroupFlows(flow, own, groups, others);
  }

  /**
   * The labels of the origins.
   *
   * @param classes the classes the flows were summed by
   * @return the classes', then "other regions" where there are any
   */
  public List<String> origins(RegionClasses classes) {
    var labels = new ArrayList<>(classes.labels());
    if (others) {
      labels.add(OTHERS);
    }
    return labels;
  }

  /**
   * The labels of the destinations.
   *
   * @param classes the classes the flows were summed by
   * @param exogenous names of the exogenous consumers
   * @return the origins, then the exogenous consumers
   */
  public List<String> destinations(RegionClasses classes, List<String> exogenous) {
    var labels = new ArrayList<>(origins(classes));
    labels.addAll(exogenous);
    return labels;
  }

  /**
   * All flow between regions of the study.
   *
   * @return {@code Σ_{g,h} G[g,h]} over the classes
   */
  public double total() {
    double sum = 0;
    for (int g = 0; g < classes; g++) {
      for (int h = 0; h < classes; h++) {
        sum += flow[g][h];
      }
    }
    return sum;
  }

  /**
   * Cells in percent of all flow between regions of the study.
   *
   * @return by class of origin and of destination, summing to 100; NaN when nothing flows
   */
  public double[][] percent() {
    double total = total();
    var percent = new double[classes][classes];
    for (int g = 0; g < classes; g++) {
      for (int h = 0; h < classes; h++) {
        percent[g][h] = 100 * flow[g][h] / total;
      }
    }
    return percent;
  }

  /**
   * How much of a footprint is emitted elsewhere, without F_Y.
   *
   * @param all {@code Σ_{s∈study, r≠s} T[r,s] / Σ_{s∈study, r} T[r,s]}, r over all regions
   * @param ofOwn the same for each class: of the class's own footprint
   * @param ofFlow by class: {@code Σ_{s∈h, r≠s} T[r,s]} of that of the whole study
   */
  public record Outsourced(double all, double[] ofOwn, double[] ofFlow) {}

  /**
   * Outsourced shares.
   *
   * @return shares, 0 to 1 where T ≥ 0; 0/0 = NaN
   */
  public Outsourced outsourced() {
    var inflow = new double[classes];
    double all = 0;
    double home = 0;
    for (int h = 0; h < classes; h++) {
      for (double[] row : flow) {
        inflow[h] += row[h];
      }
      all += inflow[h];
      home += own[h];
    }
    var ofOwn = new double[classes];
    var ofFlow = new double[classes];
    for (int h = 0; h < classes; h++) {
      ofOwn[h] = inflow[h] / (inflow[h] + own[h]);
      ofFlow[h] = inflow[h] / all;
    }
    return new Outsourced(all / (all + home), ofOwn, ofFlow);
  }

  /**
   * Value added for each unit emitted (method, section 3.5): of origin g by destination h's demand.
   *
   * @param valueAdded flows of value added between the same classes
   * @return {@code G_VA[g,h] / G[g,h]} by origin and destination, money per stressor; 0/0 = NaN
   */
  public double[][] gain(GroupFlows valueAdded) {
    var gain = new double[flow.length][];
    for (int g = 0; g < gain.length; g++) {
      gain[g] = new double[flow[g].length];
      for (int h = 0; h < gain[g].length; h++) {
        gain[g][h] = valueAdded.flow[g][h] / flow[g][h];
      }
    }
    return gain;
  }

  /**
   * The share of an origin's whole that a destination's demand generates; for flows of value added.
   *
   * @param traded whether of the traded part alone: what regions make for others, exogenous
   *     consumers included
   * @return {@code G[g,h] / (Σ_h G[g,h] + own[g])}, without own[g] for the traded part
   */
  public double[][] generated(boolean traded) {
    var share = new double[flow.length][];
    for (int g = 0; g < share.length; g++) {
      double whole = traded ? 0 : own[g];
      for (double v : flow[g]) {
        whole += v;
      }
      share[g] = new double[flow[g].length];
      for (int h = 0; h < share[g].length; h++) {
        share[g][h] = flow[g][h] / whole;
      }
    }
    return share;
  }
}
