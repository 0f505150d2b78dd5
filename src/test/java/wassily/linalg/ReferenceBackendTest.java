package wassily.linalg;

import org.junit.jupiter.api.Nested;

/** The oracle keeps the contract too. */
class ReferenceBackendTest {
  @Nested
  class Matrices extends BackendContract {
    @Override
    Backend open() {
      return new ReferenceBackend();
    }
  }

  @Nested
  class Factors extends FactorizationContract {
    @Override
    Backend open() {
      return new ReferenceBackend();
    }
  }

  @Nested
  class Operations extends BackendOperationsContract {
    @Override
    Backend open() {
      return new ReferenceBackend();
    }
  }
}
