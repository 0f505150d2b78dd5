package wassily.io.excel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the columns of a CEADs workbook are, from its rows 1 to 3: province (in the first column of
 * each block only), name, code.
 *
 * @param regions provinces in the order of the columns
 * @param codes codes of the sectors, as in each province's block
 * @param sectors their names, as they stand in the first block
 * @param categories codes of final demand (FU101) and their names, as in each province's block
 * @param demand the first column of final demand of each province, each category: by r·C + c
 * @param others EX, ERR, GO and further columns by code
 */
record CeadsColumns(
    List<String> regions,
    List<String> codes,
    List<String> sectors,
    Map<String, String> categories,
    int[] demand,
    Map<String, Integer> others) {
  /** Province, sector and code stand left of the numbers. */
  static final int FIRST = 3;

  private static final Pattern SECTOR = Pattern.compile("\\d{1,3}");
  private static final Pattern DEMAND = Pattern.compile("FU\\d{3}");

  static boolean isSectorCode(String text) {
    return SECTOR.matcher(text).matches();
  }

  /** 1 and "01" are the same code. */
  static String code(String text) {
    return isSectorCode(text)
        ? "%02d".formatted(Integer.parseInt(text))
        : text.toUpperCase(Locale.ROOT);
  }

  int n() {
    return regions.size() * codes.size();
  }

  OptionalInt other(String code) {
    Integer at = others.get(code);
    return at == null ? OptionalInt.empty() : OptionalInt.of(at);
  }

  static CeadsColumns of(XlsxRow provinces, XlsxRow names, XlsxRow codes) {
    return new Reading(provinces, names, codes).columns();
  }

  /** Goes through the header once. */
  private static final class Reading {
    private final XlsxRow provinces;
    private final XlsxRow names;
    private final XlsxRow codeRow;
    private final List<String> regions = new ArrayList<>();
    private final List<String> sectorCodes = new ArrayList<>();
    private final List<String> sectors = new ArrayList<>();
    private final Map<String, String> categories = new LinkedHashMap<>();
    private final List<Integer> demand = new ArrayList<>();
    private final Map<String, Integer> others = new LinkedHashMap<>();

    Reading(XlsxRow provinces, XlsxRow names, XlsxRow codeRow) {
      this.provinces = provinces;
      this.names = names;
      this.codeRow = codeRow;
    }

    CeadsColumns columns() {
      int at = intermediate();
      demand(at);
      return new CeadsColumns(
          List.copyOf(regions),
          List.copyOf(sectorCodes),
          List.copyOf(sectors),
          categories,
          demand.stream().mapToInt(Integer::intValue).toArray(),
          others);
    }

    /** The code of a column; behind the sectors some files have it in the row of names. */
    private String codeOf(int column) {
      String text = codeRow.text(column);
      return code(text.isEmpty() ? names.text(column) : text);
    }

    /** Returns the first column behind them. */
    private int intermediate() {
      if (provinces.text(FIRST).isEmpty() || !isSectorCode(codeRow.text(FIRST))) {
        throw codeRow.refusal(
            FIRST,
            "found \"%s\" under \"%s\", expected the code 01 under the name of a province; the layout is: a title, provinces, sectors, codes, then the numbers, from the fourth column on"
                .formatted(codeRow.text(FIRST), provinces.text(FIRST)));
      }
      int column = FIRST;
      int inBlock = 0;
      while (isSectorCode(codeRow.text(column))) {
        if (!provinces.text(column).isEmpty() && !sameRegion(provinces.text(column))) {
          requireWhole(inBlock, column);
          regions.add(provinces.text(column));
          inBlock = 0;
        }
        sector(column, inBlock++);
        column++;
      }
      requireWhole(inBlock, column);
      return column;
    }

    /** Some files repeat the province in every column of its block. */
    private boolean sameRegion(String name) {
      return !regions.isEmpty()
          && Spellings.region(regions.getLast()).equals(Spellings.region(name));
    }

    private void sector(int column, int inBlock) {
      String found = code(codeRow.text(column));
      if (regions.size() == 1) {
        sectorCodes.add(found);
        sectors.add(names.text(column));
        return;
      }
      if (inBlock >= sectorCodes.size() || !sectorCodes.get(inBlock).equals(found)) {
        throw codeRow.refusal(
            column,
            "found the sector %s of %s, expected %s as in the block of %s"
                .formatted(
                    found,
                    regions.getLast(),
                    inBlock < sectorCodes.size() ? sectorCodes.get(inBlock) : "the next province",
                    regions.getFirst()));
      }
      String name = names.text(column);
      if (!Spellings.sector(name).equals(Spellings.sector(sectors.get(inBlock)))) {
        throw names.refusal(
            column,
            "found the sector \"%s\" of %s, expected \"%s\" as in the block of %s"
                .formatted(name, regions.getLast(), sectors.get(inBlock), regions.getFirst()));
      }
    }

    private void requireWhole(int inBlock, int column) {
      if (regions.size() > 1 && inBlock != sectorCodes.size()) {
        throw codeRow.refusal(
            column,
            "the block of %s ends after %d sectors, expected %d as in that of %s"
                .formatted(regions.getLast(), inBlock, sectorCodes.size(), regions.getFirst()));
      }
    }

    private void demand(int from) {
      int region = -1;
      int inBlock = 0;
      var order = new ArrayList<String>();
      for (int column = from; column < Math.max(codeRow.width(), names.width()); column++) {
        String found = codeOf(column);
        if (!DEMAND.matcher(found).matches()) {
          if (!found.isEmpty()) {
            others.putIfAbsent(found, column);
          }
          continue; // totals stand between and behind
        }
        if (order.isEmpty() || found.equals(order.getFirst())) {
          region++;
          inBlock = 0;
          requireRegion(provinces.text(column), region, column);
        }
        if (region == 0) {
          order.add(found);
          categories.put(found, names.text(column));
        } else if (inBlock >= order.size() || !order.get(inBlock).equals(found)) {
          throw codeRow.refusal(
              column,
              "found %s in final demand of %s, expected %s as in that of %s"
                  .formatted(
                      found,
                      regions.get(region),
                      inBlock < order.size() ? order.get(inBlock) : "the next province",
                      regions.getFirst()));
        }
        demand.add(column);
        inBlock++;
      }
      if (demand.isEmpty() || demand.size() != regions.size() * order.size()) {
        throw codeRow.refusal(
            from,
            "%d columns of final demand (FU101, FU102, …) from here on, expected as many for each of %d provinces"
                .formatted(demand.size(), regions.size()));
      }
    }

    private boolean same(String province, int region) {
      return Spellings.region(province).equals(Spellings.region(regions.get(region)));
    }

    private void requireRegion(String province, int region, int column) {
      if (region >= regions.size() || !same(province, region)) {
        throw provinces.refusal(
            column,
            "found final demand of \"%s\", expected that of %s"
                .formatted(
                    province, region < regions.size() ? regions.get(region) : "nobody else"));
      }
    }
  }
}
