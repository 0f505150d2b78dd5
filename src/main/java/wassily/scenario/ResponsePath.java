package wassily.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.AxisGroups;
import wassily.result.ResultAxis;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * How a response comes from {@code a[i]·W[i,c]} summed over origin groups of rows i and consumer
 * groups of columns c.
 *
 * @param response what was asked
 * @param shape how it is kept
 * @param account whose rows a: S, value added, or ones
 * @param side which product is made first
 * @param origin row → origin bin, −1 for none
 * @param origins how many origin bins
 * @param consumer column of Y → consumer bin, −1 for none
 * @param consumers how many consumer bins
 * @param cell origin bin · consumers + consumer bin → cell within a stressor
 * @param direct column of Y → cell that F_Y is added to, −1 for none; null where F_Y is left out
 * @param ownFlows whether what regions emit for themselves is in: in flows between all regions, not
 *     in those between groups (method, section 3.4)
 * @param resolved the same for the plain formula
 */
record ResponsePath(
    Response response,
    ResponseShape shape,
    Account account,
    Side side,
    int[] origin,
    int origins,
    int[] consumer,
    int consumers,
    int[] cell,
    int[] direct,
    boolean ownFlows,
    ResolvedResponse resolved) {
  /** What is followed through L. */
  enum Account {
    EMISSIONS,
    VALUE_ADDED,
    OUTPUT
  }

  /** Which sum is taken first. */
  enum Side {
    /** {@code a·W} by consumer: one product for all origins together, or one for each bin. */
    CONSUMER,
    /** {@code W·coefficients} by producer. */
    PRODUCER,
    /** {@code M·Y} by product. */
    PRODUCT,
    /** What a change of A does to the balance of its columns. */
    BALANCE
  }

  /** One dimension of a response. */
  private record Dimension(Of of, List<String> labels, int[] bins) {
    enum Of {
      ROW_REGION,
      ROW_SECTOR,
      CONSUMER,
      CATEGORY
    }
  }

  /** Finds how a response is made; refuses what its quantity does not have. */
  static ResponsePath of(
      Response r,
      MrioTable table,
      SatelliteAccount satellite,
      BiFunction<String, Where, RegionGrouping> groups) {
    TableAxes axes = table.axes();
    var dimensions = new ArrayList<Dimension>();
    for (int i = 0; i < r.by().size(); i++) {
      dimensions.add(dimension(r, i, axes, groups));
    }
    boolean producers =
        switch (r.quantity()) {
          case TOTAL, D_PBA, VALUE_ADDED, OUTPUT, VALUE_ADDED_GAP -> true;
          case D_CBA, FLOWS -> false;
        };
    boolean product = r.by().contains("product");
    Account account =
        switch (r.quantity()) {
          case VALUE_ADDED -> Account.VALUE_ADDED;
          case OUTPUT, VALUE_ADDED_GAP -> Account.OUTPUT;
          default -> Account.EMISSIONS;
        };
    int n = axes.n();
    int m = axes.m();
    int[] origin = new int[n];
    int origins = 1;
    int[] consumer = new int[m];
    int consumers = 1;
    boolean exogenous = producers || r.quantity() == Response.Quantity.FLOWS;
    for (int c = 0; c < m; c++) {
      consumer[c] = c < axes.regionalColumns() || exogenous ? 0 : -1;
    }
    for (Dimension d : dimensions) {
      switch (d.of()) {
        case ROW_REGION, ROW_SECTOR -> {
          for (int i = 0; i < n; i++) {
            int bin =
                d.bins()[
                    d.of() == Dimension.Of.ROW_REGION
                        ? i / axes.sectors().size()
                        : i % axes.sectors().size()];
            origin[i] = origin[i] < 0 || bin < 0 ? -1 : origin[i] * d.labels().size() + bin;
          }
          origins *= d.labels().size();
        }
        case CONSUMER, CATEGORY -> {
          for (int c = 0; c < m; c++) {
            int bin =
                d.of() == Dimension.Of.CONSUMER
                    ? d.bins()[axes.consumerOf(c)]
                    : c < axes.regionalColumns() ? d.bins()[c % axes.categories().size()] : -1;
            consumer[c] = consumer[c] < 0 || bin < 0 ? -1 : consumer[c] * d.labels().size() + bin;
          }
          consumers *= d.labels().size();
        }
      }
    }
    int[] cell = cells(dimensions, origins, consumers);
    boolean withDirect =
        account == Account.EMISSIONS
            && r.quantity() != Response.Quantity.FLOWS
            && dimensions.stream().noneMatch(d -> d.of() == Dimension.Of.ROW_SECTOR);
    boolean ownFlows =
        r.quantity() != Response.Quantity.FLOWS || r.by().equals(List.of("region", "region"));
    return new ResponsePath(
        r,
        shape(r, table, satellite, account, dimensions),
        account,
        side(r.quantity(), product),
        origin,
        origins,
        consumer,
        consumers,
        cell,
        withDirect ? direct(axes, producers, origin, consumer, cell) : null,
        ownFlows,
        new ResolvedResponse(
            r.quantity(),
            r.by().isEmpty()
                ? List.of()
                : dimensions.stream().map(d -> resolved(d, axes, product)).toList(),
            r.change(),
            ownFlows));
  }

  private static Side side(Response.Quantity quantity, boolean product) {
    return switch (quantity) {
      case D_CBA, FLOWS -> product ? Side.PRODUCT : Side.CONSUMER;
      case TOTAL, D_PBA, VALUE_ADDED, OUTPUT -> Side.PRODUCER;
      case VALUE_ADDED_GAP -> Side.BALANCE;
    };
  }

  private static ResolvedResponse.Dimension resolved(Dimension d, TableAxes axes, boolean product) {
    return new ResolvedResponse.Dimension(
        switch (d.of()) {
          case ROW_REGION, CONSUMER -> ResolvedResponse.Dimension.Kind.REGION;
          case CATEGORY -> ResolvedResponse.Dimension.Kind.CATEGORY;
          case ROW_SECTOR ->
              product
                  ? ResolvedResponse.Dimension.Kind.PRODUCT
                  : ResolvedResponse.Dimension.Kind.PRODUCING_SECTOR;
        },
        d.of() == Dimension.Of.ROW_REGION ? padded(d.bins(), axes.consumers()) : d.bins(),
        d.labels().size());
  }

  /** Exogenous consumers produce nothing. */
  private static int[] padded(int[] bins, int size) {
    int[] all = Arrays.copyOf(bins, size);
    Arrays.fill(all, bins.length, size, -1);
    return all;
  }

  /** Consumer bins are numbered before the order that the user wishes is known. */
  private static int[] cells(List<Dimension> dimensions, int origins, int consumers) {
    var cell = new int[origins * consumers];
    for (int o = 0; o < origins; o++) {
      for (int c = 0; c < consumers; c++) {
        int fromOrigin = o;
        int fromConsumer = c;
        var index = new int[dimensions.size()];
        for (int d = dimensions.size() - 1; d >= 0; d--) {
          int size = dimensions.get(d).labels().size();
          if (isRow(dimensions.get(d))) {
            index[d] = fromOrigin % size;
            fromOrigin /= size;
          } else {
            index[d] = fromConsumer % size;
            fromConsumer /= size;
          }
        }
        int at = 0;
        for (int d = 0; d < index.length; d++) {
          at = at * dimensions.get(d).labels().size() + index[d];
        }
        cell[o * consumers + c] = at;
      }
    }
    return cell;
  }

  private static boolean isRow(Dimension d) {
    return d.of() == Dimension.Of.ROW_REGION || d.of() == Dimension.Of.ROW_SECTOR;
  }

  private static int[] direct(
      TableAxes axes, boolean producers, int[] origin, int[] consumer, int[] cell) {
    var direct = new int[axes.regionalColumns()];
    for (int c = 0; c < direct.length; c++) {
      int region = c / axes.categories().size();
      int bin = producers ? origin[axes.row(region, 0)] : consumer[c];
      direct[c] = bin < 0 ? -1 : cell[bin];
    }
    return direct;
  }

  private static Dimension dimension(
      Response r, int position, TableAxes axes, BiFunction<String, Where, RegionGrouping> groups) {
    String by = r.by().get(position);
    boolean producers =
        r.quantity() != Response.Quantity.D_CBA && r.quantity() != Response.Quantity.FLOWS;
    boolean origin = producers || r.quantity() == Response.Quantity.FLOWS && position == 0;
    return switch (by) {
      case "producing-sector", "sector" -> {
        if (r.quantity() == Response.Quantity.FLOWS) {
          throw refusal(r, by, "take D_cba by producing-sector");
        }
        if (by.equals("sector") && !producers) {
          throw refusal(r, by, "say producing-sector or product");
        }
        yield new Dimension(
            Dimension.Of.ROW_SECTOR, axes.sectors().texts(), range(axes.sectors().size()));
      }
      case "product" -> {
        if (r.quantity() != Response.Quantity.D_CBA) {
          throw refusal(r, by, "only D_cba has it");
        }
        yield new Dimension(
            Dimension.Of.ROW_SECTOR, axes.sectors().texts(), range(axes.sectors().size()));
      }
      case "category" -> {
        if (producers || r.quantity() == Response.Quantity.FLOWS) {
          throw refusal(r, by, "only D_cba has it");
        }
        yield new Dimension(
            Dimension.Of.CATEGORY, axes.categories().texts(), range(axes.categories().size()));
      }
      default -> {
        RegionGrouping g = groups.apply(by, r.where());
        if (origin) {
          yield new Dimension(Dimension.Of.ROW_REGION, g.labels(), g.groupOf());
        }
        boolean flows = r.quantity() == Response.Quantity.FLOWS;
        var labels = new ArrayList<>(g.labels());
        int[] bins = Arrays.copyOf(g.groupOf(), axes.consumers());
        for (int e = 0; e < axes.exogenous().size(); e++) {
          bins[g.groupOf().length + e] = flows ? labels.size() : -1;
          if (flows) {
            labels.add(axes.exogenous().get(e).name());
          }
        }
        yield new Dimension(Dimension.Of.CONSUMER, labels, bins);
      }
    };
  }

  private static BadDataException refusal(Response r, String by, String cure) {
    return r.where()
        .refusal("%s cannot be given by %s: %s".formatted(r.quantity().text(), by, cure));
  }

  private static int[] range(int size) {
    return IntStream.range(0, size).toArray();
  }

  private static ResponseShape shape(
      Response r,
      MrioTable table,
      SatelliteAccount satellite,
      Account account,
      List<Dimension> dimensions) {
    var axes = new ArrayList<ResultAxis>();
    String unit = table.info().unit();
    if (account == Account.EMISSIONS) {
      var stressors = satellite.stressors();
      var units = stressors.labels().stream().map(Stressor::unit).distinct().toList();
      unit = units.size() == 1 ? units.getFirst() : "";
      axes.add(
          new ResultAxis(
              "stressor",
              stressors.texts(),
              Map.of("unit", stressors.labels().stream().map(Stressor::unit).toList())));
    }
    for (int i = 0; i < dimensions.size(); i++) {
      String name = r.by().get(i);
      if (r.quantity() == Response.Quantity.FLOWS) {
        name = (i == 0 ? "origin_" : "consumer_") + name;
      } else if (dimensions.get(i).of() == Dimension.Of.CONSUMER && name.equals("region")) {
        name = "region";
      }
      axes.add(new ResultAxis(name, dimensions.get(i).labels()));
    }
    if (axes.isEmpty()) {
      axes.add(new ResultAxis("whole", List.of("all")));
    }
    // The field's own names mean by region: D_cba, D_pba, VA, x, and flows between all regions.
    String by =
        r.quantity() == Response.Quantity.TOTAL
                || r.quantity() == Response.Quantity.VALUE_ADDED_GAP
                || !r.by().isEmpty() && r.by().stream().allMatch("region"::equals)
            ? ""
            : r.by().isEmpty() ? "_whole" : "_by_" + String.join("_", r.by());
    String name = (r.change() ? "change_" : "") + r.quantity().text() + by.replace('-', '_');
    String formula =
        switch (r.quantity()) {
          case TOTAL -> "Σ_r D_pba[r]";
          case D_CBA -> "consumption-based: Σ_i S[i]·W[i,(s,c)] + F_Y[s,c]";
          case D_PBA -> "production-based: Σ_{i∈r} S[i]·x[i] + Σ_c F_Y[r,c]";
          case FLOWS -> "T: Σ_{i∈g} S[i]·Σ_{(s,c)∈h} W[i,(s,c)], without F_Y";
          case VALUE_ADDED -> "value added Σ_{i∈r} v[i]·x[i]";
          case OUTPUT -> "gross output x";
          case VALUE_ADDED_GAP ->
              "Σ VA and imports − Σ y, beyond the baseline's: Σ_j (Σ_i ΔA[i,j] + Δv[j])·x[j]";
        };
    return new ResponseShape(
        name, unit, r.change() ? "minus the baseline: " + formula : formula, axes);
  }

  /** How many cells a scenario has for each row of the account. */
  int cellsOfOne() {
    return origins * consumers;
  }

  /** The rows of every origin bin, ascending. */
  List<int[]> members() {
    var members = new ArrayList<List<Integer>>();
    for (int o = 0; o < origins; o++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < origin.length; i++) {
      if (origin[i] >= 0) {
        members.get(origin[i]).add(i);
      }
    }
    return members.stream().map(of -> of.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  /** Consumer bins of the parts of Y. */
  AxisGroups consumerGroups(DemandBasis basis) {
    return AxisGroups.of(consumerOfParts(basis), consumers);
  }

  /** Part of Y → consumer bin, −1 for none. */
  int[] consumerOfParts(DemandBasis basis) {
    return IntStream.range(0, basis.size()).map(p -> consumer[basis.part(p).column()]).toArray();
  }
}
