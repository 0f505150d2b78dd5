package wassily.scenario;

import java.util.Optional;
import wassily.table.MoneyUnit;

/**
 * What amounts of money per person are given in. Left out, it is the currency of the table: 3,600
 * is 3,600 CNY in a table in 10,000 CNY.
 *
 * @param code the currency as the user wrote it; empty: the table's
 * @param rate how many of the table's currency one of it is worth; empty: it is the table's
 * @param where where it stands
 */
public record Currency(Optional<String> code, Optional<Double> rate, Where where) {
  /**
   * The table's own currency.
   *
   * @param where what leaves it out
   * @return a currency without code and rate
   */
  public static Currency ofTable(Where where) {
    return new Currency(Optional.empty(), Optional.empty(), where);
  }

  /**
   * How many of the table's units one of this currency is: 0.0001 for CNY in a table in 10,000 CNY.
   *
   * @param tableUnit the unit of money in the table, {@link wassily.table.TableInfo#unit}
   * @return {@code rate / multiplier}; multiplies amounts of this currency
   * @throws wassily.table.BadDataException when the table has another currency and no exchange rate
   *     is given, or its unit is not understood
   */
  public double inTableUnits(String tableUnit) {
    MoneyUnit unit;
    try {
      unit = MoneyUnit.parse(tableUnit);
    } catch (wassily.table.BadDataException e) {
      throw where.refusal(e.getMessage());
    }
    boolean same = code.isEmpty() || code.get().equalsIgnoreCase(unit.currency());
    if (!same && rate.isEmpty()) {
      throw where.refusal(
          "amounts in %s, the table is in %s; add exchange-rate: how many %s one %s is worth"
              .formatted(code.get(), tableUnit, unit.currency(), code.get()));
    }
    if (same && rate.isPresent() && rate.get() != 1) {
      throw where.refusal(
          "exchange-rate %s although the table is in %s itself; name the other currency, or leave the rate out"
              .formatted(rate.get(), unit.currency()));
    }
    return rate.orElse(1.0) / unit.multiplier();
  }
}
