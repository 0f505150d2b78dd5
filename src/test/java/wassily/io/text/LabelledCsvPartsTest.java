package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;
import wassily.table.TableInfo.OutputSource;

/**
 * What comes beside Z and Y: output, accounts, population, imports; sound, or refused in one line.
 */
class LabelledCsvPartsTest extends LabelledCsvFiles {
  @Test
  void publishedOutput() throws Exception {
    Path x = file("x.csv", "row,x\nA_s1,120\nA_s2,240\nB_s1,366\nB_s2,491\n");
    options.x(CsvPart.of(x)).settings(ImportSettings.DEFAULT.withOutput(OutputSource.FILE));
    try (var table = read()) {
      assertArrayEquals(new double[] {120, 240, 366, 491}, table.x());
    }
    file("x.csv", "row,x,year\nA_s1,1,2\nA_s2,1,2\nB_s1,1,2\nB_s2,1,2\n");
    refused("x.csv", "2 columns", "[x, year]");
    options.x(CsvPart.of(x, "output"));
    refused("x.csv", "no column \"output\"", "[x, year]");
  }

  @Test
  void outputFromAFileThatIsNotNamed() {
    options.settings(ImportSettings.DEFAULT.withOutput(OutputSource.FILE));
    refused("Z.csv", "no file gives x", "--output rows");
  }

  @Test
  void transposedZ() throws Exception {
    Path x = file("x.csv", "row,x\nA_s1,134\nA_s2,247\nB_s1,360\nB_s2,473\n");
    options.x(CsvPart.of(x));
    // x fits the columns: 1+5+9+13 + 106 = 134, …
    refused("Z.csv", "the other way round", "transpose");
  }

  @Test
  void outputThatFitsNeitherWayIsNoSignOfTransposition() throws Exception {
    Path x = file("x.csv", "row,x\nA_s1,500\nA_s2,500\nB_s1,500\nB_s2,500\n");
    options.x(CsvPart.of(x));
    try (var table = read()) {
      assertEquals(116, table.x()[0]);
    }
  }

  @Test
  void accountsEitherWayRound() throws Exception {
    Path rows = file("F.csv", "stressor,unit,A_s1,A_s2,B_s1,B_s2\nCO2,kt,1,2,3,4\nNOx,t,5,6,7,8\n");
    Path columns = file("G.csv", "row,CO2,NOx\nA_s1,1,5\nA_s2,2,6\nB_s1,3,7\nB_s2,4,8\n");
    Path byRegion = file("H.csv", "region,CO2,NOx\nA,10,30\nB,20,40\n");
    Path byCategory =
        file("I.csv", "stressor,A_hh,A_gov,B_hh,B_gov\nNOx,30,0,40,0\nCO2,10,0,20,0\n");
    options
        .account(
            new CsvAccount(
                "a",
                CsvPart.of(rows),
                Optional.of(CsvPart.of(byCategory)),
                Optional.empty(),
                "",
                ""))
        .account(
            new CsvAccount(
                "b",
                CsvPart.of(columns),
                Optional.of(CsvPart.of(byRegion)),
                Optional.empty(),
                "t",
                "hh"));
    try (var table = read()) {
      for (var account : table.satellites()) {
        assertEquals(List.of("CO2", "NOx"), account.stressors().texts());
        assertArrayEquals(new double[] {5, 6, 7, 8}, account.f().row(1));
        assertArrayEquals(new double[] {10, 0, 20, 0}, account.fY().row(0));
        assertArrayEquals(new double[] {30, 0, 40, 0}, account.fY().row(1));
      }
      assertEquals("kt", table.satellite("a").stressors().get(0).unit());
      assertEquals("t", table.satellite("b").stressors().get(0).unit());
    }
  }

  @Test
  void directEmissionsByRegionAskForACategory() throws Exception {
    Path f = file("F.csv", "stressor,A_s1,A_s2,B_s1,B_s2\nCO2,1,2,3,4\n");
    Path fY = file("H.csv", "region,CO2\nA,10\nB,20\n");
    options.account(
        new CsvAccount(
            "a", CsvPart.of(f), Optional.of(CsvPart.of(fY)), Optional.empty(), "kt", ""));
    refused("H.csv", "--household-category", "hh", "gov");
  }

  @Test
  void accountWithAnUnknownColumn() throws Exception {
    Path f = file("F.csv", "stressor,A_s1,A_s2,B_s1,B_s7\nCO2,1,2,3,4\n");
    options.account(CsvAccount.of("a", CsvPart.of(f), "kt"));
    refused("F.csv column 4", "\"B_s7\"", "expected \"B | s2\"");
  }

  @Test
  void accountWithoutUnitInItsUnitFile() throws Exception {
    Path f = file("F.csv", "stressor,A_s1,A_s2,B_s1,B_s2\nCO2,1,2,3,4\n");
    Path units = file("unit.csv", "stressor,unit\nNOx,t\n");
    options.account(
        new CsvAccount("a", CsvPart.of(f), Optional.empty(), Optional.of(units), "", ""));
    refused("unit.csv", "no unit for \"CO2\"");
  }

  @Test
  void duplicateStressor() throws Exception {
    Path f = file("F.csv", "stressor,A_s1,A_s2,B_s1,B_s2\nCO2,1,2,3,4\nCO2,1,2,3,4\n");
    options.account(CsvAccount.of("a", CsvPart.of(f), "kt"));
    refused("F.csv", "duplicate label \"CO2\"", "1 and 2");
  }

  @Test
  void population() throws Exception {
    options.population(file("pop.csv", "region,people\nA,10\nB,20\n"));
    try (var table = read()) {
      assertArrayEquals(new double[] {10, 20}, table.population().orElseThrow());
    }
    file("pop.csv", "region,people\nA,10\n");
    refused("pop.csv", "no row for \"B\"");
    file("pop.csv", "region,people\nA,10\nB,-20\n");
    refused("population", "B", "-20");
  }

  @Test
  void importsColumn() throws Exception {
    file("Z.csv", "sector,s1,s2\ns1,1,2\ns2,3,4\n");
    file("Y.csv", "sector,hh,exports,imports\ns1,10,3,-6\ns2,20,0,0\n");
    options.labels(LabelOptions.singleRegion("Here"));
    refused("Y.csv", "\"imports\"", "--imports convert");
    options.imports(Imports.CONVERT);
    try (var table = read()) {
      // x = 1+2+10+3−6 = 10; domestic use 13 of which 7 are domestic.
      assertArrayEquals(new double[] {10, 27}, table.x());
      double share = 7.0 / 13;
      assertArrayEquals(new double[] {share, share * 2}, ((HostMatrix) table.z()).row(0));
      assertArrayEquals(new double[] {share * 10, 3}, table.y().row(0));
      assertArrayEquals(new double[] {3, 4}, ((HostMatrix) table.z()).row(1));
      assertArrayEquals(new double[] {1 - share, 2 - share * 2}, table.v().row(0));
      double row =
          Arrays.stream(((HostMatrix) table.z()).row(0)).sum()
              + Arrays.stream(table.y().row(0)).sum();
      assertEquals(10, row, 4 * Math.ulp(10.0));
    }
    options.imports(Imports.LEAVE_OUT);
    refused("Z.csv", "--output file");
    options.imports(Imports.CONVERT);
    file("Y.csv", "sector,hh,exports,imports\ns1,10,14,20\ns2,20,0,0\n");
    // x = 1+2+10+14−20 = 7 < exports: goods are re-exported.
    refused("Z.csv", "domestic share", "\"Here | s1\"", "re-exports");
    file("Y.csv", "sector,hh,exports\ns1,10,3\ns2,20,0\n");
    refused("Y.csv", "no column of imports", "--imports-column");
  }

  @Test
  void nothingSuppliedToDomesticUse() {
    // x − e + imports = 0 with imports is 0/0-like and refused, without it is nothing to convert.
    assertArrayEquals(
        new double[] {1, 0},
        ImportConversion.shares(
            new double[] {5, 5}, new double[] {5, 5}, new double[] {0, 2}, i -> "r" + i));
    var e =
        assertThrows(
            BadDataException.class,
            () ->
                ImportConversion.shares(
                    new double[] {5}, new double[] {7}, new double[] {2}, i -> "r" + i));
    assertTrue(e.getMessage().contains("\"r0\""), e.getMessage());
  }

  @Test
  void outputAmongDemandColumns() throws Exception {
    file("Z.csv", "sector,s1,s2\ns1,1,2\ns2,3,4\n");
    file("Y.csv", "sector,hh,gross_output\ns1,10,13\ns2,20,27\n");
    options.labels(LabelOptions.singleRegion("Here"));
    refused("Y.csv", "\"gross_output\"", "--x", "--ignore-columns");
  }
}
