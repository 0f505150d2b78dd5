package wassily.io.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import wassily.scenario.DesignSpec;
import wassily.scenario.Group;
import wassily.scenario.Lever;
import wassily.scenario.SweepSpec;
import wassily.scenario.Where;

/**
 * Reads a sweep file: table, levers, design and responses in one YAML file (docs/sweep-file.md).
 *
 * <p>Nothing is guessed: unknown keys, missing keys, wrong types, numbers out of range, variables
 * without values and values without a lever are refused in one line with the file, the line and the
 * nearest known name. What needs the table, such as the names of regions, is checked later.
 */
public final class SweepFile {
  private static final int VERSION = 1;

  private final Path file;
  private final Path folder;

  private SweepFile(Path file, Path folder) {
    this.file = file;
    this.folder = folder;
  }

  /**
   * Reads a file.
   *
   * @param file YAML in UTF-8
   * @return what it says; files that it names are relative to it
   * @throws wassily.table.BadDataException in one line, as {@code sweep.yaml:12: unknown key
   *     "sahre" in lever less-building; did you mean share?}
   * @throws IOException when it cannot be read
   */
  public static SweepSpec read(Path file) throws IOException {
    return read(file, file.resolveSibling(""));
  }

  /**
   * Reads a copy of a file that stood elsewhere.
   *
   * @param file YAML in UTF-8
   * @param folder what names in it are relative to
   * @return what it says
   * @throws IOException when it cannot be read
   */
  public static SweepSpec read(Path file, Path folder) throws IOException {
    return new SweepFile(file, folder).spec(YamlReader.read(file, "sweep"));
  }

  private Path resolve(String name) {
    return folder.resolve(name);
  }

  private SweepSpec spec(Yaml root) {
    Fields f = Fields.of(root, Form.SWEEP, "the sweep file");
    requireVersion(f.get("wassily"));
    var amounts = new Amounts();
    List<Group> groups = f.find("groups").map(GroupReader::read).orElse(List.of());
    List<Lever> levers = new LeverReader(this::resolve, amounts).read(f.get("levers"));
    var reader = new DesignReader(this::resolve, amounts.used());
    Where start = new Where(file.toString(), 0);
    DesignSpec design = f.find("design").map(reader::read).orElseGet(() -> reader.none(start));
    return new SweepSpec(
        f.findText("title").orElseGet(this::baseName),
        resolve(f.text("table")),
        f.findText("satellite"),
        f.find("stressors").map(y -> Values.texts(y, "stressors")).orElse(List.of()),
        groups,
        levers,
        design,
        ResponseReader.read(f.get("responses")),
        f.find("keep").map(SweepFile::keep).orElse(new SweepSpec.Keep(true, List.of())),
        f.find("verify").map(y -> (int) Values.whole(y, "verify", 0, 1_000_000)).orElse(0),
        start);
  }

  private static void requireVersion(Yaml yaml) {
    long version = Values.whole(yaml, "wassily (the version of the format)", 1, Long.MAX_VALUE);
    if (version != VERSION) {
      throw yaml.where()
          .refusal(
              "written in version %d of the format, this program reads version %d"
                  .formatted(version, VERSION));
    }
  }

  private String baseName() {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  private static SweepSpec.Keep keep(Yaml yaml) {
    if (yaml instanceof Yaml.Keys) {
      Fields f = Fields.of(yaml, Form.KEEP, "keep");
      String what = f.called("quantiles");
      return new SweepSpec.Keep(
          false,
          Values.items(f.get("quantiles"), what).stream().map(y -> quantile(y, what)).toList());
    }
    return switch (Values.word(yaml, "keep", List.of("all", "summary"))) {
      case "all" -> new SweepSpec.Keep(true, List.of());
      default -> new SweepSpec.Keep(false, SweepSpec.Keep.USUAL);
    };
  }

  private static double quantile(Yaml yaml, String what) {
    double q = Values.number(yaml, what);
    if (!(q >= 0 && q <= 1)) {
      throw Values.wrong(yaml, what, "numbers from 0 to 1");
    }
    return q;
  }
}
