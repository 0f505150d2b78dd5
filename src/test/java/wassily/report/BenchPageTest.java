package wassily.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.bench.BenchOptions;
import wassily.bench.BenchReport;
import wassily.bench.BenchReport.Device;
import wassily.bench.BenchReport.Size;
import wassily.bench.Ceiling;
import wassily.bench.Machine;
import wassily.bench.PhaseTimes;
import wassily.bench.Scaling;
import wassily.bench.TableShape;
import wassily.bench.Taken;
import wassily.linalg.BackendInfo;
import wassily.linalg.timing.KernelTimes.Proof;
import wassily.linalg.timing.Spread;

/** The page, of made-up times; opened and photographed where a browser is installed. */
class BenchPageTest {
  @TempDir private Path folder;

  private static Spread around(double seconds) {
    return new Spread(List.of(seconds, seconds * 0.95, seconds * 1.1));
  }

  private static Size size(int n, double error) {
    double cube = Math.pow(n / 1000.0, 3);
    var phases =
        List.of(
            new PhaseTimes("open", around(0.02), 0, Optional.empty()),
            new PhaseTimes(
                "read", around(2e-9 * n * n), 8.0 * n * n, Optional.of(Ceiling.Kind.HOST_COPY)),
            new PhaseTimes(
                "LU", around(0.007 * cube), 2 / 3.0 * n * n * n, Optional.of(Ceiling.Kind.PRODUCT)),
            new PhaseTimes("sweep", around(0.002 * cube), 0, Optional.empty()),
            new PhaseTimes(
                "sweep: products",
                around(0.0015 * cube),
                0.2 * n * n * n,
                Optional.of(Ceiling.Kind.PRODUCT)));
    return new Size(
        TableShape.near(n),
        501,
        1024,
        "no pivoting",
        new PhaseTimes("products", around(1), 1e11, Optional.of(Ceiling.Kind.PRODUCT)),
        phases,
        List.of(new Proof("x", error, 1e-9)),
        Optional.of(new Taken(0, error > 0 ? 0.2 : 0.01)));
  }

  private static BenchReport report(double error) {
    var devices = new ArrayList<Device>();
    for (String name : List.of("cuda", "cpu")) {
      devices.add(
          new Device(
              new BackendInfo(name, "a device of the test", "a library", 2),
              List.of(
                  new Ceiling(Ceiling.Kind.PRODUCT, "matrices", around(1), 140e9),
                  new Ceiling(Ceiling.Kind.HOST_COPY, "512 MiB", around(0.1), 5e8)),
              List.of(size(1435, error), size(2500, error), size(5000, error)),
              List.of(new Scaling("LU", 2.97, 1e-9, OptionalDouble.of(0.02), 3))));
    }
    var machine = new LinkedHashMap<String, String>(Map.of("cpu", "of <the> test"));
    machine.put("cores", "2");
    machine.put("load before", "0.50 0.10 0.20");
    return new BenchReport(
        machine,
        new BenchOptions(List.of(1435, 2500, 5000), true, 0, 3, 1024, 2, 7, Path.of("."), 512, 0.5),
        OptionalDouble.of(0.3),
        Optional.empty(),
        devices,
        List.of("n = 9,800: too long"));
  }

  @Test
  void tellsEverything() {
    String html = BenchPage.of(report(0));
    for (String part :
        List.of(
            "of &lt;the&gt; test",
            "n = 2,500: 50 regions × 50 sectors",
            "Left out: n = 9,800: too long",
            "± 0.25", // Student's t for one degree of freedom is 12.71
            "products in the same rounds: 91 GFLOP/s to 105 GFLOP/s, 68 % of the ceiling",
            "0 % stolen, 1 % with other programs",
            "1 checks passed",
            "147 GFLOP/s")) {
      assertTrue(html.contains(part), part);
    }
    assertFalse(html.contains("class=\"bad\""));
    assertTrue(BenchPage.of(report(1)).contains("these times mean nothing"));
    assertTrue(BenchPage.of(report(1)).contains("20 % with other programs: DISTURBED"));
    assertTrue(Machine.busy(Map.of("cores", "2", "load before", "0.51 0 0")).isPresent());
  }

  @Test
  void isDrawnByABrowser() throws Exception {
    Browser browser = Browser.orSkip(folder);
    Path page = folder.resolve("bench.html");
    Files.writeString(page, BenchPage.of(report(0)));
    String document = browser.document(page);
    // Charts are drawn as SVG, whose words can be found.
    String drawn = document.replaceAll("(?s)<script>.*?</script>", "");
    assertFalse(
        drawn.contains("data-error="), "a script failed: " + drawn.lines().limit(3).toList());
    assertEquals(5, drawn.split("<svg", -1).length - 1, "charts");
    for (String word :
        List.of(
            ">LU, cuda</text>", ">n, rows of Z</text>", ">1,435</text>", ">% of the ceiling<")) {
      assertTrue(drawn.contains(word), word);
    }
    BufferedImage picture = ImageIO.read(browser.photograph(page, 1160, 3000).toFile());
    assertEquals(1160, picture.getWidth());
    var colours = new HashSet<Integer>();
    for (int y = 0; y < picture.getHeight(); y += 3) {
      for (int x = 0; x < picture.getWidth(); x += 3) {
        colours.add(picture.getRGB(x, y));
      }
    }
    // LU's colour in the legend and lines: Okabe and Ito's blue is the first series.
    assertTrue(colours.contains(0xff0072b2), "nothing is drawn in the first colour");
    assertTrue(colours.size() > 20, colours.size() + " colours");
  }
}
