package wassily.linalg;

import org.junit.jupiter.api.Nested;
import wassily.linalg.cuda.CudaTestBackends;

/** The CUDA backend's Java part keeps the contract, on a driver of plain loops. */
class CudaOnHostTest {
  @Nested
  class Matrices extends BackendContract {
    @Override
    Backend open() {
      return CudaTestBackends.host("AUTO");
    }
  }

  @Nested
  class FactorsByRule extends FactorizationContract {
    @Override
    Backend open() {
      return CudaTestBackends.host("AUTO");
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
      return CudaTestBackends.host("ALWAYS");
    }
  }

  @Nested
  class FactorsNeverPivoted extends FactorizationContract {
    @Override
    Backend open() {
      return CudaTestBackends.host("NEVER");
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
      return CudaTestBackends.host("AUTO");
    }
  }

  @Nested
  class Operations extends BackendOperationsContract {
    @Override
    Backend open() {
      return CudaTestBackends.host("AUTO");
    }
  }

  @Nested
  class Groups extends GroupsContract {
    @Override
    Backend open() {
      return CudaTestBackends.host("AUTO");
    }
  }

  @Nested
  class Draws extends DrawsContract {
    @Override
    Backend open() {
      return CudaTestBackends.host("AUTO");
    }
  }
}
