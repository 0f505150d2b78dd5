package wassily.linalg.cuda;

import java.util.Map;
import java.util.Set;
import wassily.linalg.BackendException;

/**
 * What CUDA's status codes mean for the caller: a mistake, too little memory, or a device that
 * cannot be used any more. The one place that knows the codes.
 */
final class Status {
  /** All libraries say 0 for success. */
  static final int OK = 0;

  private Status() {}

  /** The libraries; each has its own codes. */
  private enum Library {
    DRIVER,
    CUBLAS,
    CUSOLVER,
    NVRTC;

    /** CUDA's functions begin with their library's name. */
    static Library of(String call) {
      return call.startsWith("cublas")
          ? CUBLAS
          : call.startsWith("cusolver") ? CUSOLVER : call.startsWith("nvrtc") ? NVRTC : DRIVER;
    }
  }

  /** CUresult. */
  private static final Map<Integer, String> DRIVER_NAMES =
      Map.ofEntries(
          Map.entry(1, "invalid value"),
          Map.entry(2, "out of memory"),
          Map.entry(3, "driver not initialized"),
          Map.entry(4, "driver shutting down"),
          Map.entry(34, "this is a stub library, not a driver"),
          Map.entry(46, "device busy or unavailable"),
          Map.entry(100, "no CUDA device"),
          Map.entry(101, "no such device"),
          Map.entry(200, "invalid kernel image"),
          Map.entry(201, "invalid context"),
          Map.entry(209, "no kernel image for this device"),
          Map.entry(214, "uncorrectable memory (ECC) error"),
          Map.entry(218, "invalid PTX"),
          Map.entry(220, "uncorrectable NVLink error"),
          Map.entry(222, "PTX of a newer CUDA than the driver"),
          Map.entry(400, "invalid handle"),
          Map.entry(500, "not found"),
          Map.entry(600, "not ready"),
          Map.entry(700, "illegal address"),
          Map.entry(701, "launch out of resources"),
          Map.entry(702, "launch timed out"),
          Map.entry(709, "context destroyed"),
          Map.entry(710, "device-side assert"),
          Map.entry(714, "hardware stack error"),
          Map.entry(715, "illegal instruction"),
          Map.entry(716, "misaligned address"),
          Map.entry(717, "invalid address space"),
          Map.entry(718, "invalid program counter"),
          Map.entry(719, "launch failed"),
          Map.entry(800, "not permitted"),
          Map.entry(801, "not supported"),
          Map.entry(802, "system not ready"),
          Map.entry(803, "driver and kernel module have different versions"),
          Map.entry(804, "forward compatibility is not supported on this device"),
          Map.entry(999, "unknown error"));

  /** cublasStatus_t. */
  private static final Map<Integer, String> CUBLAS_NAMES =
      Map.of(
          1, "not initialized",
          3, "allocation failed",
          7, "invalid value",
          8, "architecture mismatch",
          11, "mapping error",
          13, "execution failed",
          14, "internal error",
          15, "not supported",
          16, "license error");

  /** cusolverStatus_t. */
  private static final Map<Integer, String> CUSOLVER_NAMES =
      Map.of(
          1, "not initialized",
          2, "allocation failed",
          3, "invalid value",
          4, "architecture mismatch",
          5, "mapping error",
          6, "execution failed",
          7, "internal error",
          8, "matrix type not supported",
          9, "not supported");

  /** nvrtcResult. */
  private static final Map<Integer, String> NVRTC_NAMES =
      Map.of(
          1, "out of memory",
          2, "program creation failed",
          3, "invalid input",
          4, "invalid program",
          5, "invalid option",
          6, "compilation failed",
          7, "builtin operation failed (libnvrtc-builtins not found?)",
          11, "internal error");

  /**
   * Driver codes after which every later call in this process fails too; CUDA says so of each, and
   * of 4, 201 and 709 it follows from their meaning.
   */
  private static final Set<Integer> STICKY =
      Set.of(4, 201, 214, 220, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 999);

  /** Driver codes of an image that this device or driver cannot load. */
  private static final Set<Integer> BAD_IMAGE = Set.of(200, 209, 218, 222);

  /** Codes of cuBLAS and cuSOLVER that say only that something went wrong on the device. */
  private static final Set<Integer> CUBLAS_UNCLEAR = Set.of(11, 13, 14);

  private static final Set<Integer> CUSOLVER_UNCLEAR = Set.of(5, 6, 7);

  /**
   * Where a call was made.
   *
   * @param device the device's name
   * @param asked bytes the call asked for, 0 when none
   * @param free bytes free on the device, −1 when not known
   * @param lastGood the last call after which the device was known to work
   */
  record Scene(String device, long asked, long free, String lastGood) {}

  /**
   * Tells whether a driver's code ends all work on the device.
   *
   * @param code a CUresult
   * @return true when later calls fail too
   */
  static boolean sticky(int code) {
    return STICKY.contains(code);
  }

  /**
   * Tells whether the driver does not take a compiled kernel.
   *
   * @param code what cuModuleLoadData returned
   * @return true when another image may do
   */
  static boolean badImage(int code) {
    return BAD_IMAGE.contains(code);
  }

  /**
   * Tells whether the driver must be asked what happened, because the library does not say.
   *
   * @param call the call, by CUDA's name
   * @param code its status
   * @return true when the code may hide a dead device
   */
  static boolean unclear(String call, int code) {
    return switch (Library.of(call)) {
      case CUBLAS -> CUBLAS_UNCLEAR.contains(code);
      case CUSOLVER -> CUSOLVER_UNCLEAR.contains(code);
      case DRIVER, NVRTC -> false;
    };
  }

  /**
   * A status in words.
   *
   * @param call the call, by CUDA's name
   * @param code its status
   * @return "cuMemAlloc returned 2 (out of memory)"
   */
  static String text(String call, int code) {
    Map<Integer, String> names =
        switch (Library.of(call)) {
          case DRIVER -> DRIVER_NAMES;
          case CUBLAS -> CUBLAS_NAMES;
          case CUSOLVER -> CUSOLVER_NAMES;
          case NVRTC -> NVRTC_NAMES;
        };
    return "%s returned %d (%s)".formatted(call, code, names.getOrDefault(code, "unknown status"));
  }

  /**
   * The exception for a failed call.
   *
   * @param call the call, by CUDA's name
   * @param code its status, not 0
   * @param scene where it was made
   * @return one of the three outcomes
   */
  static BackendException exception(String call, int code, Scene scene) {
    String what = text(call, code) + " on " + scene.device();
    if (Library.of(call) == Library.DRIVER && sticky(code)) {
      return new BackendException.Poisoned(
          what
              + "; the device cannot be used by this process any more (last call known to have worked: "
              + scene.lastGood()
              + "); start again, and look at nvidia-smi and dmesg if it repeats");
    }
    if (outOfMemory(call, code)) {
      return new BackendException.OutOfMemory(
          "%s: %s, %s; free memory on the device, aggregate the table, or use --backend cpu"
              .formatted(
                  what,
                  scene.asked() > 0 ? "%,d bytes asked".formatted(scene.asked()) : "memory asked",
                  scene.free() < 0 ? "free memory unknown" : "%,d free".formatted(scene.free())));
    }
    return new BackendException.Rejected(what);
  }

  private static boolean outOfMemory(String call, int code) {
    return switch (Library.of(call)) {
      case DRIVER -> code == 2;
      // cublasCreate says "not initialized" when its workspace does not fit.
      case CUBLAS -> code == 3 || code == 1 && call.equals("cublasCreate");
      case CUSOLVER -> code == 2 || code == 1 && call.equals("cusolverDnCreate");
      case NVRTC -> code == 1;
    };
  }
}
