package wassily.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;

/**
 * Labelled arrays as JSON: axes with their labels, and the values row-major in one list; null where
 * there is no number, because JSON has no NaN.
 */
final class ArrayJson {
  private ArrayJson() {}

  static void print(PrintWriter out, List<ResultArray> arrays) throws IOException {
    var json =
        new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(new DefaultPrettyPrinter());
    json.writeStartObject();
    for (ResultArray a : arrays) {
      json.writeObjectFieldStart(a.name());
      json.writeStringField("description", a.description());
      if (!a.unit().isEmpty()) {
        json.writeStringField("unit", a.unit());
      }
      json.writeArrayFieldStart("axes");
      for (ResultAxis axis : a.axes()) {
        json.writeStartObject();
        json.writeStringField("name", axis.name());
        texts(json, "labels", axis.labels());
        for (var c : axis.coordinates().entrySet()) {
          texts(json, c.getKey(), c.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("values");
      long columns = a.values().shape().columns();
      try (var arena = Arena.ofConfined()) {
        var row = HostMatrix.allocate(arena, 1, columns);
        for (long i = 0; i < a.values().shape().rows(); i++) {
          a.values().read(i, row);
          for (double v : row.row(0)) {
            number(json, v);
          }
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
    json.close();
    out.println();
    out.flush();
  }

  private static void number(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String t : texts) {
      json.writeString(t);
    }
    json.writeEndArray();
  }
}
