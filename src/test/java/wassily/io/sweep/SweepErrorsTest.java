package wassily.io.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.table.BadDataException;

/** Every refusal in errors.txt is one line that names the place. */
class SweepErrorsTest {
  @TempDir Path folder;

  /** A file and the message it gets. */
  record Case(String text, String message) {
    @Override
    public String toString() {
      return message;
    }
  }

  static List<Case> cases() throws IOException {
    String all;
    try (var in = SweepErrorsTest.class.getResourceAsStream("errors.txt")) {
      all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var cases = new ArrayList<Case>();
    for (String block : all.substring(all.indexOf("\n\n")).strip().split("\n\n")) {
      int at = block.indexOf("=> ");
      cases.add(new Case(expanded(block.substring(0, at)), block.substring(at + 3)));
    }
    return cases;
  }

  private static String expanded(String text) {
    return text.replaceAll("(?m)^HEAD$", "wassily: 1\ntable: t.h5")
        .replaceAll("(?m)^LEVER$", "levers:\n  a: {kind: intensity-scale, factor: 1}")
        .replaceAll("(?m)^END$", "responses: [total]");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefused(Case c) throws IOException {
    Path file = folder.resolve("sweep.yaml");
    Files.writeString(file, c.text());
    var e = assertThrows(BadDataException.class, () -> SweepFile.read(file));
    assertEquals(c.message(), e.getMessage().replace(file.toString(), "sweep.yaml"));
  }

  @Test
  void allAreThere() throws IOException {
    // A file that was cut short would pass.
    assertTrue(cases().size() >= 60, cases().size() + " cases");
  }
}
