package wassily.linalg;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import wassily.linalg.BackendProvider.Availability;

/**
 * The choice {@code --backend auto|cpu|cuda}.
 *
 * <p>{@code auto} takes a GPU when there is one that can be used, else the CPU, and says why; a
 * backend asked for by name is opened or refused, never replaced.
 */
public final class Backends {
  /** What users may type. */
  public static final List<String> NAMES = List.of("auto", "cpu", "cuda");

  private static final String AUTO = "auto";

  /** What {@code auto} tries, in this order. */
  private static final List<String> PREFERENCE = List.of("cuda", "cpu");

  private Backends() {}

  /**
   * A backend that was opened.
   *
   * @param backend open, owned by the caller
   * @param fallback why a preferred backend was not taken, for people
   */
  public record Chosen(Backend backend, Optional<String> fallback) {}

  /**
   * Opens a backend.
   *
   * @param name "auto", "cpu" or "cuda"
   * @param options what the user asked for
   * @return the open backend
   * @throws IllegalArgumentException when there is no such name
   * @throws BackendException.Absent when the named one, or with "auto" none, can be opened
   * @throws BackendException.OutOfMemory when the named one has no memory left to start with
   */
  public static Chosen open(String name, BackendOptions options) {
    return open(name, options, installed());
  }

  /**
   * Looks at every backend that this version knows, without opening one.
   *
   * @param options what the user asked for
   * @return name → whether it can be opened, the preferred first
   */
  public static SequencedMap<String, Availability> probe(BackendOptions options) {
    return probe(options, installed());
  }

  /**
   * Says step by step what every backend found and what it misses.
   *
   * @param options what the user asked for
   * @return name → its steps, the preferred backend first
   */
  public static SequencedMap<String, List<BackendProvider.Finding>> inspect(
      BackendOptions options) {
    var found = new LinkedHashMap<String, List<BackendProvider.Finding>>();
    for (String name : PREFERENCE) {
      found.put(
          name,
          find(name, installed())
              .map(provider -> provider.inspect(options))
              .orElseGet(
                  () ->
                      List.of(
                          new BackendProvider.Finding(
                              name, false, "this version has no " + name + " backend"))));
    }
    return found;
  }

  static Chosen open(String name, BackendOptions options, List<BackendProvider> providers) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no backend is called %s; there are %s".formatted(name, String.join(", ", NAMES)));
    }
    if (!name.equals(AUTO)) {
      return switch (availability(name, options, providers)) {
        case Availability.Ready _ ->
            new Chosen(find(name, providers).orElseThrow().open(options), Optional.empty());
        case Availability.Missing(String why) ->
            throw new BackendException.Absent(
                "--backend %s: %s%s"
                    .formatted(name, why, name.equals("cpu") ? "" : "; use --backend cpu"));
      };
    }
    var reasons = new ArrayList<String>();
    for (String preferred : PREFERENCE) {
      switch (availability(preferred, options, providers)) {
        case Availability.Missing(String why) -> reasons.add(why);
        case Availability.Ready _ -> {
          try {
            Backend backend = find(preferred, providers).orElseThrow().open(options);
            return new Chosen(backend, reasons.stream().reduce((a, b) -> a + "; " + b));
          } catch (BackendException e) { // not there after all, or its memory is taken by others
            reasons.add(e.getMessage());
          }
        }
      }
    }
    throw new BackendException.Absent("no backend can be used: " + String.join("; ", reasons));
  }

  static SequencedMap<String, Availability> probe(
      BackendOptions options, List<BackendProvider> providers) {
    var found = new LinkedHashMap<String, Availability>();
    for (String name : PREFERENCE) {
      found.put(name, availability(name, options, providers));
    }
    return found;
  }

  private static Availability availability(
      String name, BackendOptions options, List<BackendProvider> providers) {
    return find(name, providers)
        .map(provider -> provider.probe(options))
        .orElseGet(
            () ->
                new Availability.Missing(
                    "this version has no %s backend".formatted(name.toUpperCase(Locale.ROOT))));
  }

  private static Optional<BackendProvider> find(String name, List<BackendProvider> providers) {
    return providers.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  private static List<BackendProvider> installed() {
    return ServiceLoader.load(BackendProvider.class, BackendProvider.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
