package wassily.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.TableAxes;
import wassily.scenario.Where;

/** Which regions the preset for Chinese cities leaves out of statistics. */
class WholeProvincesTest {
  private static List<String> leftOut(Region... regions) {
    var axes =
        new TableAxes(
            Axis.of("region", List.of(regions)),
            Axis.of("sector", List.of(new Sector("Goods"))),
            Axis.of("category", List.of(new Category("Demand"))),
            Axis.of("exogenous consumer", List.<ExogenousConsumer>of()));
    return ChinaCities.wholeProvinces(axes, new Where("study.yaml", 0))
            instanceof CityOptions.Excluded.These these
        ? these.regions().patterns()
        : List.of();
  }

  private static Region[] named(String... names) {
    return Arrays.stream(names).map(Region::new).toArray(Region[]::new);
  }

  @Test
  void provincesAmongCitiesByName() {
    assertEquals(
        List.of("Tibet", "青海省"),
        leftOut(named("Beijing", "Tibet", "Baoding", "青海省", "上海市", "Xiamen")));
  }

  @Test
  void aTableOfProvincesKeepsThem() {
    assertEquals(List.of(), leftOut(named("Beijing", "Hebei", "Tibet", "Shandong")));
  }

  /** Jilin is a city where Changchun is, and where others are in its province. */
  @Test
  void jilinAmongItsNeighboursIsACity() {
    assertEquals(
        List.of("Tibet"), leftOut(named("Jilin", "Changchun", "Tibet", "Siping", "Hefei")));
    assertEquals(List.of("Jilin"), leftOut(named("Jilin", "Harbin", "Hefei")));
    assertEquals(
        List.of("海南"),
        leftOut(
            new Region("吉林", "", Map.of("province", "吉林省")),
            new Region("四平", "", Map.of("province", "吉林省")),
            new Region("海南", "", Map.of("province", "海南省")),
            new Region("合肥", "", Map.of("province", "安徽省"))));
  }

  /** What the table says of itself is stronger than names. */
  @Test
  void theAttributeLevelDecides() {
    assertEquals(
        List.of("Bulora"),
        leftOut(
            new Region("Tibet", "", Map.of("level", "city")),
            new Region("Bulora", "", Map.of("level", "province")),
            new Region("Hefei", "", Map.of("level", "city"))));
  }
}
