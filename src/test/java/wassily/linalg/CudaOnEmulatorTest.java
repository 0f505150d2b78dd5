package wassily.linalg;

import org.junit.jupiter.api.Nested;
import wassily.linalg.cuda.CudaTestBackends;

/** The CUDA backend keeps the contract through JCuda's real libraries, on an emulated driver. */
class CudaOnEmulatorTest {
  @Nested
  class Matrices extends BackendContract {
    @Override
    Backend open() {
      return CudaTestBackends.emulated("AUTO");
    }
  }

  @Nested
  class FactorsByRule extends FactorizationContract {
    @Override
    Backend open() {
      return CudaTestBackends.emulated("AUTO");
    }
  }

  @Nested
  class FactorsPivoted extends FactorizationContract {
    @Override
    Backend open() {
      return CudaTestBackends.emulated("ALWAYS");
    }
  }

  @Nested
  class Operations extends BackendOperationsContract {
    @Override
    Backend open() {
      return CudaTestBackends.emulated("AUTO");
    }
  }
}
