package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.WriteOptions;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;

class CompareTest {
  @TempDir private Path folder;

  private static ResultArray array(String name, List<String> regions, double[]... values) {
    return new ResultArray(
        name,
        "kt",
        "made up",
        List.of(new ResultAxis("stressor", List.of("CO2", "NOx")), new ResultAxis("r", regions)),
        HostMatrix.of(values));
  }

  private Path stored(String name, ResultArray... arrays) throws Exception {
    Path file = folder.resolve(name);
    var set = new ResultSet("made up", List.of(arrays), new Certificate(List.of()), Map.of());
    ResultFile.write(set, file, new WriteOptions(false, 0, 1), Progress.NONE);
    return file;
  }

  private static final List<String> AB = List.of("A", "B");

  @Test
  void theLargestDifferenceOfEveryArrayWithItsLabels() throws Exception {
    Path a = stored("a.h5", array("D", AB, new double[] {1, 2}, new double[] {4, Double.NaN}));
    Path b = stored("b.h5", array("D", AB, new double[] {1, 2}, new double[] {5, Double.NaN}));
    var told = Cli.run("compare", a, b, "--json");
    assertEquals(Exit.FAILED, told.code());
    assertEquals(0.2, told.json().at("/arrays/0/largest").doubleValue());
    assertEquals("NOx, A: 4.0 and 5.0", told.json().at("/arrays/0/where").asText());
    assertFalse(told.json().get("equal").asBoolean());
    var text = Cli.run("compare", a, b, "--tolerance", 0.2).ok();
    assertTrue(text.out().contains("equal: 2.00e-01, tolerance 2.00e-01"), text.out());
    var same = Cli.run("compare", a, a, "--tolerance", 0).ok();
    assertTrue(same.out().contains("equal: 0.00e+00"), same.out());
  }

  /** A cell of 1e-9 beside one of 1 is 1e-5 of what differences are measured against: 1e-4. */
  @Test
  void smallCellsAreMeasuredAgainstTheLargestOfTheirStressor() throws Exception {
    Path a = stored("a.h5", array("D", AB, new double[] {1, 0}, new double[] {0, 0}));
    Path b = stored("b.h5", array("D", AB, new double[] {1, 1e-9}, new double[] {0, 0}));
    var told = Cli.run("compare", a, b, "--json");
    assertEquals(1e-5, told.json().get("largest").doubleValue(), Math.ulp(1e-5));
    Path c = stored("c.h5", array("D", AB, new double[] {1, 0}, new double[] {0, 1e-9}));
    // The other stressor has nothing larger: there it is a whole.
    assertEquals(1, Cli.run("compare", a, c, "--json").json().get("largest").doubleValue());
  }

  @Test
  void whatCannotBeComparedDiffers() throws Exception {
    var d = array("D", AB, new double[] {1, 2}, new double[] {3, 4});
    Path a = stored("a.h5", d, array("T", AB, new double[] {1, 2}, new double[] {3, 4}));
    Path b = stored("b.h5", d);
    Path c =
        stored("c.h5", array("D", List.of("A", "C"), new double[] {1, 2}, new double[] {3, 4}));
    Path e = stored("e.h5", array("D", AB, new double[] {1, 2}, new double[] {3, Double.NaN}));
    for (Path other : List.of(b, c, e)) {
      var told = Cli.run("compare", a, other, "--tolerance", 1e300);
      assertEquals(Exit.FAILED, told.code(), told.out());
      assertTrue(told.out().contains("DIFFERENT: Infinity"), told.out());
    }
    assertTrue(Cli.run("compare", a, b).out().contains("only in the first"));
    assertTrue(Cli.run("compare", b, a).out().contains("only in the second"));
    assertTrue(Cli.run("compare", a, c).out().contains("other axes"));
  }

  @Test
  void wrongTolerancesAndFilesAreRefused() throws Exception {
    Path a = stored("a.h5", array("D", AB, new double[] {1, 2}, new double[] {3, 4}));
    Cli.run("compare", a, a, "--tolerance", "NaN").refused(Exit.USAGE, "--tolerance");
    Cli.run("compare", a, folder.resolve("no.h5")).refused(Exit.BAD_DATA, "no.h5");
  }
}
