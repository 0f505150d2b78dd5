package wassily.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulator as a CUDA 12 and as a CUDA 13 machine, each in a process of its own. */
class VariantsTest {
  @ParameterizedTest
  @CsvSource({"12,false", "12,true", "13,false", "13,true"})
  void worksWithJCudasOwnLibraries(int cuda, boolean byPath, @TempDir Path folder)
      throws Exception {
    var emulator = Emulator.of(cuda);
    RetargetedNatives.unpack(cuda, folder);
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // a moment of work: not worth the better compiler
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                VariantProgram.class.getName(),
                Integer.toString(cuda)));
    if (byPath) {
      words.add(emulator.folder().toString());
    }
    var builder = new ProcessBuilder(words);
    builder.directory(folder.toFile());
    if (!byPath) {
      builder.environment().put("LD_LIBRARY_PATH", emulator.folder().toString());
    }
    var leaks = folder.resolve("leaks");
    builder.environment().put("WASSILY_EMULATOR_LEAKS", leaks.toString());
    var output = folder.resolve("output");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    var process = builder.start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    String text = Files.readString(output);
    assertEquals(0, process.exitValue(), text);
    // Second line: 2·25; 4 − 2·2/4; 4 + 1.5.
    assertEquals(cuda + " " + cuda + " " + cuda + "\n50.0 3.0 5.5\n", text);
    var left = Files.readAllLines(leaks);
    assertEquals("at exit:", left.getFirst());
    assertTrue(left.contains("1 × cuBLAS handle"), left::toString);
    assertTrue(
        left.stream().anyMatch(line -> line.startsWith("device memory 32 bytes")), left::toString);
  }
}
