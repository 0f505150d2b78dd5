package wassily.label.china;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the 31 provinces, autonomous regions and municipalities of mainland China.
 *
 * @param code of GB/T 2260: "11" for Beijing
 * @param name in English
 * @param chinese in short: 内蒙古
 */
public record ChinaProvince(String code, String name, String chinese) {
  private static final String TABLE =
      """
      11|Beijing|北京
      12|Tianjin|天津
      13|Hebei|河北
      14|Shanxi|山西
      15|Inner Mongolia|内蒙古;内蒙;InnerMongolia;Neimenggu;Nei Mongol
      21|Liaoning|辽宁
      22|Jilin|吉林
      23|Heilongjiang|黑龙江
      31|Shanghai|上海
      32|Jiangsu|江苏
      33|Zhejiang|浙江
      34|Anhui|安徽
      35|Fujian|福建
      36|Jiangxi|江西
      37|Shandong|山东
      41|Henan|河南
      42|Hubei|湖北
      43|Hunan|湖南
      44|Guangdong|广东
      45|Guangxi|广西
      46|Hainan|海南
      50|Chongqing|重庆
      51|Sichuan|四川
      52|Guizhou|贵州
      53|Yunnan|云南
      54|Tibet|西藏;Xizang
      61|Shaanxi|陕西;Shannxi
      62|Gansu|甘肃
      63|Qinghai|青海
      64|Ningxia|宁夏
      65|Xinjiang|新疆
      """;

  /** What may stand behind a province's name; city only behind that of a municipality. */
  private static final String ENDINGS =
      "(省|市|((壮族|回族|维吾尔)?自治区)|\\s+(province|municipality|city|((zhuang|hui|uygur|uyghur)\\s+)?autonomous region))$";

  private static final Pattern CITY = Pattern.compile("(?iu)(市|\\scity)\\s*$");
  private static final List<String> MUNICIPALITIES = List.of("11", "12", "31", "50");
  private static final Map<String, ChinaProvince> BY_SPELLING = bySpelling();
  private static final List<ChinaProvince> ALL =
      TABLE.lines().map(l -> ChinaProvince.line(l.split("\\|", -1))).toList();

  private static Map<String, ChinaProvince> bySpelling() {
    var all = new HashMap<String, ChinaProvince>();
    TABLE
        .lines()
        .map(l -> l.split("\\|", -1))
        .forEach(parts -> spellings(parts).forEach(s -> all.putIfAbsent(key(s), line(parts))));
    return Map.copyOf(all);
  }

  private static Stream<String> spellings(String[] parts) {
    return Stream.concat(Stream.of(parts[1]), Arrays.stream(parts[2].split(";")));
  }

  private static ChinaProvince line(String[] parts) {
    return new ChinaProvince(parts[0], parts[1], parts[2].split(";")[0]);
  }

  private static String key(String text) {
    return Spelling.key(text.strip().toLowerCase(Locale.ROOT).replaceFirst(ENDINGS, ""));
  }

  /**
   * All 31.
   *
   * @return in the order of their codes
   */
  public static List<ChinaProvince> all() {
    return ALL;
  }

  /**
   * The province of a name.
   *
   * @param text Chinese or English, with or without "Province", 省, 自治区 behind
   * @return the province; empty when it is none, as 吉林市, a city in the province 吉林
   */
  public static Optional<ChinaProvince> of(String text) {
    return Optional.ofNullable(BY_SPELLING.get(key(text)))
        .filter(p -> p.isMunicipality() || !CITY.matcher(text).find());
  }

  /**
   * Whether it is one of the four cities of a province's rank.
   *
   * @return true for Beijing, Tianjin, Shanghai and Chongqing
   */
  public boolean isMunicipality() {
    return MUNICIPALITIES.contains(code);
  }
}
