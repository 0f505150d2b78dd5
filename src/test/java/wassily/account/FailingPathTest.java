package wassily.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;

/** What a failure in the middle leaves: nothing on the device, and itself as the reason. */
class FailingPathTest {
  private final List<DeviceMatrix> made = new ArrayList<>();

  private static MrioTable table() throws IOException {
    return SmallTables.generated(new GeneratorOptions(2, 3, 3));
  }

  /** Answers a call in another way; null: as the real one does. */
  private interface Answer {
    Object to(String call) throws Exception;
  }

  @SuppressWarnings("unchecked")
  private <T> T like(Class<T> type, T real, Answer answer) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              Object other = answer.to(method.getName());
              if (other != null) {
                return other;
              }
              try {
                Object result = method.invoke(real, arguments);
                if (result instanceof Factorization f) {
                  return like(Factorization.class, f, _ -> null);
                }
                if (result instanceof DeviceMatrix m) {
                  made.add(m);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void anInverseThatCannotBeScaledIsGivenBack() throws IOException {
    var lost = new BackendException.Poisoned("lost");
    try (var real = SmallTables.cpu();
        var table = table()) {
      Backend backend =
          like(
              Backend.class,
              real,
              call -> {
                if (call.equals("scaleRows")) {
                  throw lost;
                }
                return null;
              });
      try (var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
        made.clear();
        assertSame(lost, assertThrows(BackendException.Poisoned.class, system::inverse));
        assertEquals(1, made.size());
        DeviceMatrix l = made.getFirst();
        var host = HostMatrix.of(new double[6][6]);
        assertThrows(IllegalStateException.class, () -> l.download(host), "still open");
      }
    }
  }

  /** A matrix of a card that also fails to give memory back. */
  @Test
  void theFirstFailureIsTold() throws IOException {
    var second = new BackendException.Poisoned("cuMemFree returned 700");
    var m0 =
        new DeviceMatrix() {
          @Override
          public Shape shape() {
            return new Shape(6, 6);
          }

          @Override
          public void downloadRows(long firstRow, HostMatrix into) {
            into.set(0, 0, Double.NaN);
          }

          @Override
          public void close() {
            throw second;
          }
        };
    try (var real = SmallTables.cpu();
        var table = table()) {
      Backend backend =
          like(
              Backend.class,
              real,
              call ->
                  switch (call) {
                    case "upload" -> m0;
                    case "firstNotFinite" -> OptionalLong.of(0);
                    default -> null;
                  });
      var bad =
          assertThrows(
              BadDataException.class,
              () -> LeontiefSystem.factorize(table, backend, Progress.NONE));
      assertArrayEquals(new Throwable[] {second}, bad.getSuppressed());
    }
  }
}
