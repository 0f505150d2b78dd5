package wassily.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import wassily.account.FootprintArrays;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultTable;

/** The network study as labelled arrays and tables; each formula stands with its array. */
public final class NetworkArrays {
  private static final List<String> DIRECTIONS =
      List.of("higher to lower", "lower to higher", "ties", "undefined");

  /** Labels of the axis {@code comparison}, in the order of its arrays. */
  static final List<String> COMPARISONS = List.of("region", "sector", "overall");

  /** Labels of the axis {@code reading} of the drivers. */
  static final List<String> READINGS =
      List.of(
          "drivers on others",
          "drivers on other sectors",
          "drivers on all",
          "consumers on others",
          "consumers on all",
          "exported");

  private final NetworkStudy study;
  private final TableAxes axes;
  private final String unit;
  private final ResultAxis sector;
  private final ResultAxis clusterRegion;

  /**
   * Prepares the axes.
   *
   * @param study the computed study
   */
  public NetworkArrays(NetworkStudy study) {
    this.study = study;
    this.axes = study.inputs().axes();
    this.unit = study.inputs().stressor().unit();
    this.sector = new ResultAxis("sector", axes.sectors().texts());
    this.clusterRegion =
        new ResultAxis(
            "cluster_region",
            IntStream.of(study.question().cluster().regions())
                .mapToObj(r -> axes.regions().get(r).name())
                .toList());
  }

  /**
   * All arrays.
   *
   * @return bilateral flows, strengths, drivers, imbalance, additional emissions, ranges, roles
   */
  public List<ResultArray> arrays() {
    var all = new ArrayList<ResultArray>(new FootprintArrays(study.run().footprint()).flows());
    all.add(strength());
    imbalance(all);
    emissions(all);
    ranges(all);
    study.drivers().ifPresent(d -> drivers(d, all));
    if (!study.roles().groups().isEmpty()) {
      roles(all);
    }
    return all;
  }

  private ResultArray strength() {
    NetworkGraph g = study.graph();
    return array(
        "strength",
        unit,
        "by node: out = Σ_{s≠r} w[r,s], in = Σ_{r≠s} w[r,s], own = w[r,r]",
        List.of(new ResultAxis("node", g.labels()), measure("out", "in", "own")),
        IntStream.range(0, g.labels().size())
            .mapToObj(i -> new double[] {g.outStrength()[i], g.inStrength()[i], g.own()[i]})
            .toList());
  }

  private void imbalance(List<ResultArray> into) {
    var comparison = new ResultAxis("comparison", COMPARISONS);
    var direction = new ResultAxis("direction", DIRECTIONS);
    ImbalanceShare bySector = study.bySectorTotal();
    ImbalanceCross overall = study.overall();
    into.add(
        array(
            "imbalance_share",
            "1",
            "share of flows from higher to lower intensity: higher to lower / (higher to lower + lower to higher); overall: both at once / all four cells",
            List.of(comparison),
            List.of(new double[] {study.byRegion().share(), bySector.share(), overall.share()})));
    into.add(
        array(
            "imbalance",
            unit,
            "flows between the cluster's regions by direction of intensity (F over %s; S of the sector)"
                .formatted(study.base()),
            List.of(new ResultAxis("comparison_of", COMPARISONS.subList(0, 2)), direction),
            List.of(cells(study.byRegion()), cells(bySector))));
    into.add(
        array(
            "imbalance_overall",
            unit,
            "the same flows by both comparisons; left: a tie or no output in one of them",
            List.of(
                new ResultAxis(
                    "higher_end",
                    List.of("both", "region only", "sector only", "neither", "left"))),
            List.of(
                new double[] {
                  overall.both(),
                  overall.regionOnly(),
                  overall.sectorOnly(),
                  overall.neither(),
                  overall.left()
                })));
    into.add(
        array(
            "imbalance_sector",
            unit,
            "flows S[r,i]·Σ_c W[(r,i),(s,c)] by direction of S[r,i] and S[s,i]",
            List.of(sector, direction),
            study.bySector().stream().map(NetworkArrays::cells).toList()));
    into.add(
        array(
            "imbalance_sector_share",
            "1",
            "higher to lower / (higher to lower + lower to higher), by sector",
            List.of(sector),
            List.of(study.bySector().stream().mapToDouble(ImbalanceShare::share).toArray())));
    into.add(
        array(
            "imbalance_undefined_share",
            "1",
            "share of the flows that go where the sector has no output to compare with",
            List.of(new ResultAxis("all", List.of("all sectors"))),
            List.of(new double[] {bySector.undefinedShare()})));
    into.add(
        array(
            "intensity_region",
            perMoney(),
            "ΣF over " + study.base(),
            List.of(clusterRegion),
            List.of(
                IntStream.of(study.question().cluster().regions())
                    .mapToDouble(r -> study.intensities()[r])
                    .toArray())));
  }

  private static double[] cells(ImbalanceShare s) {
    return new double[] {s.higherToLower(), s.lowerToHigher(), s.ties(), s.undefined()};
  }

  private void emissions(List<ResultArray> into) {
    var sums = new ResultAxis("additional", List.of("net", "positive"));
    String formula = "Σ_{r≠s} (S[r,i] − S[s,i])·Σ_c W[(r,i),(s,c)], all terms and those above 0";
    ImbalanceEmissions total = study.emissionsTotal();
    into.add(
        array(
            "additional_emissions",
            unit,
            formula,
            List.of(sums),
            List.of(new double[] {total.net(), total.positive()})));
    into.add(
        array(
            "additional_emissions_sector",
            unit,
            formula,
            List.of(sector, sums),
            study.emissions().stream().map(e -> new double[] {e.net(), e.positive()}).toList()));
  }

  private void ranges(List<ResultArray> into) {
    var rows = new ArrayList<double[]>();
    for (int p = 0; p < axes.sectors().size(); p++) {
      rows.add(cells(study.netProducers().get(p)));
      rows.add(cells(study.netConsumers().get(p)));
    }
    into.add(
        array(
            "intensity_range",
            perMoney(),
            "S[r,i] among the cluster's net producers (D_pba > D_cba) and net consumers; average = ΣF/Σx",
            List.of(
                sector,
                new ResultAxis("position", List.of("net producers", "net consumers")),
                new ResultAxis("statistic", List.of("lowest", "average", "highest"))),
            rows));
    into.add(
        array(
            "net_position",
            unit,
            "D_pba − D_cba: above 0 a net producer, below 0 a net consumer",
            List.of(new ResultAxis("region", axes.regions().texts())),
            List.of(study.inputs().position())));
  }

  private static double[] cells(ImbalanceRange r) {
    return new double[] {r.lowest(), r.average(), r.highest()};
  }

  private void drivers(IndirectDrivers d, List<ResultArray> into) {
    double[] sums = {
      d.others(), d.betweenSectors(), d.all(), d.consumers(), d.consumersAll(), d.exported()
    };
    var reading = new ResultAxis("reading", READINGS);
    String formula =
        "i in the cluster, J the drivers: Σ_{i∉J} Σ_{j∈J} Φ; Σ_i Σ_{j∈J, j≠i} Φ; Σ_i Σ_{j∈J} Φ; the demand of J's regions for J's products from anywhere, i∉J and all i; the first for exogenous consumers";
    into.add(array("drivers", unit, formula, List.of(reading), List.of(sums)));
    into.add(
        array(
            "drivers_share",
            "1",
            "the same over Σ_{i∈cluster} F[i]",
            List.of(reading),
            List.of(Arrays.stream(sums).map(d::share).toArray())));
    into.add(
        array(
            "drivers_detail",
            unit,
            "Σ_{i∈cluster, i∉J} Φ[i,j] for each driver j",
            List.of(
                new ResultAxis(
                    "driver", IntStream.of(d.drivers()).mapToObj(axes::rowLabel).toList())),
            List.of(d.byDriver())));
  }

  private void roles(List<ResultArray> into) {
    ClusterRoles roles = study.roles();
    var group = new ResultAxis("group", roles.groups());
    var transfer = new ResultAxis("transfer", List.of("for the group", "in the group", "net"));
    into.add(
        array(
            "roles",
            unit,
            "emitted by the cluster for the group, in the group for the cluster, and the difference",
            List.of(group, transfer),
            IntStream.range(0, roles.groups().size())
                .mapToObj(g -> new double[] {roles.producedFor(g), roles.causedIn(g), roles.net(g)})
                .toList()));
    var rows = new ArrayList<double[]>();
    for (int r = 0; r < roles.regions().length; r++) {
      for (int g = 0; g < roles.groups().size(); g++) {
        double out = roles.producedFor()[r][g];
        double in = roles.causedIn()[r][g];
        rows.add(new double[] {out, in, out - in});
      }
    }
    into.add(
        array(
            "roles_region",
            unit,
            "the same for each region of the cluster",
            List.of(clusterRegion, group, transfer),
            rows));
  }

  /**
   * The network's nodes, for programs that draw it.
   *
   * @return label, region, sector where nodes are region-sectors, group, and the three strengths
   */
  public ResultTable nodes() {
    NetworkGraph g = study.graph();
    int sectors = g.kind() == NetworkGraph.Kind.REGION_SECTOR ? axes.sectors().size() : 1;
    int regions = axes.regions().size();
    NetworkCluster cluster = study.question().cluster();
    var columns = new ArrayList<ResultTable.Column>();
    int size = g.labels().size();
    columns.add(new ResultTable.Texts("label", g.labels()));
    columns.add(
        texts(
            "region",
            size,
            i -> i / sectors < regions ? axes.regions().get(i / sectors).name() : ""));
    if (sectors > 1) {
      columns.add(texts("sector", size, i -> axes.sectors().get(i % sectors).name()));
    }
    columns.add(
        texts(
            "group",
            size,
            i -> {
              if (i / sectors >= regions) {
                return "exogenous";
              }
              int at = cluster.groupOf(i / sectors);
              return at < 0 ? "cluster" : cluster.groups().get(at);
            }));
    columns.add(numbers("out_strength", g.outStrength()));
    columns.add(numbers("in_strength", g.inStrength()));
    columns.add(numbers("own", g.own()));
    return new ResultTable("node", columns);
  }

  /**
   * The strongest edges.
   *
   * @return source, target, weight in the stressor's unit, share of all edges
   */
  public ResultTable edges() {
    NetworkGraph g = study.graph();
    double total = g.total();
    List<NetworkEdge> edges = g.edges();
    return new ResultTable(
        "edge",
        List.of(
            texts("source", edges.size(), i -> g.labels().get(edges.get(i).from())),
            texts("target", edges.size(), i -> g.labels().get(edges.get(i).to())),
            numbers("weight", edges.stream().mapToDouble(NetworkEdge::weight).toArray()),
            numbers("share", edges.stream().mapToDouble(e -> e.weight() / total).toArray())));
  }

  private static ResultTable.Texts texts(String name, int size, Function<Integer, String> text) {
    return new ResultTable.Texts(name, IntStream.range(0, size).boxed().map(text).toList());
  }

  private static ResultTable.Numbers numbers(String name, double[] values) {
    return new ResultTable.Numbers(name, Arrays.stream(values).boxed().toList());
  }

  private String perMoney() {
    String money = study.inputs().money();
    return unit + "/" + (money.isEmpty() ? "unit of money" : money);
  }

  private static ResultAxis measure(String... labels) {
    return new ResultAxis("strength_of", List.of(labels), Map.of());
  }

  private static ResultArray array(
      String name, String unit, String formula, List<ResultAxis> axes, List<double[]> rows) {
    return new ResultArray(name, unit, formula, axes, HostMatrix.of(rows.toArray(double[][]::new)));
  }
}
