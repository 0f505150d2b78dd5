package wassily.io.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import wassily.label.NearestNames;
import wassily.scenario.Response;
import wassily.scenario.Response.Quantity;
import wassily.scenario.Where;

/** Reads what is reported. */
final class ResponseReader {
  private static final String CHANGE = "change";

  /** Dimensions that only some quantities have; others are names of regions' groups. */
  private static final Map<String, Set<Quantity>> DIMENSIONS =
      Map.of(
          "category",
          Set.of(Quantity.D_CBA),
          "product",
          Set.of(Quantity.D_CBA),
          "producing-sector",
          Set.of(Quantity.D_CBA, Quantity.D_PBA, Quantity.VALUE_ADDED, Quantity.OUTPUT));

  private ResponseReader() {}

  /** A response without its place, to see that none stands twice. */
  private record Content(Quantity quantity, List<String> by, boolean change) {}

  static List<Response> read(Yaml yaml) {
    var responses = new ArrayList<Response>();
    var lines = new HashMap<Content, Where>();
    for (Yaml item : Values.items(yaml, "responses")) {
      Response r = response(item, Form.RESPONSE, false);
      Where before = lines.put(new Content(r.quantity(), r.by(), r.change()), r.where());
      if (before != null) {
        throw r.where().refusal("this response stands on line %d already".formatted(before.line()));
      }
      responses.add(r);
    }
    return responses;
  }

  private static Response response(Yaml item, Form form, boolean change) {
    if (item instanceof Yaml.Scalar s) {
      return check(new Response(quantity(s, form), List.of(), change, s.where()));
    }
    Yaml.Entry only = Fields.of(item, form, "a response").only("these");
    if (only.key().equals(CHANGE)) {
      return response(only.value(), Form.CHANGED, true);
    }
    var name = new Yaml.Scalar(only.key(), only.where());
    Fields f = Fields.of(only.value(), Form.RESPONSE_OPTIONS, "response " + only.key());
    List<String> by =
        f.find("by").map(value -> Values.texts(value, f.called("by"))).orElse(List.of());
    return check(new Response(quantity(name, form), by, change, only.where()));
  }

  private static Quantity quantity(Yaml.Scalar name, Form form) {
    return Stream.of(Quantity.values())
        .filter(q -> q.text().equals(name.value()))
        .findFirst()
        .orElseThrow(
            () ->
                name.where()
                    .refusal(
                        "unknown response \"%s\"%s"
                            .formatted(
                                name.value(), NearestNames.hint(name.value(), form.keys()))));
  }

  private static Response check(Response r) {
    String name = r.quantity().text();
    if (r.quantity() == Quantity.TOTAL && !r.by().isEmpty()) {
      throw r.where().refusal("total is one number per stressor; by: is for D_cba and D_pba");
    }
    if (r.quantity() == Quantity.VALUE_ADDED_GAP && !r.by().isEmpty()) {
      throw r.where().refusal("VA_gap is one number; by: is for VA");
    }
    if (r.quantity() == Quantity.FLOWS && r.by().size() != 2) {
      throw r.where()
          .refusal(
              "flows have %d dimensions, expected 2: by: [origin, consumer], as [region, region] or [quintile, quintile]"
                  .formatted(r.by().size()));
    }
    if (r.quantity() != Quantity.FLOWS && new HashSet<>(r.by()).size() != r.by().size()) {
      throw r.where().refusal("%s by %s: a dimension stands twice".formatted(name, r.by()));
    }
    for (String by : r.by()) {
      var quantities = DIMENSIONS.get(by);
      if (quantities != null && !quantities.contains(r.quantity())) {
        throw r.where().refusal("%s has no dimension \"%s\"".formatted(name, by));
      }
    }
    return r;
  }
}
