package wassily.io.matlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import wassily.io.hdf5.MatrixFiles;
import wassily.io.text.MatrixPart;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;

/**
 * Matrices that lie the other way round: sums tell, and the one line names the option that cures
 * it.
 */
class TurnedMatricesTest extends SpoiledMatrices {
  private static final String TURNED =
      "lies the other way round: Z·1 + Y·1 misses x by 12.7 %, transposed by 0.00 %;"
          + " rows must be the sellers and columns the buyers: ";

  private List<String> warnings(MatlabOptions options) throws IOException {
    var read = MatlabImporter.read(options, Progress.NONE);
    read.table().close();
    return read.warnings().stream().map(w -> w.replace(folder + "/", "")).toList();
  }

  private void turn(String... names) {
    for (String name : names) {
      matrices.put(name, MatrixFiles.transposed(matrices.get(name)));
    }
  }

  @Test
  void aTransposedZIsRefusedAndTheOptionThatIsNamedCuresIt() throws IOException {
    turn("Z");
    MatlabOptions options = matlab();
    assertEquals("t.mat:Z: " + TURNED + "add --transposed Z (the rest fits: FD)", refused(options));
    try (var t = MatlabImporter.read(transposed(options, "Z"), Progress.NONE).table()) {
      Tables.same(SmallTable.Z, t.z(), "Z");
    }
  }

  @Test
  void aZWronglySaidToBeTransposedIsRefused() throws IOException {
    assertEquals(
        "t.mat:Z: " + TURNED + "leave Z out of --transposed", refused(transposed(matlab(), "Z")));
  }

  /** One sector and R·C = n: every matrix is square, so that only sums can tell. */
  @Test
  void aWholeFileInTheOtherLayoutIsRefusedAndTheOptionThatIsNamedCuresIt() throws IOException {
    Files.writeString(folder.resolve("cities.txt"), "a\nb\nc\nd\ne\nf\n");
    Files.writeString(folder.resolve("sectors.txt"), "all\n");
    // Diagonal, so that FD is right both ways and Z alone decides.
    HostMatrix fd = HostMatrix.allocate(Arena.ofAuto(), 6, 6);
    double[] demand = {35, 99, 157, 30, 90, 125};
    for (int i = 0; i < 6; i++) {
      fd.set(i, i, demand[i]);
    }
    matrices.put("FD", fd);
    matrices.remove("EY");
    matrices.remove("pop");
    Path file = SmallTable.write(folder.resolve("t.h5"), false, matrices);
    var full = SmallTable.options(file, folder);
    var options =
        without(
            new MatlabOptions(
                file,
                Optional.of(MatrixLayout.COLUMNS),
                Set.of(),
                full.names(),
                full.inputs(),
                List.of(),
                "foreign export",
                List.of(),
                "",
                full.settings()),
            MatrixPart.POPULATION);
    assertEquals(
        "t.h5:Z: "
            + TURNED
            + "add --layout rows if the whole file lies so, or --transposed Z if only this matrix does",
        refused(options));
    try (var t =
        MatlabImporter.read(options.lying(Optional.of(MatrixLayout.ROWS), Set.of()), Progress.NONE)
            .table()) {
      Tables.same(SmallTable.Z, t.z(), "Z");
    }
  }

  @Test
  void primaryInputsTellTheWayRoundWhereThereIsNoX() throws IOException {
    assertEquals(List.of(), warnings(without(matlab(), MatrixPart.X)));
    Files.delete(folder.resolve("t.mat"));
    turn("Z");
    // Rows and columns balance in SmallTable, so Z·1 + Y·1 − Zᵀ·1 − Vᵀ·1 of the turned Z is twice
    // what it misses x by.
    assertEquals(
        "t.mat:Z: lies the other way round: Z·1 + Y·1 misses the column sums of Z and V by 25.4 %,"
            + " transposed by 0.00 %; rows must be the sellers and columns the buyers:"
            + " add --transposed Z (the rest fits: FD)",
        refused(without(matlab(), MatrixPart.X)));
  }

  @Test
  void aTransposedAIsRefused() throws IOException {
    HostMatrix a = HostMatrix.allocate(Arena.ofAuto(), 6, 6);
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        a.set(j, i, SmallTable.Z.get(i, j) / SmallTable.GO[j]);
      }
    }
    matrices.put("A", a);
    var options = without(matlab().with(MatrixPart.A, "A"), MatrixPart.Z);
    String line = refused(options);
    assertTrue(line.startsWith("t.mat:A: lies the other way round: A·x + Y·1 misses x by "), line);
    assertTrue(line.endsWith("add --transposed A (the rest fits: FD)"), line);
    MatlabImporter.read(transposed(options, "A"), Progress.NONE).table().close();
  }

  @Test
  void whatNothingCanTellIsAWarning() throws IOException {
    var o = without(matlab().withInputs(List.of(), List.of()), MatrixPart.X);
    assertEquals(
        List.of(
            "t.mat:Z: nothing tells which way round it lies: there is no x (--x) and no V (--v); it"
                + " is taken with rows as sellers and columns as buyers, if that is wrong add"
                + " --transposed Z (the rest fits: FD)"),
        warnings(o));
  }

  @Test
  void anXThatFitsNeitherWayIsAWarning() throws IOException {
    double[] x = SmallTable.GO.clone();
    for (int i = 0; i < x.length; i++) {
      x[i] *= 1.1;
    }
    matrices.put("GO", HostMatrix.of(x));
    String warning = warnings(matlab().withInputs(List.of(), List.of())).getFirst();
    // 10 % of 110 %.
    assertTrue(warning.contains("Z·1 + Y·1 misses x by 9.09 %, transposed by "), warning);
  }

  @Test
  void aFileThatMatlabDidNotWriteNeedsALayout() throws IOException {
    assertEquals(
        "t.h5:Z: has no attribute of MATLAB's, so nothing says in which order its numbers stand; add"
            + " --layout rows (written by h5py, C or Java) or --layout columns (MATLAB, Julia,"
            + " Fortran)",
        refused(plain(null)));
    Files.delete(folder.resolve("t.h5"));
    assertEquals(
        "t.h5:FD: is 2 × 6, expected 6 rows (region-sectors) and the columns of Y; it lies the other"
            + " way round: add --layout rows if the whole file lies so, or --transposed FD if only"
            + " this matrix does",
        refused(plain(MatrixLayout.COLUMNS)));
  }
}
