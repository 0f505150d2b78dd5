package wassily.linalg.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import wassily.linalg.BackendOptions;

class BlasThreadTest {
  private static final BlasLibrary LIBRARY = OpenBlasCarrier.ofThisProcess().load();

  /** On a default Java stack this size kills the JVM (4,000 did when it was tried). */
  @Test
  void factorizesWhatADefaultStackCannotHold() {
    try (var backend = new CpuBackendProvider().open(new BackendOptions(2, Optional.empty()))) {
      assertEquals(2, backend.info().threads());
      BigSystem.solve(backend, 2_500);
    }
  }

  /** A frame takes 16 bytes at least, so these need 16 MB; a default Java stack has 1 MB. */
  @Test
  void hasALargeStack() {
    try (var thread = new BlasThread(LIBRARY, 1)) {
      assertEquals(1_000_000, thread.call("depth", () -> depth(1_000_000)));
    }
  }

  private static int depth(int more) {
    return more == 0 ? 0 : 1 + depth(more - 1);
  }

  @Test
  void runsEverythingOnOneThread() {
    try (var thread = new BlasThread(LIBRARY, 1)) {
      var first = thread.call("one", Thread::currentThread);
      assertNotSame(Thread.currentThread(), first);
      assertSame(first, thread.call("two", Thread::currentThread));
    }
  }

  @Test
  void failuresKeepBothStacks() {
    try (var thread = new BlasThread(LIBRARY, 1)) {
      var cause = new IllegalArgumentException("inside");
      var failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  thread.call(
                      "dgemm",
                      () -> {
                        throw cause;
                      }));
      assertSame(cause, failure.getCause());
      assertEquals("dgemm failed", failure.getMessage());
    }
  }

  @Test
  void anInterruptDoesNotCutACallShort() throws Exception {
    try (var thread = new BlasThread(LIBRARY, 1)) {
      var inside = new CountDownLatch(1);
      var mayEnd = new CountDownLatch(1);
      var caller = Thread.currentThread();
      var interrupter =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      inside.await();
                      caller.interrupt();
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    } finally {
                      mayEnd.countDown();
                    }
                  });
      int result =
          thread.call(
              "wait",
              () -> {
                inside.countDown();
                assertTrue(mayEnd.await(30, TimeUnit.SECONDS));
                return 7;
              });
      assertEquals(7, result);
      assertTrue(Thread.interrupted(), "the interrupt is passed on");
      interrupter.join();
    }
  }
}
