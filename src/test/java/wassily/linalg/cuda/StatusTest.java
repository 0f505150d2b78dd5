package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    "cuMemHostAlloc, 2, out of memory",
    "cublasDgemm, 3, allocation failed",
    "cublasCreate, 1, not initialized",
    "cusolverDnDgetrf, 2, allocation failed",
    "cusolverDnCreate, 1, not initialized",
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

  /**
   * CUDA's manual says of each that the process must be ended; 201 and 709: the context is gone.
   */
  @ParameterizedTest
  @ValueSource(ints = {4, 201, 214, 220, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 999})
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
    "cuModuleLoadData, 209, no kernel image for this device",
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
