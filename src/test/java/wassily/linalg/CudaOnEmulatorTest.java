package wassily.linalg;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import wassily.linalg.cuda.CudaTestBackends;

/** The CUDA backend keeps the contract through JCuda's real libraries, on an emulated driver. */
class CudaOnEmulatorTest {
  @RegisterExtension
  static final CountedTests COUNT =
      new CountedTests(
          "contract tests of the CUDA backend on the emulated CUDA "
              + Integer.getInteger("wassily.cuda", 12));

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

    @Override
    HostMatrix matrix(int n, long seed) {
      return TestMatrices.productive(n, seed);
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
  class FactorsNeverPivoted extends FactorizationContract {
    @Override
    Backend open() {
      return CudaTestBackends.emulated("NEVER");
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
      return CudaTestBackends.emulated("AUTO");
    }
  }

  @Nested
  class Operations extends BackendOperationsContract {
    @Override
    Backend open() {
      return CudaTestBackends.emulated("AUTO");
    }
  }

  @Nested
  class Groups extends GroupsContract {
    @Override
    Backend open() {
      return CudaTestBackends.emulated("AUTO");
    }
  }

  @Nested
  class Draws extends DrawsContract {
    @Override
    Backend open() {
      return CudaTestBackends.emulated("AUTO");
    }
  }
}
