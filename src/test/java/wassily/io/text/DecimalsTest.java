package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers from text are the nearest doubles, bit for bit those of {@link Double#parseDouble}. */
class DecimalsTest {
  private static void assertParses(String text) {
    assertEquals(
        Double.doubleToRawLongBits(Double.parseDouble(text.strip())),
        Double.doubleToRawLongBits(Decimals.parse(text)),
        text);
  }

  @Test
  void randomDoublesInManyNotations() {
    long seed = 20260101;
    var random = new Random(seed);
    for (int k = 0; k < 10_000; k++) {
      double v = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(v)) {
        continue;
      }
      assertParses(Double.toString(v));
      double money = random.nextGaussian() * Math.pow(10, random.nextInt(-8, 12));
      assertParses(Double.toString(money));
      assertParses(String.format(Locale.ROOT, "%.18e", money));
      assertParses(String.format(Locale.ROOT, "%." + random.nextInt(12) + "f", money));
      assertParses(new BigDecimal(money).toPlainString());
    }
  }

  @Test
  void digitsAndPowersOfAnyLength() {
    long seed = 99;
    var random = new Random(seed);
    for (int k = 0; k < 100_000; k++) {
      int length = random.nextInt(1, 24);
      var digits = new StringBuilder();
      for (int d = 0; d < length; d++) {
        digits.append((char) ('0' + random.nextInt(10)));
      }
      assertParses(digits + "e" + random.nextInt(-100, 100));
    }
  }

  @Test
  void halfwayBetweenTwoDoublesGoesToTheEvenOne() {
    long seed = 5;
    var random = new Random(seed);
    for (int k = 0; k < 10_000; k++) {
      double v = random.nextDouble() * Math.pow(2, random.nextInt(-20, 80));
      var middle = new BigDecimal(v).add(new BigDecimal(Math.nextUp(v))).divide(new BigDecimal(2));
      assertParses(middle.toString());
      assertParses(middle.toPlainString() + (middle.scale() > 0 ? "0000000001" : ".0000000001"));
      assertParses(middle.round(new java.math.MathContext(19)).toString());
      assertParses(middle.round(new java.math.MathContext(17)).toString());
      // Integers of 54 bits whose last bit is set lie halfway and need not more than 17 digits.
      assertParses(Long.toString(1L << 53 | random.nextLong(1L << 53) | 1));
      assertParses((1L << 53 | random.nextLong(1L << 53) | 1) + "e" + random.nextInt(-4, 24));
    }
  }

  @Test
  void boundaries() {
    for (String text :
        List.of(
            "9007199254740991",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993e22",
            "1e22",
            "1e23",
            "1e-22",
            "1e-23",
            "123456789012345678",
            "1234567890123456789",
            "0.000000000000000000000000000001",
            "100000000000000000000000",
            "-0",
            "-0.0",
            "0e99999",
            "4.9e-324",
            "1e-400",
            "1.7976931348623157e308",
            "+5",
            " 7.5 ",
            "5.",
            ".5",
            "1E+05",
            "00012",
            "18446744073709551615",
            "18446744073709551616",
            "9999999999999999999",
            "99999999999999999999",
            "10000000000000000000",
            "1e80",
            "1e81",
            "1e-80",
            "1e-81",
            "0.1",
            "2.2250738585072011e-308",
            "1e99999999999",
            "0.30000000000000004")) {
      if (text.equals("1e99999999999")) {
        assertTrue(Double.isNaN(Decimals.parse(text)), "too large is no finite number");
      } else {
        assertParses(text);
      }
    }
  }

  @Test
  void whatIsNoNumber() {
    for (String text :
        List.of(
            "",
            " ",
            "-",
            "+",
            ".",
            "e5",
            "1e",
            "1e+",
            "1e5x",
            "1,5",
            "1 2",
            "nan",
            "NaN",
            "inf",
            "Infinity",
            "0x10",
            "1d",
            "1f",
            "--1",
            "1.2.3",
            "1e400",
            "n/a",
            "1_000",
            "１")) {
      assertTrue(Double.isNaN(Decimals.parse(text)), "\"" + text + "\"");
    }
  }
}
