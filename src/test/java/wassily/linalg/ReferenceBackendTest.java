package wassily.linalg;

import org.junit.jupiter.api.Nested;

/** The oracle keeps the contract too. */
class ReferenceBackendTest {
  @Nested
  class Matrices extends BackendContract {
    @Override
    Backend open() {
      return new ReferenceBackend(Pivoting.AUTO);
    }
  }

  @Nested
  class FactorsByRule extends FactorizationContract {
    @Override
    Backend open() {
      return new ReferenceBackend(Pivoting.AUTO);
    }

    @Override
    HostMatrix matrix(int n, long seed) {
      return TestMatrices.productive(n, seed);
    }
  }

  @Nested
  class FactorsPivoted extends FactorizationContract {
    @Override
    Backend open() {
      return new ReferenceBackend(Pivoting.ALWAYS);
    }
  }

  @Nested
  class FactorsNeverPivoted extends FactorizationContract {
    @Override
    Backend open() {
      return new ReferenceBackend(Pivoting.NEVER);
    }

    @Override
    HostMatrix matrix(int n, long seed) {
      return TestMatrices.dominant(n, seed);
    }
  }

  @Nested
  class ScenarioRows extends ScenarioRowsContract {
    @Override
    Backend open() {
      return new ReferenceBackend(Pivoting.AUTO);
    }
  }

  @Nested
  class Operations extends BackendOperationsContract {
    @Override
    Backend open() {
      return new ReferenceBackend(Pivoting.AUTO);
    }
  }

  @Nested
  class Groups extends GroupsContract {
    @Override
    Backend open() {
      return new ReferenceBackend(Pivoting.AUTO);
    }
  }

  @Nested
  class Draws extends DrawsContract {
    @Override
    Backend open() {
      return new ReferenceBackend(Pivoting.AUTO);
    }
  }
}
