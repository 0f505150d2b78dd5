package wassily.io.sweep;

import java.util.List;
import java.util.Optional;
import wassily.label.NearestNames;
import wassily.scenario.Currency;
import wassily.scenario.Where;
import wassily.table.BadDataException;

/** The keys of one place of the file, held against its {@link Form}. */
public final class Fields {
  private final Yaml.Keys keys;
  private final Form form;
  private final String of;

  private Fields(Yaml.Keys keys, Form form, String of) {
    this.keys = keys;
    this.form = form;
    this.of = of;
  }

  /**
   * Checks that all keys are known and all required ones there.
   *
   * @param yaml what stands there
   * @param form what may
   * @param of what it is, for messages: "lever less-building"
   * @return the keys
   */
  public static Fields of(Yaml yaml, Form form, String of) {
    Yaml.Keys keys = Values.keys(yaml, of, form.keys());
    for (Yaml.Entry e : keys.entries().values()) {
      if (!form.keys().contains(e.key())) {
        throw e.where()
            .refusal(
                "unknown key \"%s\" in %s%s"
                    .formatted(e.key(), of, NearestNames.hint(e.key(), form.keys())));
      }
    }
    for (String key : form.required()) {
      if (!keys.entries().containsKey(key)) {
        throw keys.where()
            .refusal(
                "%s has no key \"%s\"%s"
                    .formatted(
                        of,
                        key,
                        form.required().size() == 1
                            ? ""
                            : "; needed are " + String.join(", ", form.required())));
      }
    }
    return new Fields(keys, form, of);
  }

  /**
   * What stands at a key.
   *
   * @param key a key of the form
   * @return empty when it is left out
   */
  public Optional<Yaml> find(String key) {
    if (!form.keys().contains(key)) {
      throw new IllegalArgumentException(form.name() + " has no key " + key);
    }
    return Optional.ofNullable(keys.entries().get(key))
        .map(
            e -> {
              if (e.value() instanceof Yaml.Nothing) {
                throw e.where().refusal("\"%s\" of %s has no value".formatted(key, of));
              }
              return e.value();
            });
  }

  /**
   * What stands at a key that is required.
   *
   * @param key a key of the form
   * @return its value
   */
  public Yaml get(String key) {
    return find(key).orElseThrow(() -> new IllegalArgumentException(key + " is not required"));
  }

  /**
   * Whether a key is there.
   *
   * @param key a key of the form
   * @return false when it is left out
   */
  public boolean has(String key) {
    return find(key).isPresent();
  }

  /**
   * The line of a key that is there.
   *
   * @param key the key
   * @return file and line
   */
  public Where at(String key) {
    return keys.entries().get(key).where();
  }

  /**
   * Where the place begins.
   *
   * @return file and line
   */
  public Where where() {
    return keys.where();
  }

  /** The place in words. */
  String of() {
    return of;
  }

  /**
   * A key with words for messages.
   *
   * @param key the key
   * @return "share of lever less-building"
   */
  public String called(String key) {
    return key + " of " + of;
  }

  /**
   * A text at a key that is required.
   *
   * @param key the key
   * @return not empty
   */
  public String text(String key) {
    return Values.text(get(key), called(key));
  }

  /**
   * A text.
   *
   * @param key the key
   * @return empty when it is left out
   */
  public Optional<String> findText(String key) {
    return find(key).map(v -> Values.text(v, called(key)));
  }

  /**
   * One of a few words.
   *
   * @param key the key
   * @param words what may stand there
   * @param otherwise what holds when it is left out
   * @return the word
   */
  public String word(String key, List<String> words, String otherwise) {
    return find(key).map(v -> Values.word(v, called(key), words)).orElse(otherwise);
  }

  /**
   * Yes or no.
   *
   * @param key the key
   * @return false when it is left out
   */
  public boolean flag(String key) {
    return word(key, List.of("true", "false"), "false").equals("true");
  }

  /**
   * A number.
   *
   * @param key the key
   * @return empty when it is left out
   */
  public Optional<Double> findNumber(String key) {
    return find(key).map(v -> Values.number(v, called(key)));
  }

  /** The only key there is. */
  Yaml.Entry only(String what) {
    if (keys.entries().size() != 1) {
      throw refusal(
          "%d keys in %s, expected one of %s: %s"
              .formatted(keys.entries().size(), of, what, String.join(", ", form.keys())));
    }
    Yaml.Entry only = keys.entries().firstEntry().getValue();
    find(only.key());
    return only;
  }

  /** All entries but one. */
  List<Yaml.Entry> others(String key) {
    return keys.entries().values().stream()
        .filter(e -> !e.key().equals(key))
        .peek(e -> find(e.key()))
        .toList();
  }

  /**
   * The keys currency and exchange-rate.
   *
   * @return the currency; the table's when left out
   */
  public Currency currency() {
    var code = findText("currency");
    var rate = findNumber("exchange-rate");
    if (rate.isPresent() && code.isEmpty()) {
      throw refusal(of + " has an exchange-rate and no currency that it is for");
    }
    if (rate.isPresent() && !(rate.get() > 0)) {
      throw Values.wrong(get("exchange-rate"), called("exchange-rate"), "more than 0");
    }
    return new Currency(code, rate, code.isPresent() ? at("currency") : where());
  }

  /**
   * Refuses the place.
   *
   * @param message what was found, what was expected
   * @return the exception, with file and line
   */
  public BadDataException refusal(String message) {
    return keys.where().refusal(message);
  }
}
