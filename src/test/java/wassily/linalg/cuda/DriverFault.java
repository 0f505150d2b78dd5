package wassily.linalg.cuda;

import wassily.linalg.BackendException;

/**
 * What the driver, or a library in its own words, is made to return, and what has to come of it.
 */
enum DriverFault {
  INVALID_VALUE(1),
  OUT_OF_MEMORY(2),
  ILLEGAL_ADDRESS(700);

  private final int code;

  DriverFault(int code) {
    this.code = code;
  }

  /** A library's vague failure, with a driver that has nothing to say, is no death. */
  Class<? extends BackendException> expected(String call) {
    return switch (this) {
      case ILLEGAL_ADDRESS ->
          call.startsWith("cu") && !call.startsWith("cublas") && !call.startsWith("cusolver")
              ? BackendException.Poisoned.class
              : BackendException.Rejected.class;
      case OUT_OF_MEMORY -> BackendException.OutOfMemory.class;
      case INVALID_VALUE -> BackendException.Rejected.class;
    };
  }

  /** Codes of the driver are given to its own calls only; libraries get theirs. */
  int code(String call) {
    if (call.startsWith("cublas")) {
      return this == OUT_OF_MEMORY ? 3 : this == INVALID_VALUE ? 7 : 13;
    }
    if (call.startsWith("cusolver")) {
      return this == OUT_OF_MEMORY ? 2 : this == INVALID_VALUE ? 3 : 6;
    }
    if (call.startsWith("nvrtc")) {
      return this == OUT_OF_MEMORY ? 1 : 3;
    }
    return code;
  }
}
