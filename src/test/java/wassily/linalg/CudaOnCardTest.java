package wassily.linalg;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import wassily.linalg.cuda.CudaTestBackends;

/**
 * The CUDA backend keeps the contract on a real card; {@code -Dwassily.gpu=required} forbids a
 * skip.
 */
@Tag("gpu")
class CudaOnCardTest {
  @Nested
  class Matrices extends BackendContract {
    @Override
    Backend open() {
      return CudaTestBackends.card("AUTO");
    }
  }

  @Nested
  class FactorsByRule extends FactorizationContract {
    @Override
    Backend open() {
      return CudaTestBackends.card("AUTO");
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
      return CudaTestBackends.card("ALWAYS");
    }
  }

  @Nested
  class FactorsNeverPivoted extends FactorizationContract {
    @Override
    Backend open() {
      return CudaTestBackends.card("NEVER");
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
      return CudaTestBackends.card("AUTO");
    }
  }

  @Nested
  class Operations extends BackendOperationsContract {
    @Override
    Backend open() {
      return CudaTestBackends.card("AUTO");
    }
  }

  @Nested
  class Groups extends GroupsContract {
    @Override
    Backend open() {
      return CudaTestBackends.card("AUTO");
    }
  }

  @Nested
  class Draws extends DrawsContract {
    @Override
    Backend open() {
      return CudaTestBackends.card("AUTO");
    }
  }
}
