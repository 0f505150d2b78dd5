package wassily.label.china;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One of the 42 sectors of China's tables. Those of 2017 to 2020 and those of 2012 and 2015 divide
 * two fields otherwise: waste is apart from other manufacturing (22 and 23) in the earlier ones,
 * research apart from technical services (35 and 36) in the later ones, so that all codes between
 * differ by one. Both are known by name.
 *
 * @param code "01" to "42", in the tables that have this sector
 * @param name in English
 * @param chinese in Chinese
 * @param group one of the five groups of the city study (Zheng et al. 2023)
 * @param key whether the city study's technology scenarios change it
 */
public record ChinaSector(String code, String name, String chinese, String group, boolean key) {
  private static final String FARM = "agriculture";
  private static final String LIGHT = "light manufacturing";
  private static final String HEAVY = "heavy manufacturing";
  private static final String ENERGY = "energy and resource";
  private static final String HIGH = "high-tech and services";

  /**
   * Code; 1 for a key sector; group; the Chinese name; the English name; further spellings, between
   * semicolons. The last ones are the generator's. Tables of 2017 to 2020.
   */
  private static final String TABLE =
      """
      01|0|A|农林牧渔产品和服务|Agriculture, forestry, animal husbandry and fishery|农林牧渔业;农业;Agriculture;Farming, forestry, animal husbandry and fishery;Agriculture, forestry and fishing;Agriculture, forestry, animal husbandry and fishery products and services
      02|1|E|煤炭采选产品|Mining and washing of coal|煤炭开采和洗选业;煤炭采选业;Coal mining;Coal products;Coal mining and washing
      03|0|E|石油和天然气开采产品|Exploitation of petroleum and natural gas|石油和天然气开采业;Extraction of petroleum and natural gas;Petroleum and gas;Petroleum and natural gas extraction
      04|0|E|金属矿采选产品|Mining and processing of metal ores|金属矿采选业;Metal mining;Metal ore mining
      05|0|E|非金属矿和其他矿采选产品|Mining and processing of nonmetal and other ores|非金属矿及其他矿采选业;非金属矿采选业;Nonmetal mining;Mining and processing of non-metal ores;Mining and processing of non-metal and other ores;Non-metal ore mining
      06|0|L|食品和烟草|Manufacture of foods and tobacco|食品制造及烟草加工业;Food processing and tobaccos;Food and tobacco processing;Food and tobacco
      07|0|L|纺织品|Manufacture of textiles|纺织业;Textile;Textile industry;Textiles
      08|0|L|纺织服装鞋帽皮革羽绒及其制品|Manufacture of wearing apparel, leather, fur, feather and related products|纺织服装鞋帽皮革羽绒及其制品业;Clothing, leather, fur, etc.;Manufacture of leather, fur, feather and related products;Clothing, leather and footwear
      09|0|L|木材加工品和家具|Processing of timber and furniture|木材加工及家具制造业;Wood processing and furnishing;Wood products and furniture
      10|0|L|造纸印刷和文教体育用品|Manufacture of paper, printing, and articles for culture, education, sports|造纸印刷及文教体育用品制造业;Paper making, printing, stationery, etc.;Manufacture of paper, printing and articles for culture, education and sport activity;Paper, printing and sporting goods
      11|1|H|石油、炼焦产品和核燃料加工品|Processing of petroleum, coking, and nuclear fuel|石油加工、炼焦及核燃料加工业;石油加工炼焦;Petroleum refining, coking, etc.;Processing of petroleum, coking, processing of nuclear fuel;Petroleum refining and coking
      12|1|H|化学产品|Manufacture of chemical products|化学工业;Chemical industry;Chemicals;Chemical products
      13|1|H|非金属矿物制品|Manufacture of non-metallic mineral products|非金属矿物制品业;Nonmetal products;Manuf. of non-metallic mineral products;Manufacture of nonmetallic mineral products;Non-metallic mineral products
      14|1|H|金属冶炼和压延加工品|Smelting and processing of metals|金属冶炼及压延加工业;Metallurgy;Smelting and pressing of metals;Iron and steel and other metals
      15|0|H|金属制品|Manufacture of metal products|金属制品业;Metal products
      16|0|T|通用设备|Manufacture of general purpose machinery|通用设备制造业;General machinery
      17|0|T|专用设备|Manufacture of special purpose machinery|专用设备制造业;Specialist machinery;Special machinery
      18|0|T|交通运输设备|Manufacture of transport equipment|交通运输设备制造业;Transport equipment
      19|0|T|电气机械和器材|Manufacture of electrical machinery and equipment|电气机械及器材制造业;Electrical equipment;Electrical machinery
      20|0|T|通信设备、计算机和其他电子设备|Manufacture of communication equipment, computers and other electronic equipment|通信设备、计算机及其他电子设备制造业;Electronic equipment;Computers and electronics
      21|0|T|仪器仪表|Manufacture of instruments and meters|仪器仪表制造业;Instrument and meter;Manufacture of measuring instruments;Measuring instruments
      22|0|L|其他制造产品和废品废料|Other manufacturing and waste resources|Other manufacturing, comprehensive use of waste resources;Other manufacturing and recycling
      23|0|T|金属制品、机械和设备修理服务|Repair of metal products, machinery and equipment|金属制品、机械和设备修理业;Repair of machinery
      24|1|E|电力、热力的生产和供应|Production and supply of electric power and heat power|电力、热力生产和供应业;Electricity and hot water production and supply;Electricity and heat;Production and distribution of electric power and heat power
      25|0|E|燃气生产和供应|Production and supply of gas|燃气生产和供应业;Gas production and supply;Production and distribution of gas;Gas supply
      26|0|E|水的生产和供应|Production and supply of water|水的生产和供应业;Water production and supply;Production and distribution of tap water;Water supply
      27|0|T|建筑|Construction|建筑业
      28|0|T|批发和零售|Wholesale and retail trades|批发和零售业;Wholesale and retailing;Wholesale and retail trade
      29|0|T|交通运输、仓储和邮政|Transport, storage, and postal services|交通运输、仓储和邮政业;Transport and storage;Transportation, storage, posts and telecommunications;Transport, storage and post
      30|0|T|住宿和餐饮|Accommodation and catering|住宿和餐饮业;Hotel and restaurant
      31|0|T|信息传输、软件和信息技术服务|Information transmission, software and information technology services|信息传输、软件和信息技术服务业;Information transfer, software and information technology services;Information services and software
      32|0|T|金融|Finance|金融业
      33|0|T|房地产|Real estate|房地产业
      34|0|T|租赁和商务服务|Leasing and commercial services|租赁和商务服务业;Leasing and business services
      35|0|T|研究和试验发展|Research and experimental development|科学研究;Scientific research
      36|0|T|综合技术服务|Technical services|技术服务;Polytechnic services
      37|0|T|水利、环境和公共设施管理|Management of water conservancy, environment and public facilities|水利、环境和公共设施管理业;Administration of water, environment, and public facilities;Water, environment and public facilities
      38|0|T|居民服务、修理和其他服务|Resident, repair and other services|居民服务、修理和其他服务业;Resident services;Resident and other services
      39|0|T|教育|Education|
      40|0|T|卫生和社会工作|Health care and social work|
      41|0|T|文化、体育和娱乐|Culture, sports, and entertainment|文化、体育和娱乐业;Culture, sport and entertainment
      42|0|T|公共管理、社会保障和社会组织|Public administration, social security, and social organizations|公共管理、社会保障和社会组织业;Public administration, social insurance, and social organizations;Public administration and social security
      """;

  /** What the tables of 2012 and 2015 have in place of 22, and of 35 and 36. */
  private static final String EARLIER =
      """
      22|0|L|其他制造产品|Other manufacturing|其他制造业
      23|0|L|废品废料|Comprehensive use of waste resources|废弃资源综合利用业;Waste resources;Scrap and waste
      36|0|T|科学研究和技术服务|Scientific research and technical services|科学研究和技术服务业;Scientific research and polytechnic services
      """;

  private static final Map<String, ChinaSector> BY_SPELLING = bySpelling();
  private static final List<ChinaSector> ALL = lines(TABLE).map(ChinaSector::line).toList();

  private static Stream<String[]> lines(String table) {
    return table.lines().map(l -> l.split("\\|", -1));
  }

  private static Map<String, ChinaSector> bySpelling() {
    var all = new HashMap<String, ChinaSector>();
    Stream.concat(lines(TABLE), lines(EARLIER))
        .forEach(
            parts -> spellings(parts).forEach(s -> all.putIfAbsent(Spelling.key(s), line(parts))));
    return Map.copyOf(all);
  }

  private static Stream<String> spellings(String[] parts) {
    return Arrays.stream((parts[3] + ";" + parts[4] + ";" + parts[5]).split(";"))
        .filter(s -> !s.isBlank());
  }

  private static ChinaSector line(String[] parts) {
    String group =
        switch (parts[2]) {
          case "A" -> FARM;
          case "L" -> LIGHT;
          case "H" -> HEAVY;
          case "E" -> ENERGY;
          default -> HIGH;
        };
    return new ChinaSector(parts[0], parts[4], parts[3], group, parts[1].equals("1"));
  }

  /**
   * The 42 of 2017 to 2020.
   *
   * @return in the order of their codes
   */
  public static List<ChinaSector> all() {
    return ALL;
  }

  /**
   * The sector of a name.
   *
   * @param text Chinese or English, with or without a code in front
   * @return the sector, of 2017 or of 2012; empty when no spelling is known that has these words
   */
  public static Optional<ChinaSector> of(String text) {
    return Optional.ofNullable(BY_SPELLING.get(Spelling.key(text)));
  }
}
