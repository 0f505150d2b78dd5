package wassily.io.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import wassily.scenario.Where;
import wassily.table.BadDataException;

/**
 * Reads one YAML document. Everything is text: what {@code off} or {@code 1e3} means is for those
 * who ask. Keys that stand twice, aliases and further documents are refused.
 */
public final class YamlReader {
  private static final YAMLFactory FACTORY = new YAMLFactory();

  private final String file;
  private final String noun;
  private final YAMLParser parser;

  private YamlReader(String file, String noun, YAMLParser parser) {
    this.file = file;
    this.noun = noun;
    this.parser = parser;
  }

  /**
   * Reads a file.
   *
   * @param path YAML in UTF-8
   * @param noun what it should be, for messages: "sweep"
   * @return what stands in it
   * @throws BadDataException when it is missing or not YAML; with the line
   * @throws IOException when it cannot be read
   */
  public static Yaml read(Path path, String noun) throws IOException {
    String file = path.toString();
    if (!Files.isRegularFile(path)) {
      throw new BadDataException(
          file
              + (Files.isDirectory(path)
                  ? " is a folder, expected a %s file".formatted(noun)
                  : " does not exist"));
    }
    String text;
    try {
      text = Files.readString(path, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new BadDataException(file + ": not written in UTF-8; save it in that encoding", e);
    }
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    try (var parser = FACTORY.createParser(text)) {
      return new YamlReader(file, noun, parser).document();
    } catch (JsonProcessingException e) {
      throw notYaml(file, e);
    }
  }

  private static BadDataException notYaml(String file, JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      var mark = marked.getProblemMark();
      return new BadDataException(
          "%s: not YAML: %s (column %d)"
              .formatted(
                  new Where(file, mark.getLine() + 1), marked.getProblem(), mark.getColumn() + 1),
          e);
    }
    int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
    return new BadDataException(
        new Where(file, line)
            + ": not YAML: "
            + e.getOriginalMessage().lines().findFirst().orElse(""),
        e);
  }

  private Yaml document() throws IOException {
    if (parser.nextToken() == null) {
      throw new BadDataException(file + ": the file is empty, expected a %s file".formatted(noun));
    }
    Yaml root = value();
    if (parser.nextToken() != null) {
      throw here().refusal("a second document (---); one file holds one " + noun);
    }
    return root;
  }

  private Where here() {
    return new Where(file, parser.currentTokenLocation().getLineNr());
  }

  private Yaml value() throws IOException {
    Where where = here();
    if (parser.isCurrentAlias()) {
      throw where.refusal("an alias (*" + parser.getText() + "); write it out");
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> keys(where);
      case START_ARRAY -> items(where);
      case VALUE_NULL -> new Yaml.Nothing(where);
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new Yaml.Scalar(parser.getText().strip(), where);
      default -> throw where.refusal("a YAML tag that is not used in %s files".formatted(noun));
    };
  }

  private Yaml keys(Where where) throws IOException {
    var entries = new LinkedHashMap<String, Yaml.Entry>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Where line = here();
      var before = entries.get(key);
      if (before != null) {
        throw line.refusal(
            "key \"%s\" stands on line %d already; keep one".formatted(key, before.where().line()));
      }
      parser.nextToken();
      entries.put(key, new Yaml.Entry(key, value(), line));
    }
    return new Yaml.Keys(entries, where);
  }

  private Yaml items(Where where) throws IOException {
    var items = new ArrayList<Yaml>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Yaml.Items(items, where);
  }
}
