package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.testdata.RealTables;

/** Imports of pymrio's test tables: every number of their files, and what pymrio makes of them. */
class PymrioRealTest {
  static Stream<String> mocks() {
    return RealTables.mockNames().stream();
  }

  @ParameterizedTest
  @MethodSource("mocks")
  void everyMockHasTheNumbersOfItsFiles(String name) throws Exception {
    Path folder = RealTables.folder("pymrio-test").resolve("expected").resolve(name);
    try (var table = RealTables.pymrioMock(name)) {
      NaiveNumbers.assertSame(NaiveNumbers.naive(folder.resolve("Z.csv"), 3, 2, ","), table.z());
      double[][] x = NaiveNumbers.naive(folder.resolve("x.csv"), 1, 2, ",");
      NaiveNumbers.assertRelative(
          Arrays.stream(x).mapToDouble(r -> r[0]).toArray(), table.x(), NaiveNumbers.PYMRIO);
      double[][] y = NaiveNumbers.naive(folder.resolve("Y.csv"), 3, 2, ",");
      for (int i = 0; i < y.length; i++) {
        assertEquals(
            NaiveNumbers.sum(y[i]),
            NaiveNumbers.sum(table.y().row(i)),
            1e-14 * NaiveNumbers.sum(y[i]),
            "row of Y " + i);
      }
      if (!name.contains("oecd")) {
        NaiveNumbers.assertSame(y, table.y());
      }
      for (var account : table.satellites()) {
        Path f = folder.resolve(account.name()).resolve("F.csv");
        int levels = account.stressors().get(0).name().split(" \\| ").length;
        boolean namesLine = !name.equals("mock_exio3");
        NaiveNumbers.assertSame(NaiveNumbers.naive(f, namesLine ? 3 : 2, levels, ","), account.f());
        assertTrue(
            account.stressors().labels().stream().noneMatch(s -> s.unit().isEmpty()),
            "units of " + account.name());
      }
    }
  }

  @Test
  void oecdsColumnsOfDemandAreMatchedByLabel() throws Exception {
    Path folder = RealTables.folder("pymrio-test").resolve("expected/mock_oecd2016_2003");
    try (var table = RealTables.pymrioMock("mock_oecd2016_2003")) {
      List<List<String>> header;
      try (var lines = Files.lines(folder.resolve("Y.csv"))) {
        header = lines.limit(2).map(l -> List.of(l.split(","))).toList();
      }
      assertEquals(List.of("ALL | DISC"), table.axes().exogenous().texts());
      double[][] y = NaiveNumbers.naive(folder.resolve("Y.csv"), 3, 2, ",");
      for (int c = 2; c < header.getFirst().size() - 1; c++) {
        int region = table.axes().regions().find(header.get(0).get(c)).orElseThrow();
        int category = table.axes().categories().find(header.get(1).get(c)).orElseThrow();
        int at = table.axes().column(region, category);
        for (int i = 0; i < y.length; i++) {
          assertEquals(y[i][c - 2], table.y().get(i, at));
        }
      }
    }
  }

  @Test
  void exiobase3MockIsSolvedForItsOutput() throws Exception {
    Path expected = RealTables.folder("pymrio-test").resolve("expected/mock_exio3");
    try (var table = RealTables.exiobase3Mock(NaiveOutput::solve)) {
      double[][] x = NaiveNumbers.naive(expected.resolve("x.csv"), 1, 2, ",");
      NaiveNumbers.assertRelative(
          Arrays.stream(x).mapToDouble(r -> r[0]).toArray(), table.x(), NaiveNumbers.PYMRIO);
      double[][] z = NaiveNumbers.naive(expected.resolve("Z.csv"), 3, 2, ",");
      for (int i = 0; i < z.length; i++) {
        NaiveNumbers.assertRelative(z[i], ((HostMatrix) table.z()).row(i), NaiveNumbers.PYMRIO);
      }
      NaiveNumbers.assertSame(NaiveNumbers.naive(expected.resolve("Y.csv"), 3, 2, ","), table.y());
      var satellite = table.satellite("satellite");
      NaiveNumbers.assertSame(
          NaiveNumbers.naive(expected.resolve("Satellite_Accounts/F.csv"), 2, 1, ","),
          satellite.f());
      NaiveNumbers.assertSame(
          NaiveNumbers.naive(expected.resolve("Satellite_Accounts/F_Y.csv"), 2, 1, ","),
          satellite.fY());
      assertEquals("kg", satellite.stressors().get(0).unit());
      assertEquals("Mock EXIOBASE 3 for 2009", table.info().title());
      assertEquals(2009, table.info().year());
      assertEquals("Mill USD", table.info().unit());
    }
  }

  @Test
  void coefficientsWithoutOutputAskForASolver() {
    Path folder = RealTables.folder("pymrio-test").resolve("raw/mock_mrios/exio3_mock");
    var e =
        assertThrows(
            BadDataException.class,
            () ->
                PymrioImporter.read(
                    PymrioOptions.of(folder, ImportSettings.DEFAULT), Progress.NONE));
    assertTrue(e.getMessage().contains("A.txt: coefficients without output"), e.getMessage());
  }

  @Test
  void pymriosRawTestTable() throws Exception {
    Path data = RealTables.folder("pymrio-test").resolve("raw/test_mrio/mrio_data");
    try (var table = RealTables.pymrioTest()) {
      NaiveNumbers.assertSame(
          NaiveNumbers.naive(data.resolve("trade_flows_Z.txt"), 2, 3, "\t"), table.z());
      NaiveNumbers.assertSame(
          NaiveNumbers.naive(data.resolve("finald_demand_Y.txt"), 2, 3, "\t"), table.y());
      var emissions = table.satellite("emissions");
      assertEquals(
          List.of("emission_type1 | air", "emission_type2 | water"), emissions.stressors().texts());
      assertEquals("kg", emissions.stressors().get(0).unit());
      NaiveNumbers.assertSame(
          NaiveNumbers.naive(data.resolve("emissions.txt"), 2, 3, "\t"), emissions.f());
      NaiveNumbers.assertSame(
          NaiveNumbers.naive(data.resolve("FDemissions.txt"), 2, 3, "\t"), emissions.fY());
      NaiveNumbers.assertSame(
          NaiveNumbers.naive(data.resolve("factor_input.txt"), 2, 2, "\t"),
          table.satellite("factor_inputs").f());
      assertArrayEquals(
          new double[] {7.8e8, 3.7e9, 8.2e8, 2.9e8, 4.6e8, 8.5e8},
          table.population().orElseThrow());
    }
  }
}
