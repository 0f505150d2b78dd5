package wassily.io.excel;

import java.util.Map;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.china.ChinaProvince;
import wassily.label.china.ChinaSector;

/** Labels of provinces and sectors: the known ones in English, others as they are written. */
final class Spellings {
  private Spellings() {}

  /** The name that all spellings of a province share. */
  static String region(String text) {
    return ChinaProvince.of(text).map(ChinaProvince::name).orElse(text.strip());
  }

  /** The name that all spellings of a sector share. */
  static String sector(String text) {
    return ChinaSector.of(text).map(ChinaSector::name).orElse(text.strip());
  }

  static Region regionLabel(String text) {
    return ChinaProvince.of(text)
        .map(p -> new Region(p.name(), p.code(), Map.of("chinese", p.chinese())))
        .orElseGet(() -> new Region(text.strip()));
  }

  static Sector sectorLabel(String text, String code) {
    return ChinaSector.of(text)
        .map(s -> new Sector(s.name(), code, Map.of("chinese", s.chinese(), "group", s.group())))
        .orElseGet(() -> new Sector(text.strip(), code, Map.of()));
  }
}
