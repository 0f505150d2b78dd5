package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.linalg.cuda.EveryOperation.DOMINANT;
import static wassily.linalg.cuda.EveryOperation.PERMUTED;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wassily.emulator.Emulator;
import wassily.emulator.EmulatorControl;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Pivoting;
import wassily.linalg.Shape;
import wassily.progress.Progress;

/**
 * Faults below JCuda: the emulated driver and libraries fail the k-th call, for every k until the
 * work succeeds. The right exception, nothing left on the emulator's own list, and a backend that
 * works on or is clearly dead.
 */
class EmulatedFaultTest {
  private static final int INVALID_VALUE = 1;
  private static final int OUT_OF_MEMORY = 2;
  private static final int ILLEGAL_ADDRESS = 700;

  /** So many different functions of CUDA must have failed, or the work is not what it was. */
  private static final int FUNCTIONS = 40;

  private static final HostMatrix IDENTITY =
      HostMatrix.of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});

  /** Shared, so that g++ compiles each kernel once; NVRTC has a test of its own. */
  private static final KernelImages IMAGES = new KernelImages();

  private static EmulatorControl emulator;
  private final Set<String> failed = new TreeSet<>();
  private int faults;

  @BeforeAll
  static void load() {
    Assumptions.assumeTrue(
        Integer.getInteger("wassily.cuda", 12) == 12, "skipped: its control is that of CUDA 12");
    emulator = Emulator.loaded();
    CudaTestBackends.emulatedDriver();
  }

  private static CudaBackend open(KernelImages images) {
    return new CudaBackend(
        new JCudaDriver12(), 0, 1, new CudaBackend.Settings(Pivoting.AUTO, true, images));
  }

  /** Everything that calls CUDA, with results that are looked at. */
  private static void work(Backend backend) throws Exception {
    backend.requireMemory(1, "the test");
    try (var z = backend.upload((MatrixSource) DOMINANT, Progress.NONE)) {
      assertTrue(backend.firstNotFinite(z).isEmpty());
      backend.diagonalMinus(new double[] {8, 8, 8}, z);
      backend.scaleRows(new double[] {1, 1, 2}, z);
      backend.scaleColumns(new double[] {1, 2, 1}, z);
      assertEquals(2 * 2.0, PlainDownload.of(z).get(0, 1));
    }
    EveryOperation.operations(backend);
    EveryOperation.scenarios(backend);
    EveryOperation.draws(backend);
    EveryOperation.memory(backend);
    for (HostMatrix m : List.of(DOMINANT, PERMUTED)) {
      try (var f = backend.factorize(backend.upload(m));
          var left = backend.upload(m);
          var right = backend.upload(m);
          var product = backend.zeros(new Shape(3, 3))) {
        f.solve(left);
        f.solveTransposed(right);
        backend.multiply(left, right, product);
        try (var inverse = f.inverse();
            var again = backend.upload(m)) {
          backend.multiply(inverse, again, left);
        }
        for (HostMatrix one : List.of(PlainDownload.of(product), PlainDownload.of(left))) {
          for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
              // (M⁻¹·M)·(M·M⁻¹), each factor within 16·n·eps·cond of 1; cond₁ < 4 for both.
              assertEquals(i == j ? 1 : 0, one.get(i, j), 2 * 16 * 3 * 4 * Math.ulp(1.0));
            }
          }
        }
      }
    }
  }

  /** What ended a try: the function that failed, the exception, and the backend if it is open. */
  private record Ended(String function, BackendException failure, CudaBackend open) {}

  /**
   * Opens, works and closes with an order to fail.
   *
   * @return empty function when the order was not reached
   */
  private Ended attempt(String function, int k, int code, KernelImages images) throws Exception {
    emulator.reset();
    emulator.fail(function, k, code);
    CudaBackend backend = null;
    BackendException failure = null;
    boolean closing = false;
    try {
      backend = open(images);
      work(backend);
      closing = true;
      backend.close();
    } catch (BackendException e) {
      failure = e;
    }
    String name = "";
    if (emulator.forgetFailures() == 0) {
      name = emulator.messages().getFirst().replaceFirst(": made to return.*", "");
      failed.add(name);
      faults++;
    }
    return new Ended(name, failure, closing ? null : backend);
  }

  private static Class<? extends BackendException> expected(int code) {
    return switch (code) {
      case ILLEGAL_ADDRESS -> BackendException.Poisoned.class;
      case OUT_OF_MEMORY -> BackendException.OutOfMemory.class;
      default -> BackendException.Rejected.class;
    };
  }

  private static void afterwards(Ended ended, String where) throws Exception {
    CudaBackend backend = ended.open();
    if (ended.failure() instanceof BackendException.Poisoned dead) {
      assertEquals(ILLEGAL_ADDRESS, emulator.stickyError(), where);
      if (backend != null) {
        var again =
            assertThrows(
                BackendException.Poisoned.class, () -> backend.zeros(new Shape(2, 2)), where);
        assertEquals(dead.getMessage(), again.getMessage(), where);
        backend.close();
      }
      return;
    }
    if (backend != null) {
      assertEquals(List.of(), backend.ledger().open(), where);
      assertEquals(List.of(), memory(emulator.leaks()), where);
      try (var f = backend.factorize(backend.upload(PERMUTED));
          var b = backend.upload(PERMUTED)) {
        f.solve(b);
        assertEquals(-1, IDENTITY.segment().mismatch(PlainDownload.of(b).segment()), where);
      }
      backend.close();
    }
    assertEquals(List.of(), emulator.leaks(), where);
  }

  private static List<String> memory(List<String> lines) {
    // Page-locked buffers are kept for the next upload.
    return lines.stream()
        .filter(l -> l.contains("bytes") && !l.startsWith("pinned memory"))
        .toList();
  }

  @Test
  void everyCallFailsOnce() throws Exception {
    for (int code : new int[] {INVALID_VALUE, OUT_OF_MEMORY, ILLEGAL_ADDRESS}) {
      int k = 1;
      for (; ; k++) {
        Ended ended = attempt("*", k, code, IMAGES);
        if (ended.function().isEmpty()) {
          assertEquals(null, ended.failure(), "nothing was made to fail");
          break;
        }
        String where = "call %d, %s, driver code %d".formatted(k, ended.function(), code);
        assertNotNull(ended.failure(), where + ": the failure was not noticed");
        assertInstanceOf(expected(code), ended.failure(), where + ": " + ended.failure());
        assertEquals(1, ended.failure().getMessage().lines().count(), where);
        afterwards(ended, where);
      }
      assertTrue(k > 100, "the work is only %d calls".formatted(k));
    }
    emulator.reset();
    System.out.printf(
        "%d faults in %d distinct functions of CUDA, below JCuda: %s%n",
        faults, failed.size(), String.join(" ", failed));
    assertTrue(failed.size() >= FUNCTIONS, failed.size() + " functions: " + failed);
  }

  /** The calls that compile a kernel; those after the compilation wait for g++, a few seconds. */
  @Test
  void everyCallOfTheCompilerFailsOnce() throws Exception {
    var functions =
        List.of(
            "nvrtcGetNumSupportedArchs",
            "nvrtcGetSupportedArchs",
            "nvrtcCreateProgram",
            "nvrtcCompileProgram",
            "nvrtcGetCUBIN",
            "nvrtcDestroyProgram");
    var missed = new ArrayList<>(functions);
    for (String function : functions) {
      emulator.reset();
      emulator.fail(function, 1, 11); // internal error
      try (var backend = open(new KernelImages());
          var z = backend.upload(DOMINANT)) {
        var refused =
            assertThrows(
                BackendException.Rejected.class,
                () -> backend.diagonalMinus(new double[] {8, 8, 8}, z),
                function);
        assertFalse(refused.getMessage().isBlank());
        missed.remove(function);
      }
      assertEquals(List.of(), emulator.leaks(), function);
    }
    emulator.reset();
    assertEquals(List.of(), missed);
  }

  @Test
  void aStickyErrorEndsTheBackendAndOnlyIt() throws Exception {
    emulator.reset();
    var backend = open(IMAGES);
    var m = backend.upload(DOMINANT);
    var f = backend.factorize(backend.upload(DOMINANT));
    emulator.fail("cublasDtrsm_v2", 1, 13); // the library says only that something went wrong
    assertThrows(BackendException.Rejected.class, () -> f.solve(m));
    f.solve(m);
    emulator.fail("cuStreamSynchronize", 1, 719);
    var dead = assertThrows(BackendException.Poisoned.class, () -> f.solveTransposed(m));
    assertTrue(dead.getMessage().contains("719 (launch failed)"), dead.getMessage());
    assertThrows(BackendException.Poisoned.class, () -> backend.upload(DOMINANT));
    assertThrows(BackendException.Poisoned.class, f::inverse);
    m.close();
    f.close();
    backend.close();
    emulator.reset(); // a new process
    try (var next = open(IMAGES)) {
      work(next);
    }
  }
}
