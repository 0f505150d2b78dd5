package wassily.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionalSectorsTest {
  private static List<RegionalSectors.Row> rows(String... labels) {
    return Arrays.stream(labels)
        .map(l -> l.split("/"))
        .map(p -> new RegionalSectors.Row(p[0], p[1]))
        .toList();
  }

  @Test
  void readsRegionsAndSectors() {
    var axes = RegionalSectors.ofRows(rows("A/x", "A/y", "B/x", "B/y", "C/x", "C/y"), "Z");
    assertEquals(List.of("A", "B", "C"), axes.regions().texts());
    assertEquals(List.of("x", "y"), axes.sectors().texts());
  }

  @Test
  void namesWhatDiffers() {
    assertRefused(
        "Z: sector 2 of region \"B\" is no more sectors, expected \"y\" as in region \"A\"; all regions need the same sectors in the same order",
        "A/x",
        "A/y",
        "B/x");
    assertRefused(
        "Z: sector 1 of region \"B\" is \"y\", expected \"x\" as in region \"A\"; all regions need the same sectors in the same order",
        "A/x",
        "A/y",
        "B/y",
        "B/x");
    assertRefused(
        "Z: sector 3 of region \"B\" is \"z\", expected no more sectors as in region \"A\"; all regions need the same sectors in the same order",
        "A/x",
        "A/y",
        "B/x",
        "B/y",
        "B/z");
    assertRefused(
        "Z: the rows of region \"A\" do not stand together; sort the rows by region, then sector",
        "A/x",
        "B/x",
        "A/y",
        "B/y");
    assertRefused("Z: duplicate sector \"x\": entries 1 and 2", "A/x", "A/x");
    assertRefused("Z has no rows, expected region-sectors");
  }

  private static void assertRefused(String message, String... labels) {
    var e = assertThrows(BadDataException.class, () -> RegionalSectors.ofRows(rows(labels), "Z"));
    assertEquals(message, e.getMessage());
  }
}
