package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;

/**
 * Gross trade: deliveries of goods, for intermediate and final use, across the borders of regions.
 *
 * @param axes the table's labels
 * @param deliveries n × (R+E), money: what each region-sector delivers to each consumer, for
 *     intermediate use there and for final demand
 */
public record GrossTrade(TableAxes axes, HostMatrix deliveries) {
  private static final int PANEL = 64;

  /**
   * Streams Z once.
   *
   * @param table the table
   * @return deliveries of every region-sector
   * @throws IOException when Z cannot be read
   */
  public static GrossTrade of(MrioTable table) throws IOException {
    TableAxes axes = table.axes();
    int n = axes.n();
    int sectors = axes.sectors().size();
    var deliveries = Footprint.demandByConsumer(Arena.ofAuto(), table);
    var values = new double[n];
    try (var arena = Arena.ofConfined()) {
      var host = HostMatrix.allocate(arena, Math.min(PANEL, n), n);
      for (int first = 0; first < n; first += PANEL) {
        var panel = host.panel(0, Math.min(PANEL, n - first));
        table.z().read(first, panel);
        for (int i = 0; i < panel.rows(); i++) {
          panel.getRow(i, values);
          double[] to = deliveries.row(first + i);
          for (int j = 0; j < n; j++) {
            to[j / sectors] += values[j];
          }
          deliveries.setRow(first + i, to);
        }
      }
    }
    return new GrossTrade(axes, deliveries);
  }

  /**
   * Gross exports of a region-sector: deliveries to every consumer but its own region.
   *
   * @param row a row of Z
   * @return money
   */
  public double exports(int row) {
    int own = row / axes.sectors().size();
    double sum = 0;
    for (int s = 0; s < axes.consumers(); s++) {
      if (s != own) {
        sum += deliveries.get(row, s);
      }
    }
    return sum;
  }
}
