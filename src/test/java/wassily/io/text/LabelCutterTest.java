package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import wassily.label.Axis;
import wassily.label.Region;
import wassily.table.BadDataException;

/** Labels that hold region and sector in one cell. */
class LabelCutterTest {
  private static List<List<String>> cut(LabelOptions options, String... labels) {
    return LabelCutter.cut("Z.csv", List.of(labels), options);
  }

  @Test
  void lastSeparatorWhenRegionsHoldIt() {
    assertEquals(
        List.of(
            List.of("EURO_ZONE", "c1"),
            List.of("EURO_ZONE", "c2"),
            List.of("CHN", "c1"),
            List.of("CHN", "c2")),
        cut(LabelOptions.AUTO, "EURO_ZONE_c1", "EURO_ZONE_c2", "CHN_c1", "CHN_c2"));
  }

  @Test
  void firstSeparatorWhenSectorsHoldIt() {
    assertEquals(
        List.of(
            List.of("A", "heavy_x"),
            List.of("A", "light_y"),
            List.of("B", "heavy_x"),
            List.of("B", "light_y")),
        cut(LabelOptions.AUTO, "A_heavy_x", "A_light_y", "B_heavy_x", "B_light_y"));
  }

  @Test
  void givenRegionsWhenBothHoldIt() {
    var options = new LabelOptions("", "_", LabelOptions.Cut.EITHER, List.of("NON_EU", "NON_EU_X"));
    assertEquals(
        List.of(List.of("NON_EU", "a_b"), List.of("NON_EU_X", "a_b")),
        cut(options, "NON_EU_a_b", "NON_EU_X_a_b"));
    var e = assertThrows(BadDataException.class, () -> cut(options, "EU_a"));
    assertTrue(e.getMessage().contains("\"EU_a\""), e.getMessage());
  }

  @Test
  void separatorsWithBlanksAsOurOwnExportWritesThem() {
    assertEquals(
        List.of(
            List.of("North-East", "Iron, steel"),
            List.of("North-East", "Coal"),
            List.of("South", "Iron, steel"),
            List.of("South", "Coal")),
        cut(
            LabelOptions.AUTO,
            "North-East | Iron, steel",
            "North-East | Coal",
            "South | Iron, steel",
            "South | Coal"));
  }

  @Test
  void sectorsAloneAreNotTakenForRegions() {
    var e =
        assertThrows(
            BadDataException.class,
            () -> cut(LabelOptions.AUTO, "001 Crop cultivation", "002 Forestry", "003 Fishery"));
    assertTrue(e.getMessage().contains("--region"), e.getMessage());
    assertEquals(
        List.of(List.of("China", "a_1"), List.of("China", "b_1")),
        cut(LabelOptions.singleRegion("China"), "a_1", "b_1"));
  }

  @Test
  void aMissingSectorIsNamedByTheAxis() {
    var header =
        new Header(
            "Z.csv",
            List.of("row"),
            List.of(""),
            List.of("A_1", "A_2", "A_3", "B_1", "B_2", "B_3", "C_1", "C_2").stream()
                .map(List::of)
                .toList());
    var e =
        assertThrows(BadDataException.class, () -> ProductionAxis.of(header, LabelOptions.AUTO));
    assertTrue(e.getMessage().contains("region \"C\" has no sector \"3\""), e.getMessage());
  }

  @Test
  void axisFindsAllWaysOfWritingALabel() {
    var header =
        new Header(
            "Z.csv",
            List.of("row"),
            List.of(""),
            List.of("A_1", "A_2", "B_1", "B_2").stream().map(List::of).toList());
    var axis = ProductionAxis.of(header, LabelOptions.AUTO);
    assertEquals(Axis.of("region", List.of(new Region("A"), new Region("B"))), axis.regions());
    assertEquals(2, axis.find(List.of("B_1")));
    assertEquals(2, axis.find(List.of("B", "1")));
    assertEquals(-1, axis.find(List.of("B")));
    assertEquals(List.of(1), axis.keyColumns(List.of("code", "label"), List.of("17", "B_1")));
  }
}
