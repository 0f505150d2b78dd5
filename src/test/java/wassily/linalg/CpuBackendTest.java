package wassily.linalg;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import wassily.linalg.cpu.CpuBackendProvider;

/** The CPU backend on the bundled OpenBLAS keeps the contract, with one thread and with two. */
class CpuBackendTest {
  static Backend cpu(int threads) {
    return cpu(threads, Pivoting.AUTO);
  }

  static Backend cpu(int threads, Pivoting how) {
    return new CpuBackendProvider().open(new BackendOptions(threads, Optional.empty()).with(how));
  }

  @Nested
  class MatricesOneThread extends BackendContract {
    @Override
    Backend open() {
      return cpu(1);
    }
  }

  @Nested
  class MatricesTwoThreads extends BackendContract {
    @Override
    Backend open() {
      return cpu(2);
    }
  }

  @Nested
  class FactorsOneThread extends FactorizationContract {
    @Override
    Backend open() {
      return cpu(1);
    }

    @Override
    HostMatrix matrix(int n, long seed) {
      return TestMatrices.productive(n, seed);
    }
  }

  @Nested
  class FactorsByRule extends FactorizationContract {
    @Override
    Backend open() {
      return cpu(2, Pivoting.AUTO);
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
      return cpu(2, Pivoting.ALWAYS);
    }
  }

  @Nested
  class FactorsNeverPivoted extends FactorizationContract {
    @Override
    Backend open() {
      return cpu(2, Pivoting.NEVER);
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
      return cpu(2);
    }
  }

  @Nested
  class OperationsOneThread extends BackendOperationsContract {
    @Override
    Backend open() {
      return cpu(1);
    }
  }

  @Nested
  class GroupsOneThread extends GroupsContract {
    @Override
    Backend open() {
      return cpu(1);
    }
  }

  @Nested
  class OperationsTwoThreads extends BackendOperationsContract {
    @Override
    Backend open() {
      return cpu(2);
    }
  }

  @Nested
  class GroupsTwoThreads extends GroupsContract {
    @Override
    Backend open() {
      return cpu(2);
    }
  }

  @Nested
  class DrawsOneThread extends DrawsContract {
    @Override
    Backend open() {
      return cpu(1);
    }
  }

  @Nested
  class DrawsTwoThreads extends DrawsContract {
    @Override
    Backend open() {
      return cpu(2);
    }
  }
}
