package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.linalg.cuda.EveryOperation.PERMUTED;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import wassily.linalg.BackendException;
import wassily.linalg.Shape;

/**
 * Every CUDA call of opening, upload, M₀, factorization, solves, inverse, product, scaling, draws
 * and download fails once: the right exception, no leak, and a backend that works on or is clearly
 * dead.
 */
class FaultInjectionTest {
  @Test
  void everyCallFailsOnce() throws Exception {
    var distinct = new TreeSet<String>();
    int faults = 0;
    List<String> calls = callsOfTheWork();
    for (DriverFault fault : DriverFault.values()) {
      for (int k = 0; k < calls.size(); k++) {
        distinct.add(calls.get(k));
        failWorkAt(k, calls.get(k), fault);
        faults++;
      }
    }
    System.out.println(
        "%d faults in %d distinct CUDA calls: %s"
            .formatted(faults, distinct.size(), String.join(" ", distinct)));
    assertTrue(distinct.size() >= 30, distinct.toString());
  }

  private static void failWorkAt(int k, String call, DriverFault fault) throws Exception {
    var host = new HostCuda(1 << 24);
    var names = new FailingDriver(host);
    names.failCall(k, fault.code(call));
    CudaBackend backend = null;
    BackendException failure = null;
    boolean atTheEnd = false;
    try {
      backend = CudaTestBackends.over(names.driver());
      EveryOperation.of(backend);
      atTheEnd = true;
      backend.close();
    } catch (BackendException e) {
      failure = e;
    }
    String where = "call %d, %s, %s".formatted(k, call, fault);
    assertEquals(call, names.failed(), where);
    assertNotNull(failure, where + ": the failure was not noticed");
    assertInstanceOf(fault.expected(call), failure, where);
    String inWords = call.replaceAll("Async$", "").replace("BufferSize", "_bufferSize");
    assertTrue(failure.getMessage().contains(inWords), where + failure);
    assertEquals(1, failure.getMessage().lines().count(), where);
    // While opening the device has no name yet.
    assertTrue(failure.getMessage().matches(".*(Thought|device 0).*"), where + failure);
    names.failCall(-1, 0);
    if (backend != null && !atTheEnd) {
      if (failure instanceof BackendException.Poisoned dead) {
        CudaBackend last = backend;
        var again =
            assertThrows(BackendException.Poisoned.class, () -> last.zeros(new Shape(2, 2)), where);
        assertEquals(dead.getMessage(), again.getMessage(), "the reason of the death");
        backend.close();
        return;
      }
      assertEquals(
          List.of(),
          backend.ledger().open(),
          where + " leaves memory: " + backend.ledger().birthplaces());
      EveryOperation.of(backend);
      backend.close();
    }
    if (!(failure instanceof BackendException.Poisoned)) {
      assertEquals(List.of(), host.leaks(), where);
    }
  }

  /** The calls of the work when none fails, to the end of the backend. */
  private static List<String> callsOfTheWork() throws Exception {
    var recorder = new FailingDriver(new HostCuda(1 << 24));
    recorder.failCall(-1, 0);
    try (var backend = CudaTestBackends.over(recorder.driver())) {
      EveryOperation.of(backend);
    }
    return recorder.calls();
  }

  @Test
  void aDeadDeviceRefusesEverythingButClose() throws Exception {
    var host = new HostCuda(1 << 24);
    var backend = CudaTestBackends.over(host);
    var m = backend.upload(PERMUTED);
    var f = backend.factorize(backend.upload(PERMUTED));
    host.die();
    var first =
        assertThrows(
            BackendException.Poisoned.class,
            () -> backend.multiply(m, m, backend.zeros(new Shape(3, 3))));
    assertTrue(first.getMessage().contains("700 (illegal address)"), first.getMessage());
    assertThrows(BackendException.Poisoned.class, () -> f.solve(m));
    assertThrows(BackendException.Poisoned.class, () -> backend.upload(PERMUTED));
    assertThrows(BackendException.Poisoned.class, () -> backend.requireMemory(1, "x"));
    m.close();
    f.close();
    backend.close();
  }

  @Test
  void aLibrarysVagueFailureIsExplainedByTheDriver() {
    var host = new HostCuda(1 << 24);
    var backend = CudaTestBackends.over(host);
    var m = backend.upload(PERMUTED);
    var out = backend.upload(PERMUTED);
    host.die();
    var dead = assertThrows(BackendException.Poisoned.class, () -> backend.multiply(m, m, out));
    assertTrue(dead.getMessage().contains("cublasDgemm returned 13"), dead.getMessage());
    assertTrue(dead.getMessage().contains("Thought"), dead.getMessage());
    backend.close();
  }

  @Test
  void aLeakNamesItsBirthplace() {
    var host = new HostCuda(1 << 24);
    var backend = CudaTestBackends.over(host);
    assertNotNull(backend.zeros(new Shape(5, 7)));
    var open = backend.ledger().open();
    assertEquals(1, open.size());
    assertTrue(
        open.getFirst().toString().contains("a matrix of 5 × 7, 280 bytes"), open.toString());
    assertEquals(1, backend.ledger().birthplaces().size());
    backend.close();
    assertEquals(List.of(), backend.ledger().open());
    assertEquals(List.of(), host.leaks(), "the end of a backend frees all its memory");
  }

  @Test
  void outOfMemorySaysHowMuchWasAskedAndFree() {
    try (var backend = CudaTestBackends.over(new HostCuda(1 << 20))) {
      var full =
          assertThrows(
              BackendException.OutOfMemory.class, () -> backend.zeros(new Shape(1000, 1000)));
      assertTrue(full.getMessage().contains("8,000,000 bytes asked"), full.getMessage());
      assertTrue(full.getMessage().contains("1,048,576 free"), full.getMessage());
      assertTrue(full.getMessage().contains("cuMemAlloc") && full.getMessage().contains("Thought"));
      assertEquals(1, full.getMessage().lines().count());
      assertFalse(backend.ledger().open().iterator().hasNext());
    }
  }
}
