package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reads the class files and enforces architecture.md: which package may use which, which library
 * belongs to whom, what nobody calls. Each rule is shown to catch a class that breaks it.
 */
class ArchitectureTest {
  private static final Path CLASSES =
      Path.of(System.getProperty("wassily.basedir", "."), "target/classes");

  @Test
  void classesKeepTheLines() throws IOException {
    var found = new ArrayList<String>();
    var classes = references(CLASSES);
    // An empty or half-compiled folder would keep every rule.
    assertTrue(classes.size() > 30, classes.size() + " class files in " + CLASSES);
    classes.forEach(c -> found.addAll(ArchitectureRules.violations(c)));
    assertEquals(List.of(), found);
  }

  private static List<ClassReferences> references(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      var all = new ArrayList<ClassReferences>();
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        all.add(ClassReferences.of(ClassFile.of().parse(file)));
      }
      return all;
    }
  }

  /** Planted violations: package, class, a member of it, and a piece of the answer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          label       | Planted | wassily.table.MrioTable field;                    | label may use only
          label       | Planted | java.util.List<wassily.table.MrioTable> generic;  | label may use only
          label       | Planted | void f(wassily.linalg.Shape argument) {}          | label may use only
          label       | Planted | Object f() { return wassily.linalg.Shape.class; } | label may use only
          label       | Planted | Object f() { return new wassily.linalg.Shape[1]; }| label may use only
          linalg      | Planted | wassily.label.Region field;                       | linalg may use only
          io          | Planted | wassily.cli.Planted field;                        | io may use only
          table       | Planted | wassily.io.OutputFile field;                      | table may use only
          gadget      | Planted | wassily.label.Region field;                       | without a rule
          linalg.cuda | Planted | wassily.linalg.cpu.CpuBackendProvider field;      | ServiceLoader
          linalg      | Planted | wassily.linalg.cpu.CpuBackendProvider field;      | ServiceLoader
          cli         | Planted | wassily.linalg.cpu.CpuBackendProvider field;      | ServiceLoader
          io          | Planted | io.jhdf.HdfFile field;                            | belongs to [wassily.io.hdf5]
          io.text     | Planted | io.jhdf.HdfFile field;                            | belongs to [wassily.io.hdf5]
          account     | Planted | picocli.CommandLine f() { return null; }          | belongs to [wassily.cli]
          account     | Planted | @picocli.CommandLine.Option(names = "x") int x;   | belongs to [wassily.cli]
          io.hdf5     | Planted | de.siegmar.fastcsv.reader.CsvReader<?> field;     | belongs to [wassily.io.text]
          io.text     | Planted | org.dhatim.fastexcel.reader.Sheet field;          | belongs to [wassily.io.excel]
          table       | Planted | com.fasterxml.jackson.databind.ObjectMapper json; | belongs to
          label       | Planted | void f() { System.exit(1); }                      | must not end the process
          label       | Planted | void f() { System.out.println(); }                | stdout belongs
          label       | Planted | void f() { new Error().printStackTrace(); }       | printStackTrace
          label       | Planted | void f() { java.util.Locale.setDefault(null); }   | setDefault
          cli         | Planted | void f() throws Exception { Thread.sleep(1); }    | wait for what
          table       | Planted | double f() { return Math.random(); }              | has no seed
          table       | Planted | Object f() { return new java.util.Random(); }      | has no seed
          table.util  | Planted |                                                   | package is not called util
          table       | TableManager |                                              | say what it does
          """)
  void catches(String in, String name, String member, String answer, @TempDir Path folder)
      throws IOException {
    var found = new ArrayList<String>();
    for (var c : compiled(folder, "wassily." + in, name, member == null ? "" : member)) {
      if (c.packageName().equals("wassily." + in)) {
        found.addAll(ArchitectureRules.violations(c));
      }
    }
    assertFalse(found.isEmpty(), "not caught");
    for (String sentence : found) {
      assertTrue(sentence.contains(answer), found.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          account | wassily.table.MrioTable field;
          cli     | void f() { System.out.println(); System.exit(0); }
          io.hdf5 | io.jhdf.HdfFile field;
          io.text | com.fasterxml.jackson.databind.ObjectMapper json;
          table   | Object f() { return new java.util.SplittableRandom(7); }
          """)
  void accepts(String in, String member, @TempDir Path folder) throws IOException {
    for (var c : compiled(folder, "wassily." + in, "Planted", member)) {
      assertEquals(List.of(), ArchitectureRules.violations(c));
    }
  }

  private static List<ClassReferences> compiled(
      Path folder, String packageName, String name, String member) throws IOException {
    var sources = new ArrayList<JavaFileObject>();
    sources.add(source(packageName, name, member));
    if (member.contains("wassily.cli.Planted")) {
      sources.add(source("wassily.cli", "Planted", ""));
    }
    var messages = new StringWriter();
    boolean done =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                sources)
            .call();
    assertTrue(done, messages.toString());
    return references(folder);
  }

  private static JavaFileObject source(String packageName, String name, String member) {
    String text = "package %s; public class %s { %s }".formatted(packageName, name, member);
    return new SimpleJavaFileObject(
        URI.create("string:///" + packageName.replace('.', '/') + "/" + name + ".java"),
        JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
