package wassily.io.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import wassily.label.Axis;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.table.BadDataException;

/** The region-sectors of a table as its files label them. */
final class ProductionAxis {
  private static final String[] REGION = {"region", "country", "region_name"};
  private static final String[] SECTOR = {"sector", "industry", "product", "commodity"};

  private final Axis<Region> regions;
  private final Axis<Sector> sectors;
  private final String separator;
  private final boolean single;
  private final Map<List<String>, Integer> position = new HashMap<>();

  private ProductionAxis(List<List<String>> parts, Header header, LabelOptions options) {
    this.separator = options.separator();
    this.single = !options.region().isEmpty();
    var names = new LinkedHashSet<String>();
    var bySector = new LinkedHashMap<String, Integer>();
    for (List<String> p : parts) {
      names.add(p.get(0));
      bySector.putIfAbsent(p.get(1), bySector.size());
    }
    var regionList = List.copyOf(names);
    var sectorList = List.copyOf(bySector.keySet());
    requireGrid(header, parts, regionList, sectorList);
    this.regions = Axis.of("region", regionList.stream().map(Region::new).toList());
    this.sectors = Axis.of("sector", sectorList.stream().map(Sector::new).toList());
    for (int r = 0; r < regionList.size(); r++) {
      for (int s = 0; s < sectorList.size(); s++) {
        position.put(List.of(regionList.get(r), sectorList.get(s)), r * sectorList.size() + s);
      }
    }
    for (int c = 0; c < parts.size(); c++) {
      List<String> raw = header.columns().get(c);
      if (raw.size() == 1) {
        position.put(raw, position.get(parts.get(c)));
      }
    }
  }

  /**
   * Makes the axis from the columns of Z or A.
   *
   * @param header the header of that file
   * @param options how labels are cut
   * @return the axis
   * @throws BadDataException when a label stands twice or a region lacks a sector
   */
  static ProductionAxis of(Header header, LabelOptions options) {
    List<List<String>> parts;
    if (header.levelNames().size() <= 1) {
      parts =
          LabelCutter.cut(
              header.file(), header.columns().stream().map(List::getFirst).toList(), options);
    } else {
      parts = header.columns().stream().map(l -> pair(header.levelNames(), l)).toList();
    }
    for (int c = 0; c < parts.size(); c++) {
      if (parts.get(c).getFirst().isEmpty() || parts.get(c).getLast().isEmpty()) {
        throw new BadDataException(
            "%s: column %d of the numbers has a blank region or sector"
                .formatted(header.file(), c + 1));
      }
    }
    return new ProductionAxis(parts, header, options);
  }

  /** Region and sector of a label of several parts; further parts belong to the sector. */
  private static List<String> pair(List<String> names, List<String> label) {
    int region = Math.max(0, Header.named(names, REGION));
    var rest = new ArrayList<>(label);
    String name = rest.remove(region);
    return List.of(name, Header.join(rest));
  }

  private static void requireGrid(
      Header header, List<List<String>> parts, List<String> regions, List<String> sectors) {
    var first = new HashMap<List<String>, Integer>();
    for (int c = 0; c < parts.size(); c++) {
      Integer before = first.putIfAbsent(parts.get(c), c);
      if (before != null) {
        throw new BadDataException(
            "%s: duplicate label \"%s\" in columns %d and %d of the numbers; each region-sector must stand there once"
                .formatted(header.file(), header.column(c), before + 1, c + 1));
      }
    }
    for (String r : regions) {
      for (String s : sectors) {
        if (!first.containsKey(List.of(r, s))) {
          throw new BadDataException(
              "%s: region \"%s\" has no sector \"%s\", which other regions have; every region must have the same sectors"
                  .formatted(header.file(), r, s));
        }
      }
    }
  }

  Axis<Region> regions() {
    return regions;
  }

  Axis<Sector> sectors() {
    return sectors;
  }

  int size() {
    return regions.size() * sectors.size();
  }

  boolean single() {
    return single;
  }

  String separator() {
    return separator;
  }

  /** A region-sector in words. */
  String text(int row) {
    return regions.get(row / sectors.size()).name()
        + " | "
        + sectors.get(row % sectors.size()).name();
  }

  /** Where a label stands: one part as in Z's header, or region and sector; -1 when nowhere. */
  int find(List<String> label) {
    Integer at = position.get(label);
    if (at == null && label.size() > 2) {
      at = position.get(List.of(label.getFirst(), Header.join(label.subList(1, label.size()))));
    }
    if (at == null && label.size() == 1 && single) {
      at = position.get(List.of(regions.get(0).name(), label.getFirst()));
    }
    return at == null ? -1 : at;
  }

  /** The part of a column's label that names a region-sector. */
  int findColumn(Header header, int column) {
    List<String> label = header.columns().get(column);
    int region = label.size() > 1 ? Header.named(header.levelNames(), REGION) : -1;
    return region > 0 ? find(pair(header.levelNames(), label)) : find(label);
  }

  /**
   * Which index columns of a file name a region-sector.
   *
   * @param names names of the index columns
   * @param sample the labels of one row
   * @return positions of the columns, in the order region, sector
   */
  List<Integer> keyColumns(List<String> names, List<String> sample) {
    int region = Header.named(names, REGION);
    int sector = Header.named(names, SECTOR);
    var candidates = new ArrayList<List<Integer>>();
    if (region >= 0 && sector >= 0) {
      candidates.add(List.of(region, sector));
    }
    if (sample.size() >= 2) {
      candidates.add(List.of(0, 1));
    }
    for (int k = 0; k < sample.size(); k++) {
      candidates.add(List.of(k));
    }
    var all = java.util.stream.IntStream.range(0, sample.size()).boxed().toList();
    candidates.add(all);
    return candidates.stream()
        .filter(c -> find(pick(sample, c)) >= 0)
        .findFirst()
        .orElse(candidates.getFirst());
  }

  /** Some parts of a label. */
  static List<String> pick(List<String> label, List<Integer> columns) {
    return columns.stream().map(label::get).toList();
  }
}
