package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.scenario.ResolvedResponse.Dimension;
import wassily.table.SatelliteAccount;

/** Responses of one scenario by their definitions ({@link ResolvedResponse}), in plain loops. */
final class PlainResponses {
  private final PlainState state;
  private final PlainSolution solution;
  private final double[] x0;
  private final SatelliteAccount account;
  private final TableAxes axes;
  private final int sectors;
  private final int regions;

  PlainResponses(PlainState state, PlainSolution solution, double[] x0, SatelliteAccount account) {
    this.state = state;
    this.solution = solution;
    this.x0 = x0;
    this.account = account;
    this.axes = state.axes;
    this.sectors = axes.sectors().size();
    this.regions = axes.regions().size();
  }

  double[] of(ResolvedResponse response) {
    return switch (response.quantity()) {
      case TOTAL, D_PBA -> production(response);
      case D_CBA ->
          has(response, Dimension.Kind.PRODUCT) ? byProduct(response) : consumption(response);
      case FLOWS -> flows(response);
      case VALUE_ADDED -> output(response, i -> state.valueAdded[i]);
      case OUTPUT -> output(response, i -> 1);
      case VALUE_ADDED_GAP -> gap();
    };
  }

  /** Σ_{i∈r} S·x + Σ_c F_Y, with x = Σ_(s,c) W. */
  private double[] production(ResolvedResponse response) {
    var sums = new PlainSums(state.stressors() * response.cells());
    var w = new double[axes.m()];
    for (int i = 0; i < axes.n(); i++) {
      solution.w.getRow(i, w);
      int at = place(response, new int[] {i / sectors}, -1, i % sectors, -1);
      for (int k = 0; at >= 0 && k < state.stressors(); k++) {
        if (x0[i] == 0) {
          sums.add(k * response.cells() + at, account.f().get(k, i));
        } else {
          for (int j = 0; j < w.length; j++) {
            sums.add(k * response.cells() + at, state.intensity(k, i, axes.consumerOf(j)) * w[j]);
          }
        }
      }
    }
    if (!has(response, Dimension.Kind.PRODUCING_SECTOR)) {
      addDirect(response, sums);
    }
    return sums.values();
  }

  /** Σ_i S·W + F_Y. */
  private double[] consumption(ResolvedResponse response) {
    var sums = new PlainSums(state.stressors() * response.cells());
    var w = new double[axes.m()];
    for (int i = 0; i < axes.n(); i++) {
      solution.w.getRow(i, w);
      for (int j = 0; j < w.length; j++) {
        int at = consumerPlace(response, j, i % sectors, -1);
        for (int k = 0; at >= 0 && k < state.stressors(); k++) {
          sums.add(k * response.cells() + at, state.intensity(k, i, axes.consumerOf(j)) * w[j]);
        }
      }
    }
    if (!has(response, Dimension.Kind.PRODUCING_SECTOR)) {
      addDirect(response, sums);
    }
    return sums.values();
  }

  /** M·Y, M = S·L; a row of S for each consumer where S depends on them. */
  private double[] byProduct(ResolvedResponse response) {
    var sums = new PlainSums(state.stressors() * response.cells());
    int widths = state.byConsumer() ? axes.consumers() : 1;
    try (var arena = Arena.ofShared()) {
      for (int k = 0; k < state.stressors(); k++) {
        var m = HostMatrix.allocate(arena, widths, axes.n());
        for (int c = 0; c < widths; c++) {
          for (int i = 0; i < axes.n(); i++) {
            m.set(c, i, state.intensity(k, i, c));
          }
        }
        solution.multiply(m);
        for (int q = 0; q < axes.n(); q++) {
          for (int j = 0; j < axes.m(); j++) {
            int at = consumerPlace(response, j, -1, q % sectors);
            if (at >= 0) {
              double multiplier = m.get(widths == 1 ? 0 : axes.consumerOf(j), q);
              sums.add(k * response.cells() + at, multiplier * state.y[q][j]);
            }
          }
        }
      }
    }
    return sums.values();
  }

  /** Σ S·W by region of origin and consumer. */
  private double[] flows(ResolvedResponse response) {
    var sums = new PlainSums(state.stressors() * response.cells());
    var w = new double[axes.m()];
    for (int i = 0; i < axes.n(); i++) {
      solution.w.getRow(i, w);
      int origin = i / sectors;
      for (int j = 0; j < w.length; j++) {
        int consumer = axes.consumerOf(j);
        if (consumer == origin && !response.ownFlows()) {
          continue;
        }
        int at = place(response, new int[] {origin, consumer}, category(j), i % sectors, -1);
        for (int k = 0; at >= 0 && k < state.stressors(); k++) {
          sums.add(k * response.cells() + at, state.intensity(k, i, consumer) * w[j]);
        }
      }
    }
    return sums.values();
  }

  /** x, or v·x. */
  private double[] output(ResolvedResponse response, IntToDoubleFunction coefficient) {
    var sums = new PlainSums(response.cells());
    var w = new double[axes.m()];
    for (int i = 0; i < axes.n(); i++) {
      solution.w.getRow(i, w);
      int at = place(response, new int[] {i / sectors}, -1, i % sectors, -1);
      for (int j = 0; at >= 0 && j < w.length; j++) {
        sums.add(at, coefficient.applyAsDouble(i) * w[j]);
      }
    }
    return sums.values();
  }

  /** Σ_j (Σ_i ΔA[i,j] + Δv[j])·x[j]. */
  private double[] gap() {
    var sums = new PlainSums(1);
    double[] beyond = state.beyondOutput();
    var w = new double[axes.m()];
    for (int j = 0; j < axes.n(); j++) {
      solution.w.getRow(j, w);
      for (double part : w) {
        sums.add(0, beyond[j] * part);
      }
    }
    return sums.values();
  }

  private void addDirect(ResolvedResponse response, PlainSums sums) {
    for (int k = 0; k < state.stressors(); k++) {
      for (int j = 0; j < axes.regionalColumns(); j++) {
        int at = consumerPlace(response, j, -1, -1);
        if (at >= 0) {
          sums.add(k * response.cells() + at, state.fY[k][j]);
        }
      }
    }
  }

  /** Where a column of Y counts; −1 nowhere. Without a region dimension only regions do. */
  private int consumerPlace(ResolvedResponse response, int column, int sector, int product) {
    int consumer = axes.consumerOf(column);
    if (consumer >= regions && !has(response, Dimension.Kind.REGION)) {
      return -1;
    }
    return place(response, new int[] {consumer}, category(column), sector, product);
  }

  private int category(int column) {
    return column < axes.regionalColumns() ? column % axes.categories().size() : -1;
  }

  private static boolean has(ResolvedResponse response, Dimension.Kind kind) {
    return response.by().stream().anyMatch(d -> d.kind() == kind);
  }

  /** The row-major place along the dimensions; −1 when one of them leaves it out. */
  private static int place(
      ResolvedResponse response, int[] regions, int category, int sector, int product) {
    int at = 0;
    int region = 0;
    List<Dimension> by = response.by();
    for (Dimension d : by) {
      int position =
          switch (d.kind()) {
            case REGION -> regions[region++];
            case CATEGORY -> category;
            case PRODUCING_SECTOR -> sector;
            case PRODUCT -> product;
          };
      int group = position < 0 ? -1 : d.groupOf()[position];
      if (group < 0) {
        return -1;
      }
      at = at * d.size() + group;
    }
    return at;
  }
}
