package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;

/** Large downloads that fail, are interrupted, or have nowhere to go. */
class DownloadFaultTest {
  /** Three buffers' worth, so that buffers go round: pinning, copies, events and the end. */
  @Test
  void everyCallOfALargeDownloadFailsOnce() {
    // 20 MiB and a rest: the last of three panels is not full.
    var m = TestNumbers.counting(2560, 1025);
    var into = HostMatrix.allocate(Arena.ofAuto(), 2560, 1025);
    List<String> calls = callsOfADownload(into);
    var distinct = new TreeSet<String>();
    for (DriverFault fault : DriverFault.values()) {
      for (int k = 0; k < calls.size(); k++) {
        var host = new HostCuda(1 << 26);
        var faulty = new FailingDriver(host);
        var backend = CudaTestBackends.over(faulty.driver());
        var d = backend.zeros(into.shape());
        faulty.failCall(k, fault.code(calls.get(k)));
        var failure = failure(d, into);
        String where = "call %d, %s, %s".formatted(k, faulty.failed(), fault);
        distinct.add(faulty.failed());
        assertInstanceOf(fault.expected(faulty.failed()), failure, where);
        faulty.failCall(-1, 0);
        if (fault == DriverFault.ILLEGAL_ADDRESS) {
          var dead = d;
          assertThrows(BackendException.Poisoned.class, () -> dead.download(into), where);
          backend.close();
          continue;
        }
        d.close();
        d = backend.upload(m);
        d.download(into);
        assertEquals(-1, m.segment().mismatch(into.segment()), where);
        d.close();
        backend.close();
        assertEquals(List.of(), host.leaks(), where);
      }
    }
    assertTrue(
        distinct.containsAll(
            List.of(
                "cuMemHostAlloc",
                "cuEventCreate",
                "cuMemcpyDtoHAsync",
                "cuEventRecord",
                "cuEventSynchronize",
                "cuStreamSynchronize")),
        distinct.toString());
  }

  private static RuntimeException failure(DeviceMatrix m, HostMatrix into) {
    return assertThrows(RuntimeException.class, () -> m.download(into));
  }

  /** The first of a backend, which has pinned nothing yet. */
  private static List<String> callsOfADownload(HostMatrix into) {
    var recorder = new FailingDriver(new HostCuda(1 << 26));
    try (var backend = CudaTestBackends.over(recorder.driver());
        var d = backend.zeros(into.shape())) {
      recorder.failCall(-1, 0);
      d.download(into);
      return recorder.calls();
    }
  }

  /** What cannot be written to is the caller's mistake; copies under way are waited for. */
  @Test
  void aDownloadIntoMemoryThatIsGone() {
    var m = TestNumbers.counting(2560, 1025);
    try (var backend = CudaTestBackends.over(new HostCuda(1 << 26));
        var d = backend.upload(m)) {
      var arena = Arena.ofShared();
      var gone = HostMatrix.allocate(arena, 2560, 1025);
      arena.close();
      assertThrows(IllegalStateException.class, () -> d.download(gone));
      var readOnly =
          HostMatrix.over(
              HostMatrix.allocate(Arena.ofAuto(), 2560, 1025).segment().asReadOnly(), 2560, 1025);
      assertThrows(IllegalArgumentException.class, () -> d.download(readOnly));
      assertEquals(-1, m.segment().mismatch(PlainDownload.of(d).segment()));
    }
  }

  /** An interrupt has to wait: the device writes into buffers that may not be freed. */
  @Test
  void anInterruptedDownloadIsWhole() {
    var m = TestNumbers.counting(2560, 1025);
    try (var backend = CudaTestBackends.over(new HostCuda(1 << 26));
        var d = backend.upload(m)) {
      Thread.currentThread().interrupt();
      var found = PlainDownload.of(d);
      assertTrue(Thread.interrupted(), "the mark stays");
      assertEquals(-1, m.segment().mismatch(found.segment()));
    }
  }
}
