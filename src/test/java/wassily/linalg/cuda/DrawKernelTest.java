package wassily.linalg.cuda;

import static wassily.linalg.cuda.KernelRuns.random;
import static wassily.linalg.cuda.KernelRuns.same;
import static wassily.linalg.cuda.KernelRuns.size;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.linalg.cuda.KernelRuns.Argument;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;

/**
 * The kernel that draws, by every distribution and way, leaves the same bits as its twin in Java.
 */
class DrawKernelTest {
  private static final int DRAWN_COLUMNS = 1300;

  /** Every distribution by every way, over three blocks of columns, two seeds, tails included. */
  @ParameterizedTest
  @EnumSource(Distribution.class)
  void drawsOnTheEmulator(Distribution distribution) {
    draws(CudaTestBackends.emulatedDriver(), distribution);
  }

  @Tag("gpu")
  @ParameterizedTest
  @EnumSource(Distribution.class)
  void drawsOnTheCard(Distribution distribution) {
    draws(CudaTestBackends.cardDriver(), distribution);
  }

  private static void draws(CudaDriver driver, Distribution distribution) {
    int rows = 40;
    var random = new SplittableRandom(49);
    int[] rowClass = random.ints(rows, -1, 2).toArray();
    int[] columnClass = random.ints(DRAWN_COLUMNS, -1, 3).toArray();
    var first = new double[6];
    var second = new double[6];
    for (int c = 0; c < first.length; c++) {
      double cv = c == 0 ? 0 : 0.3 * c;
      var p =
          distribution.isRandom()
              ? distribution.ofCv(cv)
              : new Distribution.Parameters(1 + cv, 1 - cv);
      first[c] = p.first();
      second[c] = p.second();
    }
    long cells = (long) rows * DRAWN_COLUMNS;
    for (CellDraws.By by : CellDraws.By.values()) {
      same(
          driver,
          "draws.cu",
          "perturb",
          cells / 2,
          random(cells, 50),
          random(cells, 51),
          size(rows),
          size(DRAWN_COLUMNS),
          new Argument.Ints(rowClass),
          new Argument.Ints(columnClass),
          size(3),
          new Argument.Doubles(first),
          new Argument.Doubles(second),
          size(distribution.ordinal()),
          size(by.ordinal()),
          size(7),
          size(0x8123456789abcdefL),
          size(-5),
          size(4999));
    }
  }
}
