package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  private record Range(long from, long to) {}

  @ParameterizedTest
  @CsvSource({"1,10,3", "2,10,3", "7,10,3", "2,0,3", "3,1,100", "2,12,4"})
  void coversTheRangeOnceWithBlocksThatDoNotDependOnThreads(int threads, long size, long block) {
    List<Range> found = Collections.synchronizedList(new ArrayList<>());
    Workers.forBlocks(threads, size, block, (from, to) -> found.add(new Range(from, to)));
    var expected = new ArrayList<Range>();
    for (long from = 0; from < size; from += block) {
      expected.add(new Range(from, Math.min(size, from + block)));
    }
    found.sort((a, b) -> Long.compare(a.from, b.from));
    assertEquals(expected, found);
  }

  @Test
  void worksAtTheSameTime() throws Exception {
    // Each block waits for the other: with one thread neither would end.
    var both = new CountDownLatch(2);
    Workers.forBlocks(
        2,
        2,
        1,
        (from, to) -> {
          both.countDown();
          assertTrue(both.await(30, TimeUnit.SECONDS), "the blocks ran one after the other");
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFailureEndsTheWork(int threads) {
    var failure = new IOException("block 3");
    var started = new AtomicInteger();
    var thrown =
        assertThrows(
            IOException.class,
            () ->
                Workers.forBlocks(
                    threads,
                    1_000_000,
                    1,
                    (from, to) -> {
                      started.incrementAndGet();
                      if (from == 3) {
                        throw failure;
                      }
                    }));
    assertSame(failure, thrown);
    assertTrue(started.get() < 1_000_000, "all blocks ran in spite of the failure");
  }

  /** Nobody may still work on memory that the caller frees. */
  @Test
  void anInterruptWaitsForTheEnd() {
    var done = new AtomicInteger();
    Thread.currentThread().interrupt();
    Workers.forBlocks(2, 8, 1, (from, to) -> done.incrementAndGet());
    assertTrue(Thread.interrupted(), "the mark stays");
    assertEquals(8, done.get());
  }

  @Test
  void errorsPassUnchangedAndOthersAreKept() {
    var first = new AssertionError("one");
    var both = new CountDownLatch(2);
    var thrown =
        assertThrows(
            Throwable.class,
            () ->
                Workers.forBlocks(
                    2,
                    2,
                    1,
                    (from, to) -> {
                      both.countDown();
                      both.await();
                      if (from == 0) {
                        throw first;
                      }
                      throw new IOException("two");
                    }));
    var all = new ArrayList<Throwable>(List.of(thrown));
    all.addAll(List.of(thrown.getSuppressed()));
    assertEquals(2, all.size());
    assertTrue(all.contains(first), all.toString());
  }
}
