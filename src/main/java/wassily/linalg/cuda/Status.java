package wassily.linalg.cuda;

import java.util.Map;
import java.util.Set;
import wassily.linalg.BackendException;

/**
 * What CUDA's status codes mean for the caller: a mistake, too little memory, or a device that
 * cannot be used, from the beginning or any more. The one place that knows the codes.
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
          Map.entry(226, "contained hardware error"),
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
          Map.entry(721, "tensor memory leak"),
          Map.entry(800, "not permitted"),
          Map.entry(801, "not supported"),
          Map.entry(802, "system not ready"),
          Map.entry(803, "driver and kernel module have different versions"),
          Map.entry(804, "forward compatibility is not supported on this device"),
          Map.entry(805, "no connection to the MPS server"),
          Map.entry(806, "the MPS server failed"),
          Map.entry(807, "the MPS server is not ready"),
          Map.entry(808, "the MPS server has too many clients"),
          Map.entry(809, "the MPS server has too many connections"),
          Map.entry(810, "the MPS server ended this client"),
          Map.entry(911, "error of a device outside CUDA"),
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
      Set.of(
          4, 201, 214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721, 810, 911,
          999);

  /** Driver codes of a card that gives this process no context: held alone by another, or MPS. */
  private static final Set<Integer> TAKEN = Set.of(46, 802, 803, 804, 805, 806, 807, 808, 809);

  /** Driver codes of an image that this device or driver cannot load. */
  private static final Set<Integer> BAD_IMAGE = Set.of(200, 209, 218, 222);

  /** Those of them that a driver of another age would load. */
  private static final Set<Integer> OTHER_DRIVER = Set.of(209, 222);

  /**
   * With so much free memory, handles that cannot be made do not fail for want of it: cuBLAS's take
   * 36 MiB, cuSOLVER's less.
   */
  private static final long ENOUGH_FOR_HANDLES = 256L << 20;

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
   * Tells whether NVRTC has written down what it did not like.
   *
   * @param code what nvrtcCompileProgram returned
   * @return true when the source or an option is at fault
   */
  static boolean hasCompilerLog(int code) {
    return code == 5 || code == 6;
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
   * @return one of the outcomes
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
    if (Library.of(call) == Library.DRIVER && TAKEN.contains(code)) {
      return new BackendException.Absent(
          what
              + "; another process may hold the card for itself (nvidia-smi -q -d COMPUTE says so): wait for its end, choose another card with --device, or use --backend cpu");
    }
    if (Library.of(call) == Library.DRIVER && OTHER_DRIVER.contains(code)) {
      return new BackendException.Absent(
          what
              + "; the driver does not fit this CUDA: update the driver, or give another toolkit with --cuda-path");
    }
    if (noHandle(call, code) && scene.free() >= ENOUGH_FOR_HANDLES) {
      return new BackendException.Absent(
          "%s with %,d bytes free; the library does not fit this driver or card: update the driver, or give another toolkit with --cuda-path"
              .formatted(what, scene.free()));
    }
    if (outOfMemory(call, code)) {
      return new BackendException.OutOfMemory(noMemory(call, what, scene));
    }
    return new BackendException.Rejected(what);
  }

  private static String noMemory(String call, String what, Scene scene) {
    String asked = scene.asked() > 0 ? "%,d bytes asked".formatted(scene.asked()) : "memory asked";
    if (call.equals("cuMemHostAlloc")) {
      return "%s: %s of the machine's memory, page-locked; raise the job's memory or its limit of locked memory (ulimit -l), use fewer --threads, or use --backend cpu"
          .formatted(what, asked);
    }
    return "%s: %s, %s; free memory on the device, aggregate the table, or use --backend cpu"
        .formatted(
            what,
            asked,
            scene.free() < 0 ? "free memory unknown" : "%,d free".formatted(scene.free()));
  }

  /** Handles say "not initialized" when their workspace does not fit, or nothing else does. */
  private static boolean noHandle(String call, int code) {
    return code == 1 && (call.equals("cublasCreate") || call.equals("cusolverDnCreate"));
  }

  private static boolean outOfMemory(String call, int code) {
    return switch (Library.of(call)) {
      case DRIVER -> code == 2;
      case CUBLAS -> code == 3 || noHandle(call, code);
      case CUSOLVER -> code == 2 || noHandle(call, code);
      case NVRTC -> code == 1;
    };
  }
}
