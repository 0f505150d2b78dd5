package wassily.io.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wassily.label.Axis;
import wassily.label.Stressor;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;
import wassily.table.SatelliteAccount;

/** F and V out of their files, either way round. */
final class AccountReader {
  private final DemandAxis demand;
  private final List<String> ignored;
  private final boolean reorder;
  private final Arena arena;

  AccountReader(DemandAxis demand, List<String> ignored, boolean reorder, Arena arena) {
    this.demand = demand;
    this.ignored = ignored;
    this.reorder = reorder;
    this.arena = arena;
  }

  /**
   * Rows over region-sectors.
   *
   * @param names the rows' names
   * @param units their units, "" where the file has none
   * @param f K × n
   * @param fY K × R·C from columns of final demand in the same file, or null
   */
  record Block(List<String> names, List<String> units, HostMatrix f, HostMatrix fY) {}

  /**
   * The reader of F_Y for the same table.
   *
   * @return it
   */
  DirectReader direct() {
    return new DirectReader(demand, ignored, reorder, arena);
  }

  /**
   * Reads rows over region-sectors, whichever way round the file has them.
   *
   * @param file the file
   * @param wanted names of the rows wanted, none for all
   * @return the rows
   */
  Block block(LabelledMatrix file, List<String> wanted) {
    return overColumns(file) ? asRows(file, wanted) : asColumns(file, wanted);
  }

  private boolean overColumns(LabelledMatrix file) {
    for (int c = 0; c < file.columns(); c++) {
      if (demand.production().findColumn(file.header(), c) >= 0) {
        return true;
      }
    }
    return false;
  }

  private Block asRows(LabelledMatrix file, List<String> wanted) {
    var production = demand.production();
    Header header = file.header();
    int n = production.size();
    var places = new int[file.columns()];
    var columns = new Placement(file.file(), "column", n, production::text, reorder);
    boolean households = false;
    for (int c = 0; c < places.length; c++) {
      String at = "column " + (c + 1) + " of the numbers";
      int found = production.findColumn(header, c);
      int of = found >= 0 ? -1 : demand.find(header.levelNames(), header.columns().get(c));
      if (of >= 0) {
        places[c] = n + of;
        households = true;
      } else if (ignored.contains(header.column(c))) {
        places[c] = -1;
      } else {
        places[c] = columns.place(found, header.column(c), at);
      }
    }
    columns.end();
    List<Integer> rows = select(names(file), wanted, file.file());
    var f = HostMatrix.allocate(arena, rows.size(), n);
    var fY = households ? HostMatrix.allocate(arena, rows.size(), demand.regionalColumns()) : null;
    var into = new double[n + (households ? demand.regionalColumns() : 0)];
    for (int k = 0; k < rows.size(); k++) {
      double[] from = file.row(rows.get(k));
      for (int c = 0; c < places.length; c++) {
        if (places[c] >= 0) {
          into[places[c]] = from[c];
        }
      }
      f.setRow(k, java.util.Arrays.copyOf(into, n));
      if (households) {
        fY.setRow(k, java.util.Arrays.copyOfRange(into, n, into.length));
      }
    }
    return new Block(pick(names(file), rows), pick(units(file), rows), f, fY);
  }

  private Block asColumns(LabelledMatrix file, List<String> wanted) {
    int[] rows = DemandReader.rows(file, demand.production(), reorder);
    var all = new ArrayList<String>();
    for (int c = 0; c < file.columns(); c++) {
      all.add(file.header().column(c));
    }
    List<Integer> columns = select(all, wanted, file.file());
    columns = columns.stream().filter(c -> !ignored.contains(all.get(c))).toList();
    var f = HostMatrix.allocate(arena, columns.size(), demand.production().size());
    for (int i = 0; i < rows.length; i++) {
      double[] from = file.row(i);
      for (int k = 0; k < columns.size(); k++) {
        f.set(k, rows[i], from[columns.get(k)]);
      }
    }
    return new Block(
        pick(all, columns), java.util.Collections.nCopies(columns.size(), ""), f, null);
  }

  /** The names of a file's rows: its index columns without the one that holds units, joined. */
  static List<String> names(LabelledMatrix file) {
    int unit = unitColumn(file.header());
    var names = new ArrayList<String>();
    for (int i = 0; i < file.rows(); i++) {
      var parts = new ArrayList<>(file.labels(i));
      if (unit >= 0) {
        parts.remove(unit);
      }
      names.add(Header.join(parts));
    }
    return names;
  }

  private static List<String> units(LabelledMatrix file) {
    int unit = unitColumn(file.header());
    var units = new ArrayList<String>();
    for (int i = 0; i < file.rows(); i++) {
      units.add(unit < 0 ? "" : file.labels(i).get(unit));
    }
    return units;
  }

  /** The column named unit; the last of several columns without names. */
  private static int unitColumn(Header header) {
    List<String> names = header.indexNames();
    int named = names.size() < 2 ? -1 : Header.named(names, "unit", "units");
    boolean blank = names.size() > 1 && names.stream().allMatch(String::isEmpty);
    return blank ? names.size() - 1 : named;
  }

  /** Where names stand among all; all positions when no name is wanted. */
  static List<Integer> select(List<String> all, List<String> wanted, String file) {
    var at = new HashMap<String, Integer>();
    for (int i = 0; i < all.size(); i++) {
      Integer before = at.putIfAbsent(all.get(i), i);
      if (before != null && (wanted.isEmpty() || wanted.contains(all.get(i)))) {
        throw new BadDataException(
            "%s: duplicate label \"%s\", entries %d and %d"
                .formatted(file, all.get(i), before + 1, i + 1));
      }
    }
    if (wanted.isEmpty()) {
      return java.util.stream.IntStream.range(0, all.size()).boxed().toList();
    }
    var rows = new ArrayList<Integer>();
    for (String w : wanted) {
      if (!at.containsKey(w)) {
        throw new BadDataException(
            "%s: no row or column \"%s\"; it has %s"
                .formatted(file, w, all.size() > 12 ? all.subList(0, 12) + " …" : all));
      }
      rows.add(at.get(w));
    }
    return rows;
  }

  private static List<String> pick(List<String> all, List<Integer> rows) {
    return rows.stream().map(all::get).toList();
  }

  /**
   * Makes an account.
   *
   * @param name its name
   * @param block F, and F_Y where the same file had it
   * @param fY F_Y from a file of its own, or null
   * @param units each stressor's unit from a file of its own; possibly empty
   * @param unit the unit of stressors that have none otherwise
   * @return the account
   */
  SatelliteAccount account(
      String name, Block block, HostMatrix fY, Map<String, String> units, String unit) {
    var stressors = new ArrayList<Stressor>();
    for (int k = 0; k < block.names.size(); k++) {
      String label = block.names.get(k);
      String own = units.getOrDefault(label, block.units.get(k));
      stressors.add(own.isEmpty() ? Stressor.parse(label, unit) : new Stressor(label, own));
    }
    HostMatrix direct = fY != null ? fY : block.fY;
    return new SatelliteAccount(
        name,
        axis(name, stressors),
        block.f,
        direct != null
            ? direct
            : HostMatrix.allocate(arena, stressors.size(), demand.regionalColumns()));
  }

  private static Axis<Stressor> axis(String name, List<Stressor> stressors) {
    try {
      return Axis.of("stressor", stressors);
    } catch (IllegalArgumentException e) {
      throw new BadDataException("satellite account " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file that gives the unit of each row in its last column.
   *
   * @param file the file
   * @param format how it is written
   * @param names the rows that must be there
   * @return unit by name
   * @throws IOException when it cannot be read
   */
  static Map<String, String> units(TextFile file, TextFormat format, List<String> names)
      throws IOException {
    var units = new HashMap<String, String>();
    for (List<String> row : TextRows.read(file, format)) {
      if (row.size() >= 2) {
        units.put(Header.join(row.subList(0, row.size() - 1)), row.getLast());
      }
    }
    for (String name : names) {
      if (!units.containsKey(name)) {
        throw new BadDataException(
            "%s: no unit for \"%s\"; expected a line with it and its unit"
                .formatted(file.name(), name));
      }
    }
    return units;
  }
}
