package wassily.linalg;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Prints how many tests of a class, with those nested in it, have run and how many passed: the
 * proof that a suite was not skipped.
 */
final class CountedTests implements AfterTestExecutionCallback, AfterAllCallback {
  private final AtomicInteger ran = new AtomicInteger();
  private final AtomicInteger passed = new AtomicInteger();
  private final String what;

  /**
   * Counts.
   *
   * @param what for the line: "contract tests of the CUDA backend on the emulated CUDA 12"
   */
  CountedTests(String what) {
    this.what = what;
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    ran.incrementAndGet();
    if (context.getExecutionException().isEmpty()) {
      passed.incrementAndGet();
    }
  }

  /** Called for nested classes too; the outermost is the last. */
  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getRequiredTestClass().getEnclosingClass() == null) {
      System.out.println("%s: %d ran, %d passed".formatted(what, ran.get(), passed.get()));
    }
  }
}
