package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The formatter decides the layout of every source file. To apply it: {@code mvn test
 * -Dtest=FormatTest -Dwassily.format=apply}.
 *
 * <p>It runs as a test because tests are forked on the JDK 25 of the toolchain; inside Maven's own
 * JDK 17 it could not read this code.
 */
class FormatTest {
  @Test
  void sourcesAreFormatted() throws Exception {
    boolean apply = "apply".equals(System.getProperty("wassily.format"));
    var base = Path.of(System.getProperty("wassily.basedir", "."));
    var formatter = new Formatter();
    var wrong = new ArrayList<Path>();
    for (String root : List.of("src", "bench")) {
      try (var files = Files.walk(base.resolve(root))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          String before = Files.readString(file);
          String after =
              formatter.formatSource(
                  RemoveUnusedImports.removeUnusedImports(
                      ImportOrderer.reorderImports(before, JavaFormatterOptions.Style.GOOGLE)));
          if (!after.equals(before)) {
            if (apply) {
              Files.writeString(file, after);
            } else {
              wrong.add(base.relativize(file));
            }
          }
        }
      }
    }
    assertEquals(
        List.of(), wrong, "run: mvn test -Dtest=FormatTest -Dwassily.format=apply, then commit");
  }
}
