package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/** Headerless matrices with label files, as city tables are distributed. */
class MatrixFolderTest {
  @TempDir Path folder;
  private MatrixFolderOptions options;

  @BeforeEach
  void files() throws IOException {
    file("regions.csv", "city\nBeijing\nTianjin\n");
    file("sectors.csv", "Coal\n\"Iron, steel\"\n");
    file("Z.csv", "1,2,3,4\n5,6,7,8\n1,1,1,1\n2,2,2,2\n");
    file("Y.csv", "50,40\n34,40\n46,50\n42,50\n");
    options = MatrixFolderOptions.of(folder, ImportSettings.DEFAULT);
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private MrioTable read() throws IOException {
    return MatrixFolderImporter.read(options, Progress.NONE);
  }

  private void refused(String... parts) {
    var e = assertThrows(BadDataException.class, () -> read().close());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), part + " ∉ " + e.getMessage());
    }
  }

  @Test
  void oneColumnOfDemandForEachRegionNeedsNoCategories() throws Exception {
    try (var table = read()) {
      assertEquals("Tianjin | Iron, steel", table.axes().rowLabel(3));
      assertEquals(List.of("final demand"), table.axes().categories().texts());
      assertArrayEquals(new double[] {100, 100, 100, 100}, table.x());
    }
    assertEquals(ImportFormat.MATRICES, ImportFormat.detect(folder).format());
  }

  @Test
  void exportsAreOneMoreConsumer() throws Exception {
    file("EX.csv", "1,2,3,4\n");
    file("VA.csv", "91\n89\n87\n85\n".replace("\n", ",").replaceAll(",$", "\n"));
    file("F.csv", "1,2,3,4\n5,6,7,8\n");
    file("stressors.csv", "name,unit\nCO2,Mt\nNOx,kt\n");
    try (var table = read()) {
      assertEquals(List.of("foreign export"), table.axes().exogenous().texts());
      assertArrayEquals(new double[] {46, 50, 3}, table.y().row(2));
      assertArrayEquals(new double[] {101, 102, 103, 104}, table.x());
      assertEquals("value added", table.primaryInputs().get(0).name());
      var account = table.satellite("extensions");
      assertEquals("Mt", account.stressors().get(0).unit());
      assertEquals("NOx", account.stressors().get(1).name());
      assertArrayEquals(new double[] {5, 6, 7, 8}, account.f().row(1));
      assertArrayEquals(new double[] {0, 0}, account.fY().row(1));
    }
  }

  @Test
  void coefficientsTimesOutput() throws Exception {
    Files.delete(folder.resolve("Z.csv"));
    file("A.csv", ".01,.02,.03,.04\n.05,.06,.07,.08\n.01,.01,.01,.01\n.02,.02,.02,.02\n");
    refused("A without x");
    file("x.csv", "100\n100\n100\n100\n");
    try (var table = read()) {
      assertEquals(5, ((HostMatrix) table.z()).get(1, 0));
    }
  }

  @Test
  void shapesAreTold() throws Exception {
    file("Z.csv", "1,2,3\n4,5,6\n7,8,9\n");
    refused("Z.csv: 3 columns", "4 rows and 4 columns");
    file("Z.csv", "1,2,3,4\n5,6,7,8\n1,1,1,1\n");
    refused("Z.csv: 3 rows", "\"Tianjin | Iron, steel\"");
    file("Z.csv", "1,2,3,4\n5,6,7,8\n1,1,1,1\n2,2,2,2\n3,3,3,3\n");
    refused("Z.csv line 5", "more than the 4 rows");
    file("Z.csv", "1,2,3,4\n5,6,7,8\n1,1,1,1\n2,2,2,2\n");
    file("Y.csv", "50,34,46,42\n40,40,50,50\n");
    refused("Y.csv: 4 columns", "other way round");
    file("Y.csv", "50,40\n34,40\n46,50\n42,50\n");
    file("x.csv", "1\n2\n3\n");
    refused("x.csv: 3 × 1", "ask for 4");
  }

  @Test
  void cellsAreNamedByTheirLabels() throws Exception {
    file("Z.csv", "1,2,3,4\n5,,7,8\n1,1,1,1\n2,2,2,2\n");
    refused("Z.csv line 2", "row \"Beijing | Iron, steel\", column \"Beijing | Iron, steel\"");
    file("Z.csv", "1,2,3,4\n5,6,7,8\n1,1,1,-\n2,2,2,2\n");
    refused("Z.csv line 3", "column \"Tianjin | Iron, steel\"", "\"-\"");
  }

  @Test
  void missingFilesAreNamedWithTheNamesLookedFor() throws Exception {
    Files.delete(folder.resolve("Y.csv"));
    refused("no file for Y", "[Y, FD]", "--y NAME");
    file("demand.csv", "50,40\n34,40\n46,50\n42,50\n");
    options = options.withFile(MatrixPart.Y, "demand.csv");
    try (var table = read()) {
      assertEquals(2, table.y().columns());
    }
    options = options.withFile(MatrixPart.Y, "nothing.csv");
    refused("no file \"nothing.csv\"", "demand.csv");
    Files.delete(folder.resolve("sectors.csv"));
    refused("no labels of regions and sectors", "multi_reg_sectors.csv");
  }

  @Test
  void duplicateRegion() throws Exception {
    file("regions.csv", "Beijing\nBeijing\n");
    refused("duplicate label \"Beijing | Coal\"");
  }

  @Test
  void transposedZIsRefusedWhenOutputIsKnown() throws Exception {
    file("x.csv", "100,100,100,100\n");
    try (var table = read()) {
      assertEquals(4, table.axes().n());
    }
    file("Z.csv", "1,5,1,2\n2,6,1,2\n3,7,1,2\n4,8,1,2\n");
    refused("Z.csv", "the other way round", "transpose Z");
  }
}
