package wassily.account;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import wassily.label.Axis;
import wassily.label.NamePattern;
import wassily.label.Stressor;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** Puts chosen stressors of a table's satellite accounts under each other, as one account. */
public final class StressorSelection {
  private StressorSelection() {}

  private record Row(SatelliteAccount account, int row) {
    Stressor stressor() {
      return account.stressors().get(row);
    }
  }

  /**
   * The stressors that match any of the patterns, in the order of the table.
   *
   * @param table the table
   * @param patterns names of accounts or stressors, or {@code account:stressor}; case-insensitive,
   *     {@code *} is a wildcard; none means all
   * @return one account; a stressor whose name stands in two accounts is called "account: stressor"
   * @throws BadDataException when the table has no satellite account or a pattern matches nothing
   */
  public static SatelliteAccount select(MrioTable table, List<String> patterns) {
    if (table.satellites().isEmpty()) {
      throw new BadDataException(
          "the table \"%s\" has no satellite account; import it again with one (F), or use --of value-added"
              .formatted(table.info().title()));
    }
    var all = new ArrayList<Row>();
    for (SatelliteAccount a : table.satellites()) {
      for (int k = 0; k < a.stressors().size(); k++) {
        all.add(new Row(a, k));
      }
    }
    var chosen = patterns.isEmpty() ? all : matching(all, patterns);
    return stack(table, chosen);
  }

  private static List<Row> matching(List<Row> all, List<String> patterns) {
    var kept = new HashSet<Row>();
    for (String pattern : patterns) {
      var regex = NamePattern.of(pattern);
      var found =
          all.stream()
              .filter(
                  r ->
                      regex.matcher(r.account.name()).matches()
                          || regex.matcher(r.stressor().name()).matches()
                          || regex.matcher(r.account.name() + ":" + r.stressor().name()).matches())
              .toList();
      if (found.isEmpty()) {
        throw new BadDataException(
            "no stressor \"%s\"; there are: %s"
                .formatted(
                    pattern,
                    String.join(
                        ", ", all.stream().map(r -> r.stressor().name()).limit(20).toList())));
      }
      kept.addAll(found);
    }
    return all.stream().filter(kept::contains).toList();
  }

  private static SatelliteAccount stack(MrioTable table, List<Row> rows) {
    Map<String, Integer> uses = new HashMap<>();
    rows.forEach(r -> uses.merge(r.stressor().name(), 1, Integer::sum));
    var arena = Arena.ofAuto();
    var f = HostMatrix.allocate(arena, rows.size(), table.axes().n());
    var fY = HostMatrix.allocate(arena, rows.size(), table.axes().regionalColumns());
    var labels = new ArrayList<Stressor>();
    var accounts = new ArrayList<String>();
    for (int k = 0; k < rows.size(); k++) {
      Row r = rows.get(k);
      f.setRow(k, r.account.f().row(r.row));
      fY.setRow(k, r.account.fY().row(r.row));
      String name = r.stressor().name();
      labels.add(
          uses.get(name) == 1
              ? r.stressor()
              : new Stressor(r.account.name() + ": " + name, r.stressor().unit()));
      accounts.add(r.account.name());
    }
    String name = String.join("+", accounts.stream().distinct().toList()).toLowerCase(Locale.ROOT);
    return new SatelliteAccount(name, Axis.of("stressor", labels), f, fY);
  }
}
