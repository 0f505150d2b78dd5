package wassily.linalg.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
  /** Random123's kat_vectors, philox4x32 with 10 rounds: counter, key, result. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1",
  })
  void givesThePublishedAnswers(String counter, String key, String expected) {
    int[] words = words(counter);
    Philox.encrypt(words, words(key));
    assertArrayEquals(words(expected), words);
  }

  private static int[] words(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(HexFormat::fromHexDigits).toArray();
  }

  /** Column 512·g + q and 512·g + 256 + q are the halves of lane 256·g + q. */
  @Test
  void manyAreTheSameAsOne() {
    var philox = new Philox();
    var key = new DrawKey(0xa4093822_299f31d0L, -17, 5000);
    for (int count : new int[] {1, 255, 256, 257, 512}) {
      for (int group : new int[] {0, 3, 1 << 22}) {
        var samples = new long[Philox.BLOCK];
        philox.fill(key, -3, group, count, samples, 0);
        for (int j = 0; j < Philox.BLOCK; j++) {
          int[] words = {group * 256 + j % 256, -3, 5000, -17};
          Philox.encrypt(words, 0x299f31d0, 0xa4093822);
          long low = words[j < 256 ? 0 : 2] & 0xFFFFFFFFL;
          long high = (long) words[j < 256 ? 1 : 3] << 32;
          assertEquals(j < count ? high | low : 0, samples[j], "column " + j);
        }
      }
    }
  }
}
