package wassily.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyUnitTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "M EUR | 1e6 | EUR",
        "M.EUR | 1e6 | EUR",
        "MEUR | 1e6 | EUR",
        "MYR | 1 | MYR",
        "kUSD | 1e3 | USD",
        "M USD | 1e6 | USD",
        "10000 CNY | 1e4 | CNY",
        "10,000 CNY | 1e4 | CNY",
        "1000 M JPY | 1e9 | JPY",
        "Million USD | 1e6 | USD",
        "bn EUR | 1e9 | EUR",
        "万元 | 1e4 | 元",
        "EUR | 1 | EUR",
        "€ | 1 | €",
      })
  void partsOfAUnit(String unit, double multiplier, String currency) {
    assertEquals(new MoneyUnit(multiplier, currency), MoneyUnit.parse(unit));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10000", "EUR per head", "0 EUR"})
  void whatIsNone(String unit) {
    assertThrows(BadDataException.class, () -> MoneyUnit.parse(unit));
  }

  @Test
  void saysWhatToDo() {
    assertEquals(
        "the table's unit of money \"\" is not understood, expected a form as \"M EUR\" or \"10000 CNY\"; import the table again with --unit",
        assertThrows(BadDataException.class, () -> MoneyUnit.parse("")).getMessage());
  }
}
