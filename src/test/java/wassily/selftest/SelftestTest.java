package wassily.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;

/** A right backend passes; one that is wrong in a single operation fails there. */
class SelftestTest {
  private static Backend cpu() {
    return Backends.open("cpu", new BackendOptions(1, Optional.empty())).backend();
  }

  private static List<SelftestCheck> failedOf(Backend tested) {
    try (tested;
        var reference = cpu()) {
      return Selftest.run(tested, reference, c -> {}).stream().filter(c -> !c.passed()).toList();
    }
  }

  @Test
  void aRightBackendPasses() {
    var told = new ArrayList<SelftestCheck>();
    try (var tested = cpu();
        var reference = cpu()) {
      List<SelftestCheck> all = Selftest.run(tested, reference, told::add);
      assertEquals(all, told);
      assertEquals(List.of(), all.stream().filter(c -> !c.passed()).toList());
      assertTrue(all.size() >= 90, all.size() + " checks");
      assertEquals(all.size(), all.stream().map(SelftestCheck::name).distinct().count());
    }
  }

  /** What a backend may do wrong after it has done it right. */
  private interface Fault {
    Object happens(Object made, Object[] arguments, Backend real);
  }

  /** A backend with wrong methods, of itself or of its factorizations. */
  private static Backend faulty(Map<String, Fault> faults) {
    Backend real = cpu();
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (_, called, arguments) -> {
              Object made = call(called, real, arguments, real, faults);
              return made instanceof Factorization f ? faulty(f, real, faults) : made;
            });
  }

  private static Object faulty(Factorization f, Backend real, Map<String, Fault> faults) {
    return Proxy.newProxyInstance(
        Backend.class.getClassLoader(),
        new Class<?>[] {Factorization.class},
        (_, called, arguments) -> call(called, f, arguments, real, faults));
  }

  private static Object call(
      Method method, Object on, Object[] arguments, Backend real, Map<String, Fault> faults)
      throws Throwable {
    try {
      Object made = method.invoke(on, arguments);
      Fault fault = faults.get(method.getName());
      return fault == null ? made : fault.happens(made, arguments, real);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The first row becomes larger by one part in 10⁹, which no printed table would show. */
  private static Object spoil(Backend real, Object matrix) {
    var m = (DeviceMatrix) matrix;
    var by = new double[(int) m.shape().rows()];
    Arrays.fill(by, 1);
    by[0] = 1 + 1e-9;
    real.scaleRows(by, m);
    return matrix;
  }

  private static Fault spoils(int argument) {
    return (made, arguments, real) -> {
      spoil(real, arguments[argument]);
      return made;
    };
  }

  private static final Fault SPOILS_RESULT = (made, _, real) -> spoil(real, made);

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            Map.of("upload", SPOILS_RESULT),
            List.of("upload and download 1 ", "upload from a source 1500 ")),
        Arguments.of(
            Map.of(
                "multiply", spoils(2),
                "diagonalMinus", spoils(1),
                "scaleRows", spoils(1),
                "scaleColumns", spoils(1)),
            List.of("product 65", "diagonal minus", "scaling of rows", "scaling of columns")),
        Arguments.of(
            Map.of("solve", spoils(0), "solveTransposed", spoils(0), "inverse", SPOILS_RESULT),
            List.of(
                "solve, Leontief matrix of order 520",
                "transposed solve, Leontief matrix of order 520",
                "inverse, Leontief matrix of order 520",
                "footprint against the plain formula",
                "footprint against the CPU",
                "certificate: backward_error_componentwise_output")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void wrongOperationsAreFound(Map<String, Fault> faults, List<String> checks) {
    List<SelftestCheck> failed = failedOf(faulty(faults));
    for (String check : checks) {
      assertTrue(
          failed.stream().anyMatch(c -> c.name().startsWith(check)),
          () -> check + " passed; failed: " + failed);
    }
  }

  @Test
  void blindnessForNaNIsFoundAndAnExceptionFailsItsCheckOnly() {
    var failed =
        failedOf(
            faulty(
                Map.of(
                    "firstNotFinite",
                    (_, _, _) -> OptionalLong.empty(),
                    "diagonalMinus",
                    (made, arguments, _) -> {
                      if (((double[]) arguments[0]).length == 65) {
                        throw new BackendException.Poisoned("the card is gone");
                      }
                      return made;
                    })));
    assertEquals(5 + 1, failed.size(), failed.toString());
    assertTrue(failed.subList(0, 5).stream().allMatch(c -> c.name().startsWith("search for NaN")));
    assertTrue(Double.isNaN(failed.getLast().figure()));
    assertEquals("Poisoned: the card is gone", failed.getLast().meaning());
  }

  @Test
  void boundsRefuseNaN() {
    assertFalse(new SelftestCheck("x", Double.NaN, 1, "").passed());
    assertTrue(new SelftestCheck("x", 0, 0, "").passed());
    assertFalse(new SelftestCheck("x", Math.ulp(0), 0, "").passed());
  }
}
