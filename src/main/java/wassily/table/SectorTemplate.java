package wassily.table;

import static wassily.table.SectorTemplate.Kind.*;

/**
 * What a generated sector is like: 42 sectors as in China's tables, with round numbers of the size
 * that real tables show.
 *
 * <p>Constants stand in the order of the table's rows; {@link #rank} says which ones a smaller
 * table keeps.
 */
enum SectorTemplate {
  // name, kind, rank, inputs, home, spread, export, household, government, investment, co2, nox
  AGRICULTURE("Agriculture, forestry and fishing", AGRI, 1, .40, .75, .5, .3, 6, .3, .5, .15, .4),
  COAL("Coal mining and washing", MINING, 7, .50, .50, 1.4, .1, .1, 0, 0, .60, .5),
  CRUDE("Petroleum and natural gas extraction", MINING, 21, .40, .50, 1.4, .1, .05, 0, 0, .50, .6),
  METAL_ORE("Metal ore mining", MINING, 23, .55, .55, 1.3, .1, .05, 0, 0, .25, .4),
  STONE("Non-metal ore mining", MINING, 30, .55, .65, 1.0, .1, .05, 0, 0, .25, .4),
  FOOD("Food and tobacco", LIGHT, 11, .72, .60, .6, .6, 10, 0, 0, .10, .2),
  TEXTILE("Textiles", LIGHT, 18, .74, .50, .8, 2.5, 1, 0, 0, .12, .2),
  CLOTHING("Clothing, leather and footwear", LIGHT, 22, .72, .45, .8, 2.5, 3, 0, 0, .05, .1),
  WOOD("Wood products and furniture", LIGHT, 31, .72, .50, .7, 1.5, .7, 0, .7, .08, .15),
  PAPER("Paper, printing and sporting goods", LIGHT, 26, .70, .50, .6, 1.2, .6, 0, .1, .20, .4),
  REFINING("Petroleum refining and coking", HEAVY, 8, .74, .55, 1.1, .3, 1, 0, 0, .90, 1.2),
  CHEMICAL("Chemical products", HEAVY, 5, .73, .50, .7, 2, 2, .1, .2, .45, .7),
  NON_METALLIC("Non-metallic mineral products", HEAVY, 9, .70, .80, .6, .7, .3, 0, .1, 2.2, 4.5),
  STEEL("Iron and steel and other metals", HEAVY, 6, .76, .50, .9, 1, .05, 0, .1, 1.6, 1.8),
  METAL("Metal products", HEAVY, 24, .74, .50, .6, 1.5, .5, 0, .7, .10, .15),
  MACHINERY("General machinery", EQUIPMENT, 17, .72, .42, .7, 2, .2, 0, 5, .06, .1),
  SPECIAL("Special machinery", EQUIPMENT, 25, .71, .42, .7, 1.5, .2, 0, 5, .05, .1),
  VEHICLES("Transport equipment", EQUIPMENT, 13, .75, .42, .9, 1.5, 3, .1, 6, .05, .1),
  ELECTRICAL("Electrical machinery", EQUIPMENT, 19, .76, .42, .7, 2.5, 1.5, 0, 3, .04, .1),
  ELECTRONICS("Computers and electronics", EQUIPMENT, 14, .77, .40, 1.0, 5, 1.5, 0, 3, .02, .05),
  INSTRUMENTS("Measuring instruments", EQUIPMENT, 36, .68, .42, .8, 1.5, .2, 0, 1, .02, .05),
  OTHER_GOODS("Other manufacturing and recycling", LIGHT, 38, .55, .55, .8, .5, .3, 0, 0, .10, .2),
  REPAIR("Repair of machinery", EQUIPMENT, 41, .65, .70, .7, .1, .05, 0, 0, .05, .1),
  ELECTRICITY("Electricity and heat", UTILITY, 2, .66, .80, .5, .05, 2, 0, 0, 5.0, 9.0),
  GAS("Gas supply", UTILITY, 32, .70, .85, .5, .02, .8, 0, 0, .20, .4),
  WATER("Water supply", UTILITY, 39, .55, .95, .3, .01, .4, 0, 0, .05, .1),
  CONSTRUCTION("Construction", BUILDING, 3, .74, .97, .3, .1, .2, 0, 50, .06, .2),
  TRADE("Wholesale and retail trade", DISTRIBUTION, 4, .35, .85, .3, 1.5, 7, .1, 2, .05, .1),
  TRANSPORT(
      "Transport, storage and post", DISTRIBUTION, 10, .58, .75, .4, 1.2, 3, .8, .6, .65, 4.0),
  HOTELS("Accommodation and catering", SERVICE, 20, .60, .88, .4, .3, 4, 0, 0, .06, .1),
  SOFTWARE("Information services and software", SERVICE, 16, .52, .75, .8, .7, 3, 0, 3, .01, .02),
  FINANCE("Finance", SERVICE, 15, .40, .85, .5, .3, 4, .4, 0, .01, .02),
  REAL_ESTATE("Real estate", SERVICE, 28, .25, .97, .3, .02, 10, 0, 2.5, .02, .03),
  BUSINESS("Leasing and business services", SERVICE, 27, .60, .75, .6, 1, .8, .5, .2, .03, .05),
  SCIENCE("Scientific research", SERVICE, 33, .55, .80, .7, .2, .1, 4, 2, .03, .04),
  TECHNICAL("Technical services", SERVICE, 37, .58, .80, .6, .1, .1, 3, 2, .03, .04),
  FACILITIES(
      "Water, environment and public facilities",
      SERVICE,
      40,
      .50,
      .95,
      .3,
      .01,
      .3,
      4,
      0,
      .05,
      .1),
  RESIDENT("Resident and other services", SERVICE, 34, .48, .93, .3, .2, 3, .5, 0, .06, .1),
  EDUCATION("Education", SERVICE, 29, .28, .97, .2, .05, 4, 12, 0, .03, .03),
  HEALTH("Health care and social work", SERVICE, 35, .58, .97, .3, .01, 5, 8, 0, .03, .03),
  CULTURE("Culture, sport and entertainment", SERVICE, 42, .48, .90, .5, .3, 1, 1, 0, .02, .03),
  PUBLIC(
      "Public administration and social security",
      SERVICE,
      12,
      .38,
      .98,
      .2,
      .02,
      .5,
      20,
      0,
      .03,
      .04);

  /** Kinds of sectors with similar recipes. */
  enum Kind {
    AGRI("agriculture"),
    MINING("energy and resource"),
    LIGHT("light manufacturing"),
    HEAVY("heavy manufacturing"),
    EQUIPMENT("high-tech and services"),
    UTILITY("energy and resource"),
    BUILDING("high-tech and services"),
    DISTRIBUTION("high-tech and services"),
    SERVICE("high-tech and services");

    /** One of the five groups of the city study (method, section 3). */
    final String group;

    Kind(String group) {
      this.group = group;
    }
  }

  /** The sector's name; the energy-intensive ones begin as people look for them. */
  final String label;

  final Kind kind;

  /** 1 is kept by the smallest table. */
  final int rank;

  /** Intermediate inputs per output: the column sum of A. */
  final double inputs;

  /** Share of a region's purchases of the product that the region makes itself, where it can. */
  final double home;

  /** Standard deviation of the logarithm of a region's specialization. */
  final double spread;

  /** Weight in foreign export. */
  final double export;

  /** Weight in household demand; positive, so that what is made is wanted. */
  final double household;

  final double government;
  final double investment;

  /** kt CO2 per million of output. */
  final double co2;

  /** t NOx per million of output. */
  final double nox;

  SectorTemplate(
      String label,
      Kind kind,
      int rank,
      double inputs,
      double home,
      double spread,
      double export,
      double household,
      double government,
      double investment,
      double co2,
      double nox) {
    this.label = label;
    this.kind = kind;
    this.rank = rank;
    this.inputs = inputs;
    this.home = home;
    this.spread = spread;
    this.export = export;
    this.household = household;
    this.government = government;
    this.investment = investment;
    this.co2 = co2;
    this.nox = nox;
  }
}
