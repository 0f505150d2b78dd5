package wassily.report;

import java.util.List;
import java.util.Map;

/**
 * JSON for scripts within a page: maps, lists, texts, numbers, booleans and null. Numbers that JSON
 * does not have become null; {@code <} is written as an escape, so that no text can end the script.
 */
final class JsonText {
  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  static String of(Object value) {
    var text = new JsonText();
    text.add(value);
    return text.out.toString();
  }

  private void add(Object value) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> e : map.entrySet()) {
          out.append(separator);
          text(e.getKey().toString());
          out.append(':');
          add(e.getValue());
          separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String separator = "[";
        for (Object item : list) {
          out.append(separator);
          add(item);
          separator = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Double d -> out.append(Double.isFinite(d) ? d.toString() : "null");
      case Integer i -> out.append(i);
      case Long l -> out.append(l);
      case Boolean b -> out.append(b);
      case String s -> text(s);
      default ->
          throw new IllegalArgumentException(
              "no JSON is known for a " + value.getClass().getName());
    }
  }

  private void text(String s) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          // U+2028 and U+2029 end a line in older JavaScript.
          if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
