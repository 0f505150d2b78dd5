package wassily.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.progress.Progress;
import wassily.table.PanelSums;
import wassily.testdata.RealTables;

/** WIOD 2009 with CO2: all 41 regions as the cluster, against pymrio's bilateral flows. */
class NetworkWiodTest {
  /** What method.md gives is rounded to three digits. */
  private static final double PRINTED = 0.0005;

  /** The reference was computed by another LU; backward error 16·n·eps, cond₁(I−A) = 7.3. */
  private static final double PEER = 16 * 1435 * Math.ulp(1.0) * 7.3 * 10;

  @Test
  void imbalance() throws IOException {
    double[][] reference = reference();
    NetworkTables.solved(
        RealTables.wiod2009Co2(),
        (system, in) -> {
          int[] all = NetworkTables.all(in);
          double[] columns = PanelSums.of(system.table().z(), 2, Progress.NONE).columns();
          var added = new double[columns.length];
          for (int j = 0; j < added.length; j++) {
            added[j] = in.x()[j] == 0 ? 0 : in.x()[j] - columns[j];
          }
          double[] byOutput = in.intensities(in.x(), "output", all);
          double[] byAdded = in.intensities(added, "value added", all);
          double output = Imbalance.byRegion(in.t(), all, byOutput).share();
          double value = Imbalance.byRegion(in.t(), all, byAdded).share();
          assertEquals(0.684, output, PRINTED);
          assertEquals(0.693, value, PRINTED);
          // Recomputed from the peer's flows by the definition.
          assertEquals(share(reference, byOutput), output, PEER);
          assertEquals(share(reference, byAdded), value, PEER);
          var flows = ImbalanceFlows.of(system, in, all);
          var sectors = Imbalance.total(Imbalance.bySector(flows));
          assertEquals(0.684, sectors.share(), PRINTED);
          double off = 0;
          for (int r = 0; r < all.length; r++) {
            for (int s = 0; s < all.length; s++) {
              off += r == s ? 0 : reference[r][s];
            }
          }
          assertEquals(off, sectors.all(), PEER * off, "the sectors' flows are all flows");
          return null;
        });
  }

  private static double share(double[][] t, double[] intensity) {
    double down = 0;
    double up = 0;
    for (int r = 0; r < t.length; r++) {
      for (int s = 0; s < t.length; s++) {
        down += intensity[r] > intensity[s] ? t[r][s] : 0;
        up += intensity[r] < intensity[s] ? t[r][s] : 0;
      }
    }
    return down / (down + up);
  }

  private static double[][] reference() throws IOException {
    Path csv =
        RealTables.folder("wiod2013-co2")
            .resolve("expected/CO2_source_region_by_final_consumer_kt_2009.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(csv));
    assertEquals(42, lines.size());
    return IntStream.rangeClosed(1, 41)
        .mapToObj(
            r ->
                Arrays.stream(lines.get(r).split(","))
                    .skip(1)
                    .mapToDouble(Double::parseDouble)
                    .toArray())
        .toArray(double[][]::new);
  }
}
