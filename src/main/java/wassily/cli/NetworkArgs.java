package wassily.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wassily.scenario.Choice;
import wassily.scenario.Where;
import wassily.study.NetworkCluster;
import wassily.study.NetworkGraph;
import wassily.study.NetworkQuestion;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/** Options that say which regions, sectors and edges a network study is about. */
final class NetworkArgs {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--cluster",
      paramLabel = "REGIONS",
      required = true,
      description =
          "Regions of the cluster, by name, code, * or attribute (province:Hebei); may be repeated")
  List<String> cluster = new ArrayList<>();

  @Option(
      names = "--group",
      paramLabel = "NAME=REGIONS",
      description =
          "A group of regions outside, for the cluster's role towards it; the same NAME adds to it")
  List<String> groups = new ArrayList<>();

  @Option(
      names = "--groups-by",
      paramLabel = "DIMENSION",
      description = "Put all regions outside into groups by region or an attribute (province)")
  String groupsBy;

  @Option(
      names = "--driver-sector",
      paramLabel = "SECTORS",
      description = "Sectors whose final products are asked what they cause; may be repeated")
  List<String> driverSectors = new ArrayList<>();

  @Option(
      names = "--driver-region",
      paramLabel = "REGIONS",
      description = "Cities whose sectors are meant; may be repeated. Default: the cluster")
  List<String> driverRegions = new ArrayList<>();

  @Option(
      names = "--intensity",
      paramLabel = "value-added|output",
      defaultValue = "value-added",
      description = "What a region's emissions are compared with. Default: ${DEFAULT-VALUE}")
  NetworkQuestion.Base base;

  @Option(
      names = "--network",
      paramLabel = "consumer|product|region-sector",
      defaultValue = "consumer",
      description =
          "Edges between regions by consumer (T), between regions by final product, or between"
              + " region-sectors (Φ; a solve for each). Default: ${DEFAULT-VALUE}")
  NetworkGraph.Kind kind;

  @Option(
      names = "--edges",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many of the strongest edges are kept. Default: ${DEFAULT-VALUE}")
  int edges;

  @Option(names = "--inside", description = "Only edges between regions of the cluster")
  boolean inside;

  /** Refuses what no table could answer. */
  void check() {
    if (edges < 1 || edges > NetworkQuestion.MOST_EDGES) {
      throw new ParameterException(
          spec.commandLine(),
          "--edges %d: 1 to %,d are expected".formatted(edges, NetworkQuestion.MOST_EDGES));
    }
    if (groupsBy != null && !groups.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--group and --groups-by exclude each other");
    }
    if (driverSectors.isEmpty() && !driverRegions.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--driver-region needs --driver-sector SECTORS");
    }
    for (String group : groups) {
      if (group.indexOf('=') < 1) {
        throw new ParameterException(
            spec.commandLine(), "--group \"%s\": NAME=REGIONS is expected".formatted(group));
      }
    }
  }

  /** Finds the names in a table. */
  NetworkQuestion question(MrioTable table) {
    var choices =
        new wassily.scenario.Choices(
            table,
            List.of(),
            () -> {
              throw new BadDataException("groups by results are for sweeps; name the regions");
            });
    int[] inside = choices.regions(new Choice(cluster, new Where("--cluster", 0)));
    int[] sectors =
        driverSectors.isEmpty()
            ? new int[0]
            : choices.sectors(new Choice(driverSectors, new Where("--driver-sector", 0)));
    int[] regions =
        driverRegions.isEmpty()
            ? inside
            : choices.regions(new Choice(driverRegions, new Where("--driver-region", 0)));
    var outside = groupsBy == null ? named(choices) : byDimension(choices, inside);
    return new NetworkQuestion(
        NetworkCluster.of(table.axes().regions(), inside, outside),
        regions,
        sectors,
        base,
        kind,
        edges,
        this.inside);
  }

  private List<NetworkCluster.Group> named(wassily.scenario.Choices choices) {
    Map<String, List<String>> patterns = new LinkedHashMap<>();
    for (String group : groups) {
      int equals = group.indexOf('=');
      patterns
          .computeIfAbsent(group.substring(0, equals), _ -> new ArrayList<>())
          .add(group.substring(equals + 1));
    }
    return patterns.entrySet().stream()
        .map(
            e ->
                new NetworkCluster.Group(
                    e.getKey(), choices.regions(new Choice(e.getValue(), new Where("--group", 0)))))
        .toList();
  }

  /** What the cluster leaves of each group. */
  private List<NetworkCluster.Group> byDimension(wassily.scenario.Choices choices, int[] inside) {
    var grouping = choices.grouping(groupsBy, new Where("--groups-by", 0));
    var found = new ArrayList<NetworkCluster.Group>();
    for (int g = 0; g < grouping.labels().size(); g++) {
      int group = g;
      int[] members =
          IntStream.range(0, grouping.groupOf().length)
              .filter(r -> grouping.groupOf()[r] == group)
              .filter(r -> IntStream.of(inside).noneMatch(c -> c == r))
              .toArray();
      if (members.length > 0) {
        found.add(new NetworkCluster.Group(grouping.labels().get(g), members));
      }
    }
    return found;
  }
}
