package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.table.BadDataException;

/** The small parts of the layout engine, each against its definition. */
class LayoutPartsTest {
  @ParameterizedTest
  @CsvSource({"8, 0", "8, 8", "8, 120", "8, 1003", "4, 1003", "2, 64", "16, 160", "1, 9"})
  void shuffleGathersTheBytesOfEachPlace(int size, int length) {
    byte[] elements = new byte[length];
    new Random(length).nextBytes(elements);
    byte[] shuffled = new byte[length];
    ByteShuffle.shuffle(elements, shuffled, length, size);
    int n = length / size;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < size; k++) {
        assertEquals(elements[i * size + k], shuffled[k * n + i]);
      }
    }
    for (int rest = n * size; rest < length; rest++) {
      assertEquals(elements[rest], shuffled[rest]);
    }
    byte[] back = new byte[length];
    ByteShuffle.unshuffle(shuffled, back, length, size);
    assertArrayEquals(elements, back);
  }

  /**
   * Published values of Fletcher-32: "abcdef" 0x56502D2A, "abcdefgh" 0xEBE19591. They are of
   * little-endian words; HDF5 sums big-endian ones, so the bytes of each pair are swapped here.
   */
  @ParameterizedTest
  @CsvSource({"badcfe, 0x56502D2A", "badcfehg, 0xEBE19591"})
  void fletcherMatchesPublishedSums(String text, String expected) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    int sum = Fletcher32.sum(bytes, bytes.length);
    assertEquals(Integer.parseUnsignedInt(expected.substring(2), 16), sum);
    byte[] stored = java.util.Arrays.copyOf(bytes, bytes.length + 4);
    for (int k = 0; k < 4; k++) {
      stored[bytes.length + k] = (byte) (sum >>> 8 * k);
    }
    assertTrue(Fletcher32.matches(stored, stored.length));
    stored[1] ^= 4;
    assertFalse(Fletcher32.matches(stored, stored.length));
  }

  /** Every element lies in exactly one chunk, and bands follow each other without gaps. */
  @ParameterizedTest
  @CsvSource({
    "1, 100000, 1",
    "1000, 48, 1",
    "13146, 13146, 1",
    "3, 700000, 1",
    "100000, 313, 4",
    "2, 100000, 313",
    "17, 1, 70000",
    "5, 300000, 3"
  })
  void bandsCoverTheMatrix(long a, long b, long c) {
    long[] dims = c == 1 ? new long[] {a, b} : new long[] {a, b, c};
    var grid = new ChunkGrid(dims);
    assertTrue(grid.elements() * 8L <= 1 << 20, "a chunk has at most 1 MiB");
    long row = 0;
    for (long band = 0; band < grid.bands(); band++) {
      assertEquals(row, grid.firstRow(band));
      long[] offset = grid.offset(band, 0);
      long first = dims.length == 2 ? offset[0] : offset[0] * dims[1] + offset[1];
      assertEquals(row, first);
      for (int i = 0; i < dims.length; i++) {
        assertEquals(0, offset[i] % grid.chunk()[i]);
      }
      row += grid.rows(band);
    }
    long rows = 1;
    for (int i = 0; i < dims.length - 1; i++) {
      rows *= dims[i];
    }
    assertEquals(rows, row);
    long columns = dims[dims.length - 1];
    assertTrue(grid.firstColumn(grid.perBand() - 1) < columns);
    assertTrue(grid.firstColumn(grid.perBand()) >= columns);
    long chunks = 1;
    for (int i = 0; i < dims.length; i++) {
      chunks *= Math.ceilDiv(dims[i], (long) grid.chunk()[i]);
    }
    assertEquals(chunks, grid.chunks());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"air", "a/b", "100 %", ".hidden", "空气", "a+b c", "%2F", "tab\t", "..", "a."})
  void namesAreEncodedAndDecoded(String name) {
    String link = LinkNames.encode(name);
    assertFalse(link.contains("/"));
    assertFalse(link.startsWith("."));
    assertEquals(name, LinkNames.decode(link));
  }

  @Test
  void ordinaryNamesStayAsTheyAre() {
    assertEquals("D_cba per head (t)", LinkNames.encode("D_cba per head (t)"));
    assertEquals("50% of somebody", LinkNames.decode("50% of somebody"));
    assertThrows(BadDataException.class, () -> LinkNames.encode(""));
    // 127 characters of 2 bytes fit, 128 do not: HDF5 1.10 crashes at 255 bytes.
    assertEquals("é".repeat(127), LinkNames.encode("é".repeat(127)));
    assertThrows(BadDataException.class, () -> LinkNames.encode("é".repeat(128)));
  }
}
