package wassily.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * TERM, USR1 and Ctrl-C while shards are computed: finish the batch, save, stop. A second TERM or a
 * second Ctrl-C ends the process at once, as it would have without us; USR1 only ever asks, since
 * schedulers send TERM to a program and to its wrapper, which passes USR1 on.
 *
 * <p>{@code sun.misc.Signal} of the module jdk.unsupported, not a shutdown hook: a hook begins when
 * the process already ends, with exit code 143, and would race with the batch in the BLAS library;
 * an unhandled USR1 kills the JVM. It is called by reflection because javac warns of the class and
 * nothing can silence that; scripts/image.sh names the module for the image. USR2 belongs to the
 * JVM.
 */
final class StopSignals implements BooleanSupplier, AutoCloseable {
  private static final String[] NAMES = {"TERM", "USR1", "INT"};

  private final AtomicBoolean asked = new AtomicBoolean();
  private final Runnable onFirst;
  private final Class<?> signal;
  private final Class<?> handler;
  private final Map<Object, Object> before = new LinkedHashMap<>();
  private final Set<Object> seen = ConcurrentHashMap.newKeySet();

  /** USR1. */
  private final Object reminder;

  /**
   * Begins to listen.
   *
   * @param onFirst what is said when the first signal comes
   */
  StopSignals(Runnable onFirst) {
    this.onFirst = onFirst;
    try {
      signal = Class.forName("sun.misc.Signal");
      handler = Class.forName("sun.misc.SignalHandler");
      reminder = signal.getConstructor(String.class).newInstance("USR1");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(), new Class<?>[] {handler}, (InvocationHandler) this::call);
      for (String name : NAMES) {
        Object s = signal.getConstructor(String.class).newInstance(name);
        before.put(s, handle(s, ours));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the module jdk.unsupported is missing", e);
    }
  }

  private Object handle(Object which, Object with) throws ReflectiveOperationException {
    return signal.getMethod("handle", signal, handler).invoke(null, which, with);
  }

  private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "handle" -> {
        Object which = arguments[0];
        boolean again = !seen.add(which);
        if (again && !which.equals(reminder)) {
          handle(which, before.get(which));
          signal.getMethod("raise", signal).invoke(null, which);
        } else if (!asked.getAndSet(true)) {
          onFirst.run();
        }
        yield null;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "stop";
    };
  }

  @Override
  public boolean getAsBoolean() {
    return asked.get();
  }

  @Override
  public void close() {
    try {
      for (var entry : before.entrySet()) {
        handle(entry.getKey(), entry.getValue());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
