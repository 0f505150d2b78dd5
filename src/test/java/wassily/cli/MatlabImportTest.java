package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.MatrixFiles;
import wassily.io.hdf5.TableFile;
import wassily.linalg.HostMatrix;

/** {@code wassily import} of matrices in HDF5: arguments, exit codes, what it says. */
class MatlabImportTest {
  /** One sector, so that the regions' sales are Z; x = row sums: 60, 90. */
  private static final HostMatrix Z = HostMatrix.of(new double[] {10, 20}, new double[] {5, 30});

  private static final HostMatrix FD = HostMatrix.of(new double[] {28, 2}, new double[] {4, 51});

  @TempDir Path folder;
  private Path out;

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void writeLabels() throws IOException {
    Files.writeString(folder.resolve("cities.txt"), "Ürümqi\nXi'an\n");
    Files.writeString(folder.resolve("sectors.txt"), "all\n");
    out = folder.resolve("out.h5");
  }

  private Path file(String name, boolean matlab, HostMatrix z) throws IOException {
    return (matlab ? MatrixFiles.matlab() : MatrixFiles.plain())
        .matrix("Z", z)
        .matrix("FD", FD)
        .row("GO", 60, 90)
        .row("E", 3, 4)
        .write(folder.resolve(name), 0);
  }

  private Run run(Path source, String... more) {
    var args = new ArrayList<>(List.of("import", source.toString(), "-o", out.toString()));
    args.addAll(List.of("--regions", folder.resolve("cities.txt").toString()));
    args.addAll(List.of("--sectors", folder.resolve("sectors.txt").toString()));
    args.addAll(List.of(more));
    var stdout = new StringWriter();
    var stderr = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(stdout), new PrintWriter(stderr, true), args.toArray(String[]::new));
    return new Run(code, stdout.toString(), stderr.toString());
  }

  private void assertZ(HostMatrix expected) throws IOException {
    try (var t = TableFile.open(out, 1)) {
      var z = HostMatrix.of(new double[2], new double[2]);
      t.z().read(0, z);
      assertEquals(-1, expected.segment().mismatch(z.segment()));
      assertEquals(List.of("Ürümqi", "Xi'an"), t.axes().regions().texts());
    }
  }

  @Test
  void importsByNames() throws IOException {
    Path mat = file("t.mat", true, Z);
    Run run = run(mat, "--z", "Z", "--y", "FD", "--x", "GO", "--f", "CO2=E", "--unit", "CNY");
    assertEquals(Exit.OK, run.code, run.err);
    assertEquals(out + System.lineSeparator(), run.out);
    assertTrue(run.err.contains("t.mat, 2 regions × 1 sectors, 1 stressors"), run.err);
    assertFalse(run.err.contains("way round"), run.err);
    assertZ(Z);
  }

  @Test
  void refusesATransposedZUntilToldSo() throws IOException {
    Path mat = file("t.mat", true, MatrixFiles.transposed(Z));
    String[] names = {"--z", "Z", "--y", "FD", "--x", "GO", "--f", "CO2=E"};
    Run refused = run(mat, names);
    assertEquals(Exit.BAD_DATA, refused.code);
    assertTrue(refused.err.contains("t.mat:Z: lies the other way round"), refused.err);
    assertTrue(refused.err.contains("--transposed Z"), refused.err);
    assertFalse(Files.exists(out), "nothing half-written");
    var told = new ArrayList<>(List.of(names));
    told.addAll(List.of("--transposed", "Z"));
    Run run = run(mat, told.toArray(String[]::new));
    assertEquals(Exit.OK, run.code, run.err);
    assertZ(Z);
  }

  @Test
  void readsPlainHdf5InTheLayoutNamed() throws IOException {
    Path plain = file("t.hdf5", false, Z);
    Run refused = run(plain, "--z", "Z", "--y", "FD");
    assertEquals(Exit.BAD_DATA, refused.code);
    assertTrue(refused.err.contains("--layout rows"), refused.err);
    Run run = run(plain, "--layout", "rows", "--z", "Z", "--y", "FD", "--x", "GO");
    assertEquals(Exit.OK, run.code, run.err);
    assertZ(Z);
  }

  @Test
  void warnsWhenNothingTellsTheWayRound() throws IOException {
    Run run = run(file("t.mat", true, Z), "--z", "Z", "--y", "FD", "--f", "CO2=E");
    assertEquals(Exit.OK, run.code, run.err);
    assertTrue(
        run.err.contains("warning: " + folder.resolve("t.mat") + ":Z: nothing tells"), run.err);
  }

  @Test
  void wrongArgumentsAreUsageErrors() throws IOException {
    Path mat = file("t.mat", true, Z);
    Run noAccount = run(mat, "--z", "Z", "--y", "FD", "--fy", "CO2=E");
    assertEquals(Exit.USAGE, noAccount.code);
    assertTrue(noAccount.err.contains("--fy CO2=…: there is no --f CO2=…"), noAccount.err);
    Run units = run(mat, "--z", "Z", "--y", "FD", "--units", "CO2=u.txt");
    assertEquals(Exit.USAGE, units.code);
    assertTrue(units.err.contains("--imported-z and --units are for labelled"), units.err);
    Run layout = run(folder, "--format", "matrices", "--layout", "rows");
    assertEquals(Exit.USAGE, layout.code);
    assertTrue(layout.err.contains("--layout and --transposed are for MATLAB"), layout.err);
  }
}
