package wassily.linalg;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import wassily.linalg.cpu.CpuBackendProvider;

/** The CPU backend on the bundled OpenBLAS keeps the contract, with one thread and with two. */
class CpuBackendTest {
  static Backend cpu(int threads) {
    return new CpuBackendProvider().open(new BackendOptions(threads, Optional.empty()));
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
  }

  @Nested
  class FactorsTwoThreads extends FactorizationContract {
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
  class OperationsTwoThreads extends BackendOperationsContract {
    @Override
    Backend open() {
      return cpu(2);
    }
  }
}
