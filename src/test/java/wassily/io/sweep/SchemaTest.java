package wassily.io.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema and the parser know the same keys, and agree on examples. */
class SchemaTest {
  private static final Path DOCS = Path.of(System.getProperty("wassily.basedir", "."), "docs");
  private static final Pattern YAML_IN_MANUAL =
      Pattern.compile("(?s)<!-- (part|whole) -->\n```yaml\n(.*?)```");

  private static String text() throws IOException {
    try (var in = SweepFile.class.getResourceAsStream("/wassily/sweep.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text());
  }

  private static List<Error> errors(String yaml) throws IOException {
    return schema().validate(new YAMLMapper().readTree(yaml));
  }

  @Test
  void theSameKeys() throws IOException {
    JsonNode definitions = new ObjectMapper().readTree(text()).get("$defs");
    var published = new TreeMap<String, String>();
    for (var d : definitions.properties()) {
      if (d.getValue().path("additionalProperties").isBoolean()) {
        assertFalse(d.getValue().get("additionalProperties").asBoolean(), d.getKey());
        var required = new TreeSet<String>();
        d.getValue().path("required").forEach(key -> required.add(key.asText()));
        var keys = new TreeSet<String>();
        d.getValue().get("properties").fieldNames().forEachRemaining(keys::add);
        published.put(d.getKey(), keys + ", required " + required);
      }
    }
    var known = new TreeMap<String, String>();
    for (Form f : Form.all()) {
      known.put(f.name(), new TreeSet<>(f.keys()) + ", required " + new TreeSet<>(f.required()));
    }
    assertEquals(known, published);
    var kinds = new ArrayList<String>();
    definitions.at("/lever/properties/kind/enum").forEach(kind -> kinds.add(kind.asText()));
    assertEquals(LeverKind.words(), kinds);
  }

  /** The examples, and the whole files of the manual. */
  static Stream<String> whole() throws IOException {
    var texts = new ArrayList<String>();
    try (Stream<Path> files = Files.list(DOCS.resolve("examples"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        String text = Files.readString(file);
        if (text.contains("\nlevers:")) { // others are of studies and of schedulers
          texts.add(text);
        }
      }
    }
    assertFalse(texts.isEmpty(), "no example of a sweep");
    var manual = YAML_IN_MANUAL.matcher(Files.readString(DOCS.resolve("sweep-file.md")));
    while (manual.find()) {
      String yaml = manual.group(2);
      // Parts show some keys; with these four they are whole files.
      texts.add(
          manual.group(1).equals("whole")
              ? yaml
              : "wassily: 1\ntable: t.h5\n"
                  + (yaml.contains("levers:")
                      ? ""
                      : "levers: {a: {kind: intensity-scale, factor: $f, when: $w}}\n")
                  + (yaml.contains("levers:") || yaml.contains("design:")
                      ? ""
                      : "design: {grid: {f: 1, w: 1}}\n")
                  + (yaml.contains("responses:") ? "" : "responses: [total]\n")
                  + yaml);
    }
    return texts.stream();
  }

  @ParameterizedTest
  @MethodSource("whole")
  void examplesAreValid(String yaml) throws IOException {
    assertEquals(List.of(), errors(yaml), yaml);
    Path file = Files.createTempFile("sweep", ".yaml");
    try {
      Files.writeString(file, yaml);
      assertFalse(SweepFile.read(file).levers().isEmpty());
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void theManualHasExamples() throws IOException {
    assertTrue(whole().count() >= 10, whole().count() + " examples");
  }

  /**
   * What the parser refuses, the schema does, but for what schemas cannot say: variables and design
   * name each other, nothing stands twice, low ≤ high, versions of YAML.
   */
  @ParameterizedTest
  @MethodSource("wassily.io.sweep.SweepErrorsTest#cases")
  void refusalsAgree(SweepErrorsTest.Case c) throws IOException {
    boolean beyond =
        Stream.of(
                "gives \\$.* values",
                "stands on line",
                "no lever uses",
                "so nothing changes",
                "turns the sign of",
                "a log-normal draw is more than 0",
                "numbers the draws",
                "an alias",
                "a second document",
                "not YAML",
                "is there without being defined",
                "expected low",
                "flows have",
                "has no dimension",
                "file is empty",
                // Numbers that only YAML 1.1 knows or no double holds, and its other booleans.
                "\"\\.nan\"",
                "1e999",
                "expected true or false")
            .anyMatch(part -> Pattern.compile(part).matcher(c.message()).find());
    if (!beyond) {
      assertFalse(errors(c.text()).isEmpty(), "the schema accepts:\n" + c.text());
    }
  }
}
