package wassily.io.matlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.io.hdf5.MatrixFiles;
import wassily.io.text.MatrixPart;
import wassily.linalg.HostMatrix;

/** Each thing that can be wrong with a file of matrices, and the one line that says so. */
class WrongMatricesTest extends SpoiledMatrices {
  /** A part, the shape it has in the file, and the line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Z   | 5 | 5 | t.mat:Z: is 5 × 5, expected n × n with n = R·S = 2 · 3 = 6
          Z   | 6 | 4 | t.mat:Z: is 6 × 4, expected n × n with n = R·S = 2 · 3 = 6
          FD  | 7 | 2 | t.mat:FD: is 7 × 2, expected 6 rows (region-sectors) and the columns of Y
          FD  | 2 | 6 | t.mat:FD: is 2 × 6, expected 6 rows (region-sectors) and the columns of Y; it lies the other way round: add --layout rows if the whole file lies so, or --transposed FD if only this matrix does
          FD  | 6 | 3 | t.mat:FD: has 3 columns, expected one for each of the 2 regions or a multiple of that; save the foreign export as a matrix of its own and name it with --exports
          FD  | 6 | 1 | t.mat:FD: has 1 columns, expected one for each of the 2 regions or a multiple of that; save the foreign export as a matrix of its own and name it with --exports
          EX  | 6 | 2 | t.mat:EX: is 6 × 2, expected 6 numbers, one consumer (sum(…, 2) of several) in a row or a column
          GO  | 1 | 5 | t.mat:GO: is 1 × 5, expected 6 numbers in a row or a column
          pop | 3 | 1 | t.mat:pop: is 3 × 1, expected 2 numbers, one a region in a row or a column
          VA  | 2 | 5 | t.mat:VA: is 2 × 5, expected the rows of V and 6 columns (region-sectors)
          VA  | 6 | 2 | t.mat:VA: is 6 × 2, expected the rows of V and 6 columns (region-sectors); it lies the other way round: add --transposed VA (the rest fits: FD)
          E   | 6 | 4 | t.mat:E: is 6 × 4, expected the stressors and 6 columns (region-sectors); it lies the other way round: add --transposed E (the rest fits: FD)
          EY  | 1 | 3 | t.mat:EY: is 1 × 3, expected 1 × 2 (stressors × regions and categories)
          """)
  void shapesAreNamedWithWhatWasExpected(String name, int rows, int columns, String line)
      throws IOException {
    matrices.put(name, HostMatrix.allocate(Arena.ofAuto(), rows, columns));
    assertEquals(line, refused(matlab()));
  }

  @Test
  void directEmissionsByRegionAskForTheirCategory() throws IOException {
    matrices.put("FD", HostMatrix.allocate(Arena.ofAuto(), 6, 4));
    MatlabOptions o = without(matlab(), MatrixPart.X);
    assertEquals(
        "t.mat:EY: is 1 × 2, expected 1 × 4 (stressors × regions and categories); one column a region"
            + " needs --household-category, one of [category 1, category 2]",
        refused(o));
    assertEquals(
        "--household-category rural: no such category; there are [category 1, category 2]",
        refused(o.withHouseholdCategory("rural")));
  }

  @Test
  void numbersThatAreNoneAreNamedByTheirLabels() throws IOException {
    HostMatrix z = HostMatrix.allocate(Arena.ofAuto(), 6, 6);
    SmallTable.Z.read(0, z);
    z.set(1, 5, Double.NaN);
    matrices.put("Z", z);
    assertEquals(
        "small: Z[North | industry, South | services] is NaN, expected a finite number; correct the"
            + " source",
        refused(matlab()));
    Files.delete(folder.resolve("t.mat"));
    double[] x = SmallTable.GO.clone();
    x[3] = Double.POSITIVE_INFINITY;
    matrices.put("GO", HostMatrix.of(x));
    assertEquals(
        "t.mat:GO[South | farms, forests] is Infinity, expected a finite number; correct the source",
        refused(matlab()));
  }

  @Test
  void whatIsMissingIsSaidWithWhatTheFileHas() throws IOException {
    String has = "Z (6 × 6), FD (6 × 2)";
    matrices.keySet().removeIf(name -> !List.of("Z", "FD").contains(name));
    var order = new java.util.LinkedHashMap<String, HostMatrix>();
    order.put("Z", matrices.get("Z"));
    order.put("FD", matrices.get("FD"));
    Path file = SmallTable.write(folder.resolve("t.mat"), true, order);
    var o = SmallTable.options(file, folder);
    assertEquals("t.mat:ZZ: not in the file; it has " + has, refused(o.with(MatrixPart.Z, "ZZ")));
    assertEquals("t.mat:EX: not in the file; it has " + has, refused(o));
    assertEquals(
        "t.mat: no name given for final demand, Y; name it with --y; the file has " + has,
        refused(without(o, MatrixPart.Y)));
    assertEquals(
        "t.mat: no name given for intermediate flows, Z; name it with --z (or A and x with --a and"
            + " --x); the file has "
            + has,
        refused(without(o, MatrixPart.Z)));
    assertEquals(
        "t.mat:A: A without x; name x with --x, or Z with --z",
        refused(without(o, MatrixPart.Z, MatrixPart.X).with(MatrixPart.A, "A")));
    assertEquals(
        "t.mat: Z and A are both named; expected one of --z and --a",
        refused(o.with(MatrixPart.A, "A")));
    assertEquals(
        "t.mat: no labels of regions; name a text file of them, one a line, or texts in the file,"
            + " with --regions",
        refused(without(o, MatrixPart.REGIONS)));
    assertEquals(
        "t.mat: no labels of sectors; name a text file of them, one a line, or texts in the file,"
            + " with --sectors",
        refused(without(o, MatrixPart.SECTORS)));
    assertEquals(
        "towns.txt: no such text file, and t.mat has no texts of that name; expected a file of"
            + " labels, one a line; it has "
            + has,
        refused(o.with(MatrixPart.REGIONS, "towns.txt")));
    assertEquals(
        "--transposed Q: no matrix of that name is read; those that are: E, EY, FD, VA, Z",
        refused(transposed(o, "Q")));
  }

  @Test
  void labelsMustFit() throws IOException {
    MatlabOptions o = matlab();
    Path list = folder.resolve("list.txt");
    var named = o.with(MatrixPart.REGIONS, list.toString());
    Files.writeString(list, "North\n\nSouth\n");
    assertEquals("list.txt line 2: blank, expected a label; remove the line", refused(named));
    Files.writeString(list, "region\n\n");
    assertEquals("list.txt: the file is empty, expected labels, one a line", refused(named));
    Files.writeString(list, "North\nNorth\n");
    assertEquals("list.txt: duplicate region \"North\": entries 1 and 2", refused(named));
    Files.write(list, new byte[] {'N', (byte) 0xB1, (byte) 0xB1, '\n'});
    assertEquals(
        "list.txt: not written in UTF-8; name its encoding with --charset", refused(named));
    Files.writeString(list, "a\nb\nc\n");
    assertEquals("t.mat:Z: is 6 × 6, expected n × n with n = R·S = 3 · 3 = 9", refused(named));
    assertEquals(
        "t.mat:FD: has 2 columns, expected R·C = 2 · 3 = 6 with the categories of list.txt",
        refused(o.with(MatrixPart.CATEGORIES, list.toString())));
    assertEquals(
        "list.txt: has 3 labels, V (VA) has 1 rows",
        refused(o.with(MatrixPart.INPUTS, list.toString())));
    assertEquals(
        "primary inputs: no row \"imports\" in V, which --import-rows names; it has [value added]",
        refused(o.withInputs(List.of("VA"), List.of("imports"))));
    assertEquals(
        "list.txt: has 3 labels, t.mat:E has 1 rows",
        refused(
            o.withAccount(
                new MatlabOptions.Account(
                    "NOx", "E", Optional.empty(), Optional.of(list.toString()), ""))));
    Files.writeString(list, "foreign export\nSouth\n");
    assertEquals(
        "t.mat: \"foreign export\" is a region and an exogenous consumer at the same time",
        refused(named));
  }

  @Test
  void filesThatAreNoMatlab73AreRefused() throws IOException {
    Path old = folder.resolve("t.mat");
    Files.writeString(
        old, "MATLAB 5.0 MAT-file, Platform: PCWIN64".repeat(30), StandardCharsets.US_ASCII);
    assertEquals(
        "t.mat: is a MATLAB file of version 7 or older, not HDF5; save it in MATLAB with save(...,"
            + " '-v7.3')",
        refused(SmallTable.options(old, folder)));
    Files.delete(old);
    assertEquals("t.mat: no such file", refused(SmallTable.options(old, folder)));
  }

  /** What MATLAB keeps beside plain matrices; written by h5py. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Z_sparse  | p.mat:Z_sparse: is a sparse matrix, expected a full one; save full(Z_sparse)
          Z_complex | p.mat:Z_complex: holds complex numbers or records, expected real numbers
          Z_empty   | p.mat:Z_empty: is empty ([]), expected numbers
          cities    | p.mat:cities: is of MATLAB's class cell, expected numbers
          Z_3d      | p.mat:Z_3d: has 3 dimensions, 6 × 6 × 2, expected a matrix; save squeeze or reshape of it
          data      | p.mat:data: is a struct or group, expected a matrix; name one of its fields, [data/E, data/EX, data/EY, data/FD, data/GO, data/VA, data/Z, data/pop]
          """)
  void thingsThatAreNoMatricesAreRefused(String name, String line) throws IOException {
    assertEquals(line, refused(python().with(MatrixPart.Z, name)));
  }

  @Test
  void textsThatCannotBeReadAreRefused() throws IOException {
    MatlabOptions o = python();
    assertEquals(
        "p.mat:names_string: is a MATLAB string array, whose format is MATLAB's secret; save"
            + " cellstr(names_string), or write the labels to a text file",
        refused(o.with(MatrixPart.REGIONS, "names_string")));
    assertEquals(
        "p.mat:Z: holds float64, expected strings", refused(o.with(MatrixPart.REGIONS, "Z")));
    String line = refused(o.with(MatrixPart.Z, "nothing"));
    assertTrue(line.contains("Z_sparse (sparse)"), line);
    assertTrue(line.contains("cities (cell 2 × 1)"), line);
    assertTrue(line.contains("sectors (char 3 × 8)"), line);
    assertTrue(line.contains("data (struct or group of 8)"), line);
    assertTrue(line.contains("Z_empty (empty)"), line);
  }

  private MatlabOptions python() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    SmallTable.texts(texts);
    Path file = folder.resolve("p.mat");
    MatrixFiles.python(texts.toString(), file.toString());
    return SmallTable.options(file, folder);
  }
}
