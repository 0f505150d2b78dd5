package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.linalg.BackendException;

/** The codes, as NVIDIA's headers number them, and what a caller can do about each. */
class StatusTest {
  private static final Status.Scene SCENE =
      new Status.Scene("NVIDIA T1000", 8_000_000_000L, 3_500_000_000L, "upload");

  private static BackendException exception(String call, int code) {
    return Status.exception(call, code, SCENE);
  }

  @ParameterizedTest
  @CsvSource({
    "cuMemAlloc, 2, out of memory",
    "cublasDgemm, 3, allocation failed",
    "cublasCreate, 3, allocation failed",
    "cusolverDnDgetrf, 2, allocation failed",
    "nvrtcCompileProgram, 1, out of memory",
  })
  void noMemory(String call, int code, String name) {
    var e = assertInstanceOf(BackendException.OutOfMemory.class, exception(call, code));
    assertTrue(
        e.getMessage()
            .startsWith(
                "%s returned %d (%s) on NVIDIA T1000: 8,000,000,000 bytes asked, 3,500,000,000 free"
                    .formatted(call, code, name)),
        e.getMessage());
  }

  /** The machine's memory, not the card's: what is free there is no news. */
  @Test
  void noPageLockedMemory() {
    var e = assertInstanceOf(BackendException.OutOfMemory.class, exception("cuMemHostAlloc", 2));
    assertEquals(
        "cuMemHostAlloc returned 2 (out of memory) on NVIDIA T1000: 8,000,000,000 bytes asked of the machine's memory, page-locked; raise the job's memory or its limit of locked memory (ulimit -l), use fewer --threads, or use --backend cpu",
        e.getMessage());
  }

  /** "Not initialized" is all that handles say; how much is free tells why. */
  @ParameterizedTest
  @ValueSource(strings = {"cublasCreate", "cusolverDnCreate"})
  void noHandle(String call) {
    var full = new Status.Scene("NVIDIA T1000", 0, 5_000_000, "none yet");
    var e = assertInstanceOf(BackendException.OutOfMemory.class, Status.exception(call, 1, full));
    assertTrue(e.getMessage().contains(": memory asked, 5,000,000 free;"), e.getMessage());
    var unknown = new Status.Scene("NVIDIA T1000", 0, -1, "none yet");
    assertInstanceOf(BackendException.OutOfMemory.class, Status.exception(call, 1, unknown));
    var misfit = assertInstanceOf(BackendException.Absent.class, exception(call, 1));
    assertEquals(
        call
            + " returned 1 (not initialized) on NVIDIA T1000 with 3,500,000,000 bytes free; the library does not fit this driver or card: update the driver, or give another toolkit with --cuda-path",
        misfit.getMessage());
  }

  /** Exclusive-process mode, the MPS server, and drivers that were updated under the module. */
  @ParameterizedTest
  @CsvSource({
    "46, device busy or unavailable",
    "802, system not ready",
    "805, no connection to the MPS server",
    "808, the MPS server has too many clients",
  })
  void aCardThatIsNotToBeHad(int code, String name) {
    var e =
        assertInstanceOf(
            BackendException.Absent.class, exception("cuDevicePrimaryCtxRetain", code));
    assertTrue(
        e.getMessage()
            .startsWith(
                "cuDevicePrimaryCtxRetain returned %d (%s) on NVIDIA T1000;".formatted(code, name)),
        e.getMessage());
    assertTrue(e.getMessage().contains("choose another card with --device"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @ParameterizedTest
  @CsvSource({
    "209, no kernel image for this device",
    "222, PTX of a newer CUDA than the driver",
  })
  void kernelsThatTheDriverDoesNotKnow(int code, String name) {
    var e = assertInstanceOf(BackendException.Absent.class, exception("cuModuleLoadData", code));
    assertEquals(
        "cuModuleLoadData returned %d (%s) on NVIDIA T1000; the driver does not fit this CUDA: update the driver, or give another toolkit with --cuda-path"
            .formatted(code, name),
        e.getMessage());
  }

  /**
   * CUDA's manual says of each that the process must be ended; 201 and 709: the context is gone.
   */
  @ParameterizedTest
  @ValueSource(
      ints = {
        4, 201, 214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721, 810, 911, 999
      })
  void deadDevice(int code) {
    var e =
        assertInstanceOf(BackendException.Poisoned.class, exception("cuStreamSynchronize", code));
    assertTrue(e.getMessage().contains("(last call known to have worked: upload)"), e.getMessage());
    assertTrue(Status.sticky(code));
  }

  @ParameterizedTest
  @CsvSource({
    "cuMemFree, 1, invalid value",
    "cuLaunchKernel, 701, launch out of resources",
    "cuModuleLoadData, 218, invalid PTX",
    "cublasDgemm, 7, invalid value",
    "cublasDgemm, 13, execution failed",
    "cublasDgemm, 1, not initialized",
    "cusolverDnDgetrf, 3, invalid value",
    "cusolverDnDgetrf, 7, internal error",
    "nvrtcCompileProgram, 6, compilation failed",
    "cuMemFree, 12345, unknown status",
  })
  void ourMistake(String call, int code, String name) {
    var e = assertInstanceOf(BackendException.Rejected.class, exception(call, code));
    assertEquals("%s returned %d (%s) on NVIDIA T1000".formatted(call, code, name), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "cublasDgemm, 13, true",
    "cublasDgemm, 14, true",
    "cublasDgemm, 11, true",
    "cublasDgemm, 7, false",
    "cusolverDnDgetrf, 6, true",
    "cusolverDnDgetrf, 7, true",
    "cusolverDnDgetrf, 2, false",
    "cuMemAlloc, 13, false",
    "nvrtcCompileProgram, 6, false",
  })
  void someCodesLeaveItToTheDriverToExplain(String call, int code, boolean unclear) {
    assertEquals(unclear, Status.unclear(call, code));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100, 101, 209, 400, 600, 701})
  void whatDoesNotLast(int code) {
    assertFalse(Status.sticky(code));
  }
}
