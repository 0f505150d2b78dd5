package wassily.table;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.Label;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.linalg.HostMemory;
import wassily.progress.Progress;
import wassily.table.Concordance.Groups;

/**
 * Adds regions, sectors and categories of final demand together: {@code Z' = G·Z·Gᵀ} for a 0/1
 * matrix G with one 1 in every column, and likewise Y, V, F, F_Y, x and population.
 *
 * <p>Exogenous consumers, primary inputs and stressors stay as they are. Codes and groups of labels
 * are kept where all members of a new label agree. A published x is added up; otherwise it is the
 * new row sums. Z is read once, in panels; sums run in the order of the rows, so the result does
 * not depend on the number of threads.
 *
 * @param regions region → region group; empty keeps the regions
 * @param sectors sector → sector group; empty keeps the sectors
 * @param categories category → category group; empty keeps the categories
 */
public record Aggregation(
    Optional<Concordance> regions,
    Optional<Concordance> sectors,
    Optional<Concordance> categories) {

  /**
   * Aggregates a table.
   *
   * @param table the table; stays open
   * @param threads how many threads, ≥ 1
   * @param progress told about the rows done
   * @return a table in memory with its own arena
   * @throws BadDataException when a concordance does not fit its axis
   * @throws wassily.linalg.BackendException.OutOfMemory when the new table does not fit
   * @throws IOException when Z cannot be read
   */
  public MrioTable of(MrioTable table, int threads, Progress progress) throws IOException {
    var from = table.axes();
    Groups region = groups(regions, from.regions());
    Groups sector = groups(sectors, from.sectors());
    Groups category = groups(categories, from.categories());
    TableAxes axes = axes(from, region, sector, category);
    HostMemory.require(
        8L * axes.n() * ((long) axes.n() + axes.m()),
        "the aggregated table of %d regions × %d sectors"
            .formatted(axes.regions().size(), axes.sectors().size()));
    var rows = new LabelSums(pairs(region, sector), axes.n());
    var consumers = new LabelSums(pairs(region, category), axes.regionalColumns());
    var columns = consumers.extended(from.exogenous().size());
    var arena = Arena.ofShared();
    try {
      var z = rows.rowsAndColumns(table.z(), rows, arena, threads, progress);
      var y = rows.rowsAndColumns(table.y(), columns, arena, threads, progress);
      var v = rows.columns(table.v(), arena);
      var satellites = new ArrayList<SatelliteAccount>();
      for (SatelliteAccount s : table.satellites()) {
        satellites.add(
            new SatelliteAccount(
                s.name(),
                s.stressors(),
                rows.columns(s.f(), arena),
                consumers.columns(s.fY(), arena)));
      }
      var people = new LabelSums(region.of(), region.size());
      return new MrioTable(
          info(table.info()),
          axes,
          z,
          y,
          output(table, rows, z, y, threads),
          table.primaryInputs(),
          v,
          table.population().map(people::vector),
          satellites,
          arena);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private static Groups groups(Optional<Concordance> concordance, Axis<?> axis) {
    return concordance.map(c -> c.on(axis)).orElseGet(() -> Groups.identity(axis));
  }

  private TableInfo info(TableInfo info) {
    var by = new ArrayList<String>();
    regions.ifPresent(c -> by.add(c.origin()));
    sectors.ifPresent(c -> by.add(c.origin()));
    categories.ifPresent(c -> by.add(c.origin()));
    String source =
        by.isEmpty() ? info.source() : info.source() + "; aggregated by " + String.join(", ", by);
    return new TableInfo(info.title(), info.year(), info.unit(), source, info.output());
  }

  private static double[] output(
      MrioTable table, LabelSums rows, HostMatrix z, HostMatrix y, int threads) throws IOException {
    if (table.info().output() == TableInfo.OutputSource.FILE) {
      return rows.vector(table.x());
    }
    double[] x = PanelSums.of(z, threads, Progress.NONE).rows();
    double[] demand = PanelSums.of(y, threads, Progress.NONE).rows();
    for (int i = 0; i < x.length; i++) {
      x[i] += demand[i];
    }
    return x;
  }

  /** The new number of every (region, inner label) pair, region-major. */
  private static int[] pairs(Groups region, Groups inner) {
    var to = new int[region.of().length * inner.of().length];
    int at = 0;
    for (int r : region.of()) {
      for (int i : inner.of()) {
        to[at++] = r * inner.size() + i;
      }
    }
    return to;
  }

  private static TableAxes axes(TableAxes from, Groups region, Groups sector, Groups category) {
    var regions = new ArrayList<Region>();
    for (int g = 0; g < region.size(); g++) {
      List<Region> members = members(from.regions(), region, g);
      regions.add(
          new Region(
              region.names().get(g),
              common(members.stream().map(Region::code).toList()),
              commonGroups(members.stream().map(Region::groups).toList())));
    }
    var sectors = new ArrayList<Sector>();
    for (int g = 0; g < sector.size(); g++) {
      List<Sector> members = members(from.sectors(), sector, g);
      sectors.add(
          new Sector(
              sector.names().get(g),
              common(members.stream().map(Sector::code).toList()),
              commonGroups(members.stream().map(Sector::groups).toList())));
    }
    try {
      return new TableAxes(
          Axis.of(from.regions().name(), regions),
          Axis.of(from.sectors().name(), sectors),
          Axis.of(from.categories().name(), category.names().stream().map(Category::new).toList()),
          from.exogenous());
    } catch (IllegalArgumentException e) {
      throw new BadDataException(e.getMessage() + "; rename the group", e);
    }
  }

  private static <T extends Label> List<T> members(Axis<T> axis, Groups groups, int group) {
    return groups.members(group).stream().map(axis::get).toList();
  }

  private static String common(Collection<String> codes) {
    return codes.stream().distinct().count() == 1 ? codes.iterator().next() : "";
  }

  private static Map<String, String> commonGroups(List<Map<String, String>> groups) {
    var common = new HashMap<>(groups.getFirst());
    groups.forEach(g -> common.entrySet().retainAll(g.entrySet()));
    return common;
  }
}
