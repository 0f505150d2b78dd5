package wassily.io.sweep;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import wassily.scenario.Action;
import wassily.scenario.Amount;
import wassily.scenario.AmountRange;
import wassily.scenario.Where;

/** Reads numbers and {@code $variables} of levers, and remembers where each variable is used. */
final class Amounts {
  static final Pattern NAME = Pattern.compile("\\p{L}[\\p{L}\\p{N}_.-]*");

  private final Map<String, Where> used = new LinkedHashMap<>();

  /** The variables met so far and the line of the first use of each. */
  Map<String, Where> used() {
    return used;
  }

  /** A number of a lever, checked where it is fixed. */
  Amount read(Fields lever, String key, AmountRange range) {
    return read(lever.get(key), lever.called(key), range);
  }

  /** The same, 1 where the key is left out. */
  Amount orOne(Fields lever, String key, AmountRange range) {
    return lever.has(key) ? read(lever, key, range) : Amount.ONE;
  }

  private Amount read(Yaml yaml, String what, AmountRange range) {
    if (yaml instanceof Yaml.Scalar s && s.value().startsWith("$")) {
      return variable(s);
    }
    double value =
        Values.number(yaml, what, "a number (%s) or a $variable".formatted(range.text()));
    if (!range.holds(value)) {
      throw Values.wrong(yaml, what, range.text());
    }
    return new Amount.Fixed(value);
  }

  private Amount variable(Yaml.Scalar scalar) {
    String name = scalar.value().substring(1);
    if (!NAME.matcher(name).matches()) {
      throw scalar
          .where()
          .refusal(
              "\"%s\" is no variable; its name begins with a letter, as $share"
                  .formatted(scalar.value()));
    }
    if (name.equals(Action.Perturb.DRAW)) {
      throw scalar
          .where()
          .refusal("the variable $draw numbers the draws of perturb; give yours another name");
    }
    used.putIfAbsent(name, scalar.where());
    return new Amount.Variable(name);
  }
}
