package wassily.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import wassily.account.Footprint;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.table.MrioTable;

/** Footprints as text: for each stressor the totals and the largest entries. */
final class FootprintText {
  private FootprintText() {}

  private record Entry(String label, double[] values) {}

  static void print(
      PrintWriter out, MrioTable table, Footprint f, FootprintCommand.By by, int top) {
    for (int k = 0; k < f.account().stressors().size(); k++) {
      totals(out, f, k);
      switch (by) {
        case REGION -> regions(out, table, f, k, top);
        case CATEGORY -> entries(out, "region | category", categories(f, k), top);
        case PRODUCT -> entries(out, "consumer | product", products(f, k, false), top);
        case SECTOR -> entries(out, "consumer | producing sector", products(f, k, true), top);
      }
      out.println();
    }
    out.flush();
  }

  private static void totals(PrintWriter out, Footprint f, int k) {
    Stressor s = f.account().stressors().get(k);
    double produced = 0;
    double consumed = 0;
    double direct = 0;
    for (int r = 0; r < f.axes().regions().size(); r++) {
      produced += f.pba(k, r);
      consumed += f.cba(k, r);
      direct += f.direct(k, r);
    }
    out.println(s.name() + " [" + s.unit() + "]");
    out.println(
        "  footprint of all regions %s, of which direct %s; production %s"
            .formatted(
                TextTable.number(consumed), TextTable.number(direct), TextTable.number(produced)));
    for (int e = 0; e < f.axes().exogenous().size(); e++) {
      out.println(
          "  embodied in %s: %s"
              .formatted(f.axes().exogenous().get(e).name(), TextTable.number(f.exogenous(k, e))));
    }
  }

  private static void regions(PrintWriter out, MrioTable table, Footprint f, int k, int top) {
    var entries = new ArrayList<Entry>();
    double total = 0;
    for (int r = 0; r < f.axes().regions().size(); r++) {
      double cba = f.cba(k, r);
      total += cba;
      double people = table.population().isPresent() ? table.population().get()[r] : Double.NaN;
      entries.add(
          new Entry(
              f.axes().regions().get(r).name(),
              new double[] {cba, f.pba(k, r), f.imports(k, r), f.exports(k, r), cba / people}));
    }
    boolean perHead = table.population().isPresent();
    var header = new ArrayList<>(List.of("region", "D_cba", "share", "D_pba", "D_imp", "D_exp"));
    if (perHead) {
      header.add("D_cba per head");
    }
    var text = new TextTable(header.toArray(String[]::new));
    for (Entry e : largest(entries, top)) {
      var cells =
          new ArrayList<>(
              List.of(
                  e.label,
                  TextTable.number(e.values[0]),
                  TextTable.percent(e.values[0], total),
                  TextTable.number(e.values[1]),
                  TextTable.number(e.values[2]),
                  TextTable.number(e.values[3])));
      if (perHead) {
        cells.add(TextTable.number(e.values[4]));
      }
      text.add(cells.toArray(String[]::new));
    }
    text.print(out);
    more(out, entries.size(), top);
  }

  private static List<Entry> categories(Footprint f, int k) {
    var entries = new ArrayList<Entry>();
    TableAxes axes = f.axes();
    for (int s = 0; s < axes.regions().size(); s++) {
      for (int c = 0; c < axes.categories().size(); c++) {
        entries.add(new Entry(axes.columnLabel(axes.column(s, c)), new double[] {f.cba(k, s, c)}));
      }
    }
    return entries;
  }

  private static List<Entry> products(Footprint f, int k, boolean producers) {
    var entries = new ArrayList<Entry>();
    List<String> consumers = f.axes().consumerLabels();
    for (int s = 0; s < consumers.size(); s++) {
      for (int p = 0; p < f.axes().sectors().size(); p++) {
        double v = producers ? f.cbaByProducer(k, s, p) : f.cbaByProduct(k, s, p);
        entries.add(
            new Entry(
                consumers.get(s) + " | " + f.axes().sectors().get(p).name(), new double[] {v}));
      }
    }
    return entries;
  }

  private static void entries(PrintWriter out, String what, List<Entry> entries, int top) {
    double total = 0;
    for (Entry e : entries) {
      total += e.values[0];
    }
    var text = new TextTable(what, "D_cba", "share");
    for (Entry e : largest(entries, top)) {
      text.add(e.label, TextTable.number(e.values[0]), TextTable.percent(e.values[0], total));
    }
    text.print(out);
    more(out, entries.size(), top);
  }

  private static List<Entry> largest(List<Entry> entries, int top) {
    var sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingDouble((Entry e) -> e.values[0]).reversed());
    return top > 0 ? sorted.subList(0, Math.min(top, sorted.size())) : sorted;
  }

  private static void more(PrintWriter out, int all, int top) {
    if (top > 0 && all > top) {
      out.println("  … and %,d more (--top 0 prints all)".formatted(all - top));
    }
  }
}
