package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceBatch;
import wassily.linalg.DeviceBlock;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Pivoting;
import wassily.linalg.Shape;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;
import wassily.linalg.draw.DrawKey;
import wassily.progress.Progress;

/**
 * Every CUDA call of opening, upload, M₀, factorization, solves, inverse, product, scaling, draws
 * and download fails once: the right exception, no leak, and a backend that works on or is clearly
 * dead.
 */
class FaultInjectionTest {
  private static final int INVALID_VALUE = 1;
  private static final int OUT_OF_MEMORY = 2;
  private static final int ILLEGAL_ADDRESS = 700;

  /** Off the diagonal not positive: factorized without pivoting by the rule. */
  private static final HostMatrix Z =
      HostMatrix.of(new double[][] {{1, 2, 0}, {1, 0, 1}, {0.5, 1, 1}});

  private static final double[] X = {8, 8, 8};

  /** Needs interchanges. */
  private static final HostMatrix PERMUTED =
      HostMatrix.of(new double[][] {{0, 2, 0}, {0, 0, 4}, {1, 0, 0}});

  private static CudaBackend open(CudaDriver driver) {
    return new CudaBackend(
        driver, 0, 1, new CudaBackend.Settings(Pivoting.AUTO, true, new KernelImages()));
  }

  /** 72 KiB: more than what is downloaded without pinned buffers. */
  private static final HostMatrix LARGE = TestNumbers.counting(96, 96);

  /** All there is to a backend, on 3 × 3 matrices with exact results, and one large download. */
  private static void work(CudaBackend backend) throws Exception {
    try (var large = backend.upload(LARGE)) {
      assertEquals(-1, LARGE.segment().mismatch(download(large).segment()));
    }
    try (var z = backend.upload((MatrixSource) Z, Progress.NONE)) {
      backend.diagonalMinus(X, z);
      backend.scaleRows(new double[] {1, 1, 1}, z);
      backend.scaleColumns(new double[] {2, 2, 2}, z);
      assertEquals(14, download(z).get(0, 0));
    }
    operations(backend);
    scenarios(backend);
    draws(backend);
    memory(backend);
    for (HostMatrix m : List.of(minus(), PERMUTED)) {
      try (var f = backend.factorize(backend.upload(m));
          var b = backend.upload(m);
          var c = backend.upload(m);
          var product = backend.zeros(new Shape(3, 3))) {
        f.solve(b);
        f.solveTransposed(c);
        backend.multiply(b, c, product);
        try (var inverse = f.inverse()) {
          backend.multiply(inverse, b, c);
        }
        for (int i = 0; i < 3; i++) {
          // M⁻¹·M, and (M⁻¹·M)·(M·M⁻¹): 16·n·eps as in FactorizationContract, for n = 3.
          assertEquals(1, download(product).get(i, i), 48 * Math.ulp(1.0));
        }
      }
    }
  }

  /** Products of parts, sums over groups and searches, with exact results. */
  static void operations(Backend backend) {
    try (var z = backend.upload(Z);
        var out = backend.zeros(new Shape(3, 3));
        var sums = backend.zeros(new Shape(2, 1))) {
      var left = DeviceBlock.ofColumns(z, 0, 2);
      backend.multiply(2, left, DeviceBlock.ofRows(z, 1, 2), 1, DeviceBlock.of(out));
      backend.multiply(0, left, DeviceBlock.ofRows(z, 1, 2), 0.5, DeviceBlock.of(out));
      assertEquals(2, download(out).get(0, 0));
      backend.multiplyBatched(
          DeviceBatch.ofRows(z, 1),
          new DeviceBatch(z, 0, 3, 3, 3, 0, 3),
          DeviceBatch.ofRows(out, 1));
      assertEquals(3, download(out).get(0, 0));
      var pairs = AxisGroups.of(new int[] {0, 0, 1}, 2);
      backend.aggregate(z, pairs, AxisGroups.total(3), sums);
      assertEquals(5, download(sums).get(0, 0));
      backend.aggregate(z, AxisGroups.identity(3), AxisGroups.identity(3), out);
      var found = backend.largeCells(X, out, new double[] {1, 1, 1}, 16, 0, 10);
      assertArrayEquals(new long[] {1}, found.cells());
    }
  }

  /** Two scenarios of one row, with exact results. */
  static void scenarios(Backend backend) {
    try (var base = backend.upload(HostMatrix.of(new double[] {1, 2, 3}));
        var rows = backend.zeros(new Shape(2, 3));
        var weights = backend.upload(HostMatrix.of(new double[][] {{1, 1, 1}, {2, 2, 2}}));
        var dots = backend.zeros(new Shape(2, 2))) {
      backend.repeatRows(base, rows);
      backend.scaleCells(rows, 1, new int[] {0, 2}, new double[] {1, 2}); // 1 2 3, 2 2 6
      backend.lowerCells(
          rows, new int[] {2}, HostMatrix.of(new double[] {4}), new double[] {1, 0.5}); // 2 2 5
      backend.groupedDots(rows, weights, 1, AxisGroups.of(new int[] {0, 0, 1}, 2), dots);
      var found = download(dots);
      assertArrayEquals(new double[] {3, 3}, found.row(0));
      assertArrayEquals(new double[] {8, 10}, found.row(1));
    }
  }

  /** What ensembles take of a backend, with exact results. */
  static void draws(Backend backend) {
    var all = new boolean[] {true, true, true};
    // Uniform from 2 to 2: the factor is 2, whatever is drawn.
    var twice =
        CellDraws.of(
            Distribution.UNIFORM,
            CellDraws.By.CELL,
            0,
            all,
            new boolean[] {true, false, true},
            new Distribution.Parameters(2, 0));
    var draw = new BlockDraw(twice, new DrawKey(7, 1, 0));
    var rows = HostMatrix.of(new double[][] {{1, 0, -1}, {1, 1, 1}});
    var out = HostMatrix.allocate(Arena.ofAuto(), 2, 3);
    var absolute = HostMatrix.allocate(Arena.ofAuto(), 2, 3);
    try (var z = backend.upload(Z);
        var drawn = backend.zeros(Z.shape())) {
      backend.perturb(z, List.of(), drawn);
      assertEquals(-1, Z.segment().mismatch(download(drawn).segment()), "nothing drawn: a copy");
      backend.perturb(z, List.of(draw, draw), drawn); // columns 0 and 2 four times
      assertArrayEquals(new double[] {4, 2, 0, 4}, backend.cells(drawn, new long[] {0, 1, 2, 3}));
      assertArrayEquals(new double[] {4, 0, 4}, backend.diagonal(drawn));
      backend.multiplyRows(rows, drawn, out, Optional.of(absolute));
      assertArrayEquals(new double[] {2, 1, -4}, out.row(0));
      assertArrayEquals(new double[] {10, 3, 8}, out.row(1));
      assertArrayEquals(new double[] {6, 3, 4}, absolute.row(0));
      try (var single = backend.toSingle(drawn)) {
        backend.multiplyRows(rows, single, absolute);
        assertEquals(-1, out.segment().mismatch(absolute.segment()), "small whole numbers");
      }
    }
  }

  /** What is asked before and beside the work. */
  static void memory(Backend backend) {
    backend.requireMemory(1, "the test");
    assertTrue(backend.memory().bytes() > 0);
    assertFalse(backend.workspace(3).factorizing().isEmpty());
    assertTrue(backend.plainCopySeconds(100).getAsDouble() > 0);
    try (var z = backend.upload(Z)) {
      assertTrue(backend.firstNotFinite(z).isEmpty());
    }
  }

  private static HostMatrix minus() {
    return HostMatrix.of(new double[][] {{7, -2, 0}, {-1, 8, -1}, {-0.5, -1, 7}});
  }

  private static HostMatrix download(wassily.linalg.DeviceMatrix m) {
    var host = HostMatrix.allocate(Arena.ofAuto(), m.shape().rows(), m.shape().columns());
    m.download(host);
    return host;
  }

  /** A library's vague failure, with a driver that has nothing to say, is no death. */
  private static Class<? extends BackendException> expected(String call, int code) {
    return switch (code) {
      case ILLEGAL_ADDRESS ->
          call.startsWith("cu") && !call.startsWith("cublas") && !call.startsWith("cusolver")
              ? BackendException.Poisoned.class
              : BackendException.Rejected.class;
      case OUT_OF_MEMORY -> BackendException.OutOfMemory.class;
      default -> BackendException.Rejected.class;
    };
  }

  /** Codes of the driver are given to its own calls only; libraries get theirs. */
  private static int codeFor(String call, int driverCode) {
    if (call.startsWith("cublas")) {
      return driverCode == OUT_OF_MEMORY ? 3 : driverCode == INVALID_VALUE ? 7 : 13;
    }
    if (call.startsWith("cusolver")) {
      return driverCode == OUT_OF_MEMORY ? 2 : driverCode == INVALID_VALUE ? 3 : 6;
    }
    if (call.startsWith("nvrtc")) {
      return driverCode == OUT_OF_MEMORY ? 1 : 3;
    }
    return driverCode;
  }

  @Test
  void everyCallFailsOnce() throws Exception {
    var distinct = new TreeSet<String>();
    int faults = 0;
    List<String> calls = callsOfTheWork();
    for (int code : new int[] {INVALID_VALUE, OUT_OF_MEMORY, ILLEGAL_ADDRESS}) {
      for (int k = 0; k < calls.size(); k++) {
        distinct.add(calls.get(k));
        failWorkAt(k, calls.get(k), code);
        faults++;
      }
    }
    System.out.println(
        "%d faults in %d distinct CUDA calls: %s"
            .formatted(faults, distinct.size(), String.join(" ", distinct)));
    assertTrue(distinct.size() >= 30, distinct.toString());
  }

  private static void failWorkAt(int k, String call, int driverCode) throws Exception {
    var host = new HostCuda(1 << 24);
    var names = new FailingDriver(host);
    names.failCall(k, codeFor(call, driverCode));
    CudaBackend backend = null;
    BackendException failure = null;
    boolean atTheEnd = false;
    try {
      backend = open(names.driver());
      work(backend);
      atTheEnd = true;
      backend.close();
    } catch (BackendException e) {
      failure = e;
    }
    String where = "call %d, %s, driver code %d".formatted(k, call, driverCode);
    assertEquals(call, names.failed(), where);
    assertNotNull(failure, where + ": the failure was not noticed");
    assertInstanceOf(expected(call, driverCode), failure, where);
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
      work(backend);
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
    try (var backend = open(recorder.driver())) {
      work(backend);
    }
    return recorder.calls();
  }

  /** Three buffers' worth, so that buffers go round: pinning, copies, events and the end. */
  @Test
  void everyCallOfALargeDownloadFailsOnce() {
    // 20 MiB and a rest: the last of three panels is not full.
    var m = TestNumbers.counting(2560, 1025);
    var into = HostMatrix.allocate(Arena.ofAuto(), 2560, 1025);
    List<String> calls = callsOfADownload(into);
    var distinct = new TreeSet<String>();
    for (int code : new int[] {INVALID_VALUE, OUT_OF_MEMORY, ILLEGAL_ADDRESS}) {
      for (int k = 0; k < calls.size(); k++) {
        var host = new HostCuda(1 << 26);
        var faulty = new FailingDriver(host);
        var backend = open(faulty.driver());
        var d = backend.zeros(into.shape());
        faulty.failCall(k, code);
        var failure = failure(d, into);
        String where = "call %d, %s, code %d".formatted(k, faulty.failed(), code);
        distinct.add(faulty.failed());
        assertInstanceOf(expected(faulty.failed(), code), failure, where);
        faulty.failCall(-1, 0);
        if (code == ILLEGAL_ADDRESS) {
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

  private static RuntimeException failure(wassily.linalg.DeviceMatrix m, HostMatrix into) {
    return assertThrows(RuntimeException.class, () -> m.download(into));
  }

  /** The first of a backend, which has pinned nothing yet. */
  private static List<String> callsOfADownload(HostMatrix into) {
    var recorder = new FailingDriver(new HostCuda(1 << 26));
    try (var backend = open(recorder.driver());
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
    try (var backend = open(new HostCuda(1 << 26));
        var d = backend.upload(m)) {
      var arena = Arena.ofShared();
      var gone = HostMatrix.allocate(arena, 2560, 1025);
      arena.close();
      assertThrows(IllegalStateException.class, () -> d.download(gone));
      var readOnly =
          HostMatrix.over(
              HostMatrix.allocate(Arena.ofAuto(), 2560, 1025).segment().asReadOnly(), 2560, 1025);
      assertThrows(IllegalArgumentException.class, () -> d.download(readOnly));
      assertEquals(-1, m.segment().mismatch(download(d).segment()));
    }
  }

  /** An interrupt has to wait: the device writes into buffers that may not be freed. */
  @Test
  void anInterruptedDownloadIsWhole() {
    var m = TestNumbers.counting(2560, 1025);
    try (var backend = open(new HostCuda(1 << 26));
        var d = backend.upload(m)) {
      Thread.currentThread().interrupt();
      var found = download(d);
      assertTrue(Thread.interrupted(), "the mark stays");
      assertEquals(-1, m.segment().mismatch(found.segment()));
    }
  }

  @Test
  void aDeadDeviceRefusesEverythingButClose() throws Exception {
    var host = new HostCuda(1 << 24);
    var backend = open(host);
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
    var backend = open(host);
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
    var backend = open(host);
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
    try (var backend = open(new HostCuda(1 << 20))) {
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
