package wassily.io.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wassily.label.Axis;
import wassily.label.Stressor;
import wassily.result.ResultAxis;
import wassily.scenario.Design;
import wassily.scenario.DrawPath;
import wassily.scenario.PathClass;
import wassily.scenario.Plan;
import wassily.scenario.ResponseShape;
import wassily.scenario.SweepSpec;
import wassily.table.BadDataException;

/**
 * plan.json: what decides the values stands under {@code content}, whose hash is the plan's; how
 * they are computed and where files were stands beside it.
 */
final class PlanJson {
  static final int VERSION = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PlanJson() {}

  /** The hash of what decides the values of a plan. */
  static String sha256(Plan plan) {
    return hash(content(plan, SweepSources.sha256(DesignCsv.bytes(plan))));
  }

  private static String hash(JsonNode content) {
    try {
      return SweepSources.sha256(MAPPER.writeValueAsBytes(content));
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }

  /** The file of a plan. */
  static byte[] write(StoredPlan stored, byte[] design) throws IOException {
    Plan plan = stored.plan();
    ObjectNode root = MAPPER.createObjectNode();
    root.put("wassily_run", VERSION);
    root.put("program", stored.program());
    root.put("sha256", stored.sha256());
    root.put("shards", plan.shards());
    root.put("device_bytes", plan.bytes());
    ArrayNode seconds = root.putArray("expected_seconds");
    plan.classes().forEach(c -> number(seconds, c.seconds()));
    root.put("table", stored.table().toString());
    root.put("sweep", stored.sweep().toString());
    ObjectNode sources = root.putObject("sources");
    stored.sources().forEach((file, hash) -> sources.put(file.toString(), hash));
    root.set("content", content(plan, SweepSources.sha256(design)));
    return (MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static ObjectNode content(Plan plan, String design) {
    ObjectNode c = MAPPER.createObjectNode();
    c.put("title", plan.title());
    c.put("table_sha256", plan.tableSha256());
    c.put("spec_sha256", plan.specSha256());
    c.put("design_sha256", design);
    texts(c.putArray("variables"), plan.design().variables());
    c.put("scenarios", plan.design().scenarios());
    c.put("distinct", plan.distinct());
    c.put("batch_size", plan.batchSize());
    ArrayNode stressors = c.putArray("stressors");
    for (Stressor s : plan.stressors().labels()) {
      stressors.addObject().put("name", s.name()).put("unit", s.unit());
    }
    ArrayNode responses = c.putArray("responses");
    for (ResponseShape r : plan.responses()) {
      ObjectNode node = responses.addObject();
      node.put("name", r.name()).put("unit", r.unit()).put("description", r.description());
      ArrayNode axes = node.putArray("axes");
      for (ResultAxis a : r.axes()) {
        ObjectNode axis = axes.addObject().put("name", a.name());
        texts(axis.putArray("labels"), a.labels());
        ObjectNode coordinates = axis.putObject("coordinates");
        a.coordinates().forEach((k, v) -> texts(coordinates.putArray(k), v));
      }
    }
    c.put("keep_all", plan.keep().all());
    ArrayNode quantiles = c.putArray("quantiles");
    plan.keep().quantiles().forEach(quantiles::add);
    ArrayNode verify = c.putArray("verify");
    plan.verify().forEach(verify::add);
    Plan.Device d = plan.device();
    c.putObject("device")
        .put("backend", d.backend())
        .put("name", d.name())
        .put("library", d.library())
        .put("threads", d.threads())
        .put("factorization", d.factorization());
    if (plan.draws() != DrawPath.NONE) {
      c.put("draws", plan.draws().name());
    }
    ArrayNode classes = c.putArray("classes");
    for (PathClass p : plan.classes()) {
      ObjectNode node = classes.addObject();
      node.put("what", p.what()).put("path", p.path()).put("scenarios", p.scenarios());
      node.put("flops", Double.isFinite(p.flops()) ? p.flops() : null);
    }
    return c;
  }

  /** JSON has no NaN. */
  private static void number(ArrayNode into, double value) {
    if (Double.isFinite(value)) {
      into.add(value);
    } else {
      into.addNull();
    }
  }

  private static double number(JsonNode node) {
    return node == null || node.isNull() ? Double.NaN : node.doubleValue();
  }

  private static void texts(ArrayNode into, List<String> texts) {
    texts.forEach(into::add);
  }

  /** Reads a plan, and refuses one that is not what was written. */
  static StoredPlan read(Path file, Path design) throws IOException {
    JsonNode root;
    try {
      root = MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw damaged(file);
    }
    if (root == null || root.path("wassily_run").asInt() != VERSION) {
      throw new BadDataException(
          "%s: is no plan of a run of version %d; make one with: wassily plan"
              .formatted(file, VERSION));
    }
    JsonNode c = root.path("content");
    String designHash = wassily.io.FileHash.sha256(design);
    if (!designHash.equals(c.path("design_sha256").asText())) {
      throw new BadDataException(
          design + ": is not the design of this plan; plan the sweep again in another folder");
    }
    List<String> variables = texts(c.path("variables"));
    DesignCsv.Rows rows = DesignCsv.read(design, variables.size());
    Plan plan;
    try {
      plan = plan(root, c, new Design(variables, rows.rows()), rows.distinctOf());
    } catch (RuntimeException e) {
      throw damaged(file);
    }
    String hash = hash(content(plan, designHash));
    if (!hash.equals(root.path("sha256").asText())) {
      throw damaged(file);
    }
    var sources = new LinkedHashMap<Path, String>();
    root.path("sources")
        .properties()
        .forEach(e -> sources.put(Path.of(e.getKey()), e.getValue().asText()));
    return new StoredPlan(
        root.path("program").asText(),
        plan,
        hash,
        Path.of(root.path("table").asText()),
        Path.of(root.path("sweep").asText()),
        sources);
  }

  private static BadDataException damaged(Path file) {
    return new BadDataException(
        file + ": is damaged or was edited; plan the sweep again in another folder");
  }

  private static Plan plan(JsonNode root, JsonNode c, Design design, int[] distinctOf) {
    var stressors = new ArrayList<Stressor>();
    c.path("stressors")
        .forEach(
            s -> stressors.add(new Stressor(s.path("name").asText(), s.path("unit").asText())));
    var responses = new ArrayList<ResponseShape>();
    for (JsonNode r : c.path("responses")) {
      var axes = new ArrayList<ResultAxis>();
      for (JsonNode a : r.path("axes")) {
        Map<String, List<String>> coordinates = new LinkedHashMap<>();
        a.path("coordinates")
            .properties()
            .forEach(e -> coordinates.put(e.getKey(), texts(e.getValue())));
        axes.add(new ResultAxis(a.path("name").asText(), texts(a.path("labels")), coordinates));
      }
      responses.add(
          new ResponseShape(
              r.path("name").asText(),
              r.path("unit").asText(),
              r.path("description").asText(),
              axes));
    }
    var quantiles = new ArrayList<Double>();
    c.path("quantiles").forEach(q -> quantiles.add(q.doubleValue()));
    var verify = new ArrayList<Integer>();
    c.path("verify").forEach(v -> verify.add(v.intValue()));
    var classes = new ArrayList<PathClass>();
    for (JsonNode p : c.path("classes")) {
      classes.add(
          new PathClass(
              p.path("what").asText(),
              p.path("path").asText(),
              p.path("scenarios").longValue(),
              number(p.get("flops")),
              number(root.path("expected_seconds").get(classes.size()))));
    }
    JsonNode d = c.path("device");
    return new Plan(
        c.path("title").asText(),
        c.path("table_sha256").asText(),
        c.path("spec_sha256").asText(),
        design,
        distinctOf,
        c.path("distinct").intValue(),
        c.path("batch_size").intValue(),
        root.path("shards").intValue(),
        Axis.of("stressor", stressors),
        responses,
        new SweepSpec.Keep(c.path("keep_all").booleanValue(), quantiles),
        verify,
        new Plan.Device(
            d.path("backend").asText(),
            d.path("name").asText(),
            d.path("library").asText(),
            d.path("threads").intValue(),
            d.path("factorization").asText()),
        classes,
        root.path("device_bytes").longValue(),
        DrawPath.valueOf(c.path("draws").asText(DrawPath.NONE.name())));
  }

  private static List<String> texts(JsonNode array) {
    var list = new ArrayList<String>();
    array.forEach(n -> list.add(n.asText()));
    return list;
  }
}
