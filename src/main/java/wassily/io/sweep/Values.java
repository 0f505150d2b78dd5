package wassily.io.sweep;

import java.util.List;
import java.util.regex.Pattern;
import wassily.label.NearestNames;
import wassily.scenario.Choice;
import wassily.table.BadDataException;

/** Reads single values: numbers, words, lists of names. */
public final class Values {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

  private Values() {}

  /**
   * Keys with values.
   *
   * @param yaml what stands there
   * @param what what it is, for messages
   * @param known the keys there may be, for messages
   * @return the keys
   */
  public static Yaml.Keys keys(Yaml yaml, String what, List<String> known) {
    if (yaml instanceof Yaml.Keys keys) {
      return keys;
    }
    throw wrong(yaml, what, known.isEmpty() ? "keys" : "keys (" + String.join(", ", known) + ")");
  }

  /**
   * Entries of a list; a single value stands for a list of one.
   *
   * @param yaml what stands there
   * @param what what it is, for messages
   * @return at least one
   */
  public static List<Yaml> items(Yaml yaml, String what) {
    if (yaml instanceof Yaml.Items list) {
      if (list.items().isEmpty()) {
        throw yaml.where().refusal(what + " is an empty list, expected at least one entry");
      }
      return list.items();
    }
    return List.of(yaml);
  }

  /**
   * A text.
   *
   * @param yaml what stands there
   * @param what what it is, for messages
   * @return not empty
   */
  public static String text(Yaml yaml, String what) {
    if (yaml instanceof Yaml.Scalar s && !s.value().isEmpty()) {
      return s.value();
    }
    throw wrong(yaml, what, "text");
  }

  /**
   * Texts.
   *
   * @param yaml one or a list
   * @param what what it is, for messages
   * @return at least one
   */
  public static List<String> texts(Yaml yaml, String what) {
    return items(yaml, what).stream().map(item -> text(item, what)).toList();
  }

  /**
   * Patterns that choose labels.
   *
   * @param yaml one or a list
   * @param what what it is, for messages
   * @return the choice with its line
   */
  public static Choice choice(Yaml yaml, String what) {
    return new Choice(texts(yaml, what), yaml.where());
  }

  static String word(Yaml yaml, String what, List<String> words) {
    String text = text(yaml, what);
    if (!words.contains(text)) {
      var near = NearestNames.of(text, words);
      throw yaml.where()
          .refusal(
              "%s is \"%s\", expected %s%s"
                  .formatted(
                      what,
                      text,
                      String.join(" or ", words),
                      near.isEmpty() ? "" : "; did you mean " + near.getFirst() + "?"));
    }
    return text;
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /**
   * A finite number.
   *
   * @param yaml what stands there
   * @param what what it is, for messages
   * @return the number
   */
  public static double number(Yaml yaml, String what) {
    return number(yaml, what, "a number");
  }

  static double number(Yaml yaml, String what, String expected) {
    if (yaml instanceof Yaml.Scalar s && isNumber(s.value())) {
      double value = Double.parseDouble(s.value());
      if (Double.isFinite(value)) {
        return value;
      }
    }
    throw wrong(yaml, what, expected);
  }

  /**
   * A whole number.
   *
   * @param yaml what stands there
   * @param what what it is, for messages
   * @param least the smallest that may be
   * @param most the largest that may be
   * @return the number
   */
  public static long whole(Yaml yaml, String what, long least, long most) {
    if (yaml instanceof Yaml.Scalar s && WHOLE.matcher(s.value()).matches()) {
      long value = Long.parseLong(s.value());
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw wrong(
        yaml,
        what,
        most == Long.MAX_VALUE
            ? "a whole number" + (least == Long.MIN_VALUE ? "" : " from " + least)
            : "a whole number from %d to %d".formatted(least, most));
  }

  /**
   * Refuses a value.
   *
   * @param yaml what stands there
   * @param what what it is
   * @param expected what should be there
   * @return the exception, with file and line
   */
  public static BadDataException wrong(Yaml yaml, String what, String expected) {
    return yaml.where().refusal("%s is %s, expected %s".formatted(what, yaml.kind(), expected));
  }
}
