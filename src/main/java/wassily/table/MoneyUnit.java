package wassily.table;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table's unit of money taken apart: "M EUR" is 1,000,000 EUR, "10000 CNY" is 10,000 CNY. Needed
 * where money meets people: demand per head is in CNY, not in 10,000 CNY.
 *
 * @param multiplier how many of the currency make one of the unit, > 0
 * @param currency the currency as it is written, "EUR"
 */
public record MoneyUnit(double multiplier, String currency) {
  /** An optional number, an optional word for a power of ten, the currency. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?<number>[0-9][0-9,]*(?:\\.[0-9]+)?)?[\\s.]*"
              + "(?:(?<word>k|thousand|tsd|m|mn|mio|mil|mill|million|millions|bn|b|billion|billions"
              + "|tn|trillion|万|亿)[\\s.]+(?:of\\s+)?|(?<sign>[万亿])"
              // MEUR: a currency has three letters.
              + "|(?<glued>(?-i:[kM])(?=(?-i:[A-Z]{3})$)))?"
              + "(?<currency>\\p{L}[\\p{L}\\p{Sc}$]*|\\p{Sc})",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Map<String, Double> WORDS =
      Map.ofEntries(
          Map.entry("k", 1e3),
          Map.entry("thousand", 1e3),
          Map.entry("tsd", 1e3),
          Map.entry("m", 1e6),
          Map.entry("mn", 1e6),
          Map.entry("mio", 1e6),
          Map.entry("mil", 1e6),
          Map.entry("mill", 1e6),
          Map.entry("million", 1e6),
          Map.entry("millions", 1e6),
          Map.entry("bn", 1e9),
          Map.entry("b", 1e9),
          Map.entry("billion", 1e9),
          Map.entry("billions", 1e9),
          Map.entry("tn", 1e12),
          Map.entry("trillion", 1e12),
          Map.entry("万", 1e4),
          Map.entry("亿", 1e8));

  /**
   * Takes a unit apart.
   *
   * @param unit as it stands in the table: "M EUR", "10000 CNY", "10,000 CNY", "M.EUR", "USD",
   *     "Million USD", "万元"
   * @return its parts
   * @throws BadDataException when it is in none of these forms
   */
  public static MoneyUnit parse(String unit) {
    var form = FORM.matcher(unit.strip());
    if (!form.matches()) {
      throw new BadDataException(
          "the table's unit of money \"%s\" is not understood, expected a form as \"M EUR\" or \"10000 CNY\"; import the table again with --unit"
              .formatted(unit));
    }
    String number = form.group("number");
    String word =
        Stream.of("word", "sign", "glued")
            .map(form::group)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    double multiplier =
        (number == null ? 1 : Double.parseDouble(number.replace(",", "")))
            * (word == null ? 1 : WORDS.get(word.toLowerCase(Locale.ROOT)));
    if (!(multiplier > 0)) {
      throw new BadDataException("the table's unit of money \"%s\" is nothing".formatted(unit));
    }
    return new MoneyUnit(multiplier, form.group("currency"));
  }
}
