package wassily.label.china;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.TableGenerator;
import wassily.testdata.RealTables;

/** Names of provinces and sectors are found in all their spellings, and only there. */
class ChinaSpellingsTest {
  /** Every name finds itself: no spelling belongs to two. */
  @Test
  void namesAreTheirOwn() {
    for (ChinaSector s : ChinaSector.all()) {
      for (String name :
          List.of(s.name(), s.chinese(), s.code() + " " + s.name(), s.name().toUpperCase())) {
        assertEquals(Optional.of(s), ChinaSector.of(name), name);
      }
    }
    for (ChinaProvince p : ChinaProvince.all()) {
      for (String name :
          List.of(p.name(), p.chinese(), p.name() + " Province", p.chinese() + "省")) {
        assertEquals(Optional.of(p), ChinaProvince.of(name), name);
      }
    }
    assertEquals(42, new HashSet<>(ChinaSector.all()).size());
    assertEquals(31, new HashSet<>(ChinaProvince.all()).size());
    assertEquals(6, ChinaSector.all().stream().filter(ChinaSector::key).count());
    assertEquals(4, ChinaProvince.all().stream().filter(ChinaProvince::isMunicipality).count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "内蒙 | Inner Mongolia",
        "内蒙古自治区 | Inner Mongolia",
        "InnerMongolia | Inner Mongolia",
        "新疆维吾尔自治区 | Xinjiang",
        "Guangxi Zhuang Autonomous Region | Guangxi",
        "北京市 | Beijing",
        "陕西 | Shaanxi",
        "山西 | Shanxi",
        "Xizang | Tibet",
      })
  void provinces(String spelling, String name) {
    assertEquals(name, ChinaProvince.of(spelling).orElseThrow().name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "02 Mining and washing of coal | 02",
        "Coal mining and washing | 02",
        "煤炭采选产品 | 02",
        "非金属矿和其他矿采选产品 | 05",
        "Mining and processing of nonmetal ores and other ores | 05",
        "金属冶炼及压延加工业 | 14",
        "造纸印刷及文教体育用品制造业 | 10",
        "电力、热力的生产和供应 | 24",
        "水的生产和供应 | 26",
        "Wholesale and retail trades | 28",
      })
  void sectors(String spelling, String code) {
    assertEquals(code, ChinaSector.of(spelling).orElseThrow().code());
  }

  /** Jilin City lies in Jilin; the four municipalities are cities and provinces. */
  @Test
  void aCityIsNoProvince() {
    for (String text : List.of("吉林市", "Jilin City", "海南藏族自治州", "朝阳市")) {
      assertTrue(ChinaProvince.of(text).isEmpty(), text);
    }
    assertEquals("Chongqing", ChinaProvince.of("重庆市").orElseThrow().name());
    assertEquals("Tianjin", ChinaProvince.of("Tianjin City").orElseThrow().name());
  }

  /** The tables of 2012 and 2015 have waste apart, and research with technical services. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "22 Other manufacturing | 22 | light manufacturing",
        "其他制造产品 | 22 | light manufacturing",
        "Comprehensive use of waste resources | 23 | light manufacturing",
        "废品废料 | 23 | light manufacturing",
        "Scientific research, and technical services | 36 | high-tech and services",
        "科学研究和技术服务 | 36 | high-tech and services",
      })
  void earlierTables(String spelling, String code, String group) {
    ChinaSector found = ChinaSector.of(spelling).orElseThrow();
    assertEquals(code, found.code());
    assertEquals(group, found.group());
    assertFalse(found.key());
    assertFalse(ChinaSector.all().contains(found), "it is none of the 42 of 2017");
  }

  /** The statistical office's own spellings: 42 different sectors in each of its tables. */
  @Test
  void theNationalTables() throws IOException {
    Path csv = RealTables.folder("china-national-io").resolve("csv");
    for (int year : new int[] {2017, 2018, 2020}) {
      var rows = rows(csv.resolve("Zd_%d_42.csv".formatted(year)));
      assertEquals(
          ChinaSector.all(), rows.stream().map(r -> known(r.getField(0))).toList(), "" + year);
    }
    var rows = rows(csv.resolve("table_2015_42.csv"));
    assertEquals(42, rows.stream().map(r -> known(r.getField(1))).distinct().count());
    for (NamedCsvRecord r : rows) {
      assertEquals(known(r.getField(1)), known(r.getField(2)), r.getField(1));
    }
    long key = rows.stream().filter(r -> known(r.getField(1)).key()).count();
    assertEquals(6, key);
  }

  private static ChinaSector known(String name) {
    return ChinaSector.of(name).orElseThrow(() -> new AssertionError(name));
  }

  /** The first 42. */
  private static List<NamedCsvRecord> rows(Path file) throws IOException {
    try (var csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      return csv.stream().limit(42).toList();
    }
  }

  @Test
  void othersAreNone() {
    for (String text : List.of("", "Bohemia", "Manufacturing", "and", "01", "矿")) {
      assertTrue(ChinaSector.of(text).isEmpty(), text);
      assertTrue(ChinaProvince.of(text).isEmpty(), text);
    }
  }

  /** The generator's 42 sectors are those of China, in order, in the same groups. */
  @Test
  void theGeneratorsSectors() {
    var table =
        new TableGenerator(1, Progress.NONE)
            .generate(new GeneratorOptions(2, 42, 1, 1, false, 1, 0, 2012));
    for (int s = 0; s < 42; s++) {
      var sector = table.axes().sectors().get(s);
      ChinaSector known = ChinaSector.of(sector.name()).orElseThrow();
      assertEquals(ChinaSector.all().get(s), known, sector.name());
      assertEquals(sector.groups().get("group"), known.group(), sector.name());
    }
  }
}
