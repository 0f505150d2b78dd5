package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.Command.Outcome;
import wassily.emulator.Emulator;

/**
 * {@code scripts/gpu-check.sh} as on a machine with a card: packed, unpacked, and run with bash,
 * tar, gzip and coreutils in PATH and nothing else, on the emulated CUDA. Says nothing about speed.
 */
class GpuCheckIT {
  /** 64 MB are promised; in the smaller of the two units of that name. */
  private static final long LARGEST = 64_000_000;

  /** Of gpu-check.sh; {@code timeout} and the others are coreutils. */
  private static final List<String> TOOLS =
      List.of("bash", "tar", "gzip", "timeout", "mkdir", "rm", "cat", "mv");

  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));

  @TempDir private static Path temporary;
  private static Path cuda;
  private static Path bin;
  private static Path check;

  @BeforeAll
  static void pack() throws Exception {
    cuda = Emulator.of(12).folder(); // skips without g++
    Path image = BuiltImage.tarball();
    bin = Files.createDirectory(temporary.resolve("bin"));
    for (String tool : TOOLS) {
      Path there =
          List.of(Path.of("/usr/bin", tool), Path.of("/bin", tool)).stream()
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(bin.resolve(tool), there);
    }
    Path packed = temporary.resolve("gpu-check.tar.gz");
    Outcome made =
        Command.of(BASE.resolve("scripts/gpu-check.sh"), "--pack", packed, "--image", image)
            .with("PATH", "/usr/bin:/bin")
            .run(Duration.ofMinutes(6));
    assertEquals(0, made.code(), made.err());
    assertTrue(Files.size(packed) <= LARGEST, Files.size(packed) + " bytes");
    Path unpacked = Files.createDirectory(temporary.resolve("un packed"));
    Outcome opened =
        Command.of("tar", "xzf", packed, "-C", unpacked)
            .with("PATH", "/usr/bin:/bin")
            .run(Duration.ofMinutes(1));
    assertEquals(0, opened.code(), opened.err());
    check = unpacked.resolve("gpu-check.sh");
  }

  private static Command bare(Object... options) {
    return Command.of("/bin/bash", check, temporary.resolve("work"), temporary.resolve("out"))
        .and("--n", 42, "--rounds", 1, "--repeats", 1)
        .and(options)
        .with("WASSILY_JAVA_OPTS", "-XX:TieredStopAtLevel=1") // seconds of work in 15 processes
        .with("PATH", bin)
        .with("HOME", temporary);
  }

  private static JsonNode report() throws Exception {
    return new ObjectMapper().readTree(temporary.resolve("out/gpu-check.json").toFile());
  }

  private static String verdict(JsonNode report, String begins) {
    for (JsonNode f : report.get("floors")) {
      if (f.get("name").asText().startsWith(begins)) {
        return f.get("verdict").asText();
      }
    }
    throw new AssertionError("no floor " + begins);
  }

  @Test
  void everythingIsProvedOnTheEmulator() throws Exception {
    Outcome ran =
        bare("--cuda-path", cuda).with("LD_LIBRARY_PATH", cuda).run(Duration.ofMinutes(8));
    String log = Files.readString(temporary.resolve("out/gpu-check.log"));
    // 7: nothing failed, and a speed of n = 42 is none.
    assertEquals(7, ran.code(), ran.out() + log);
    JsonNode report = report();
    assertEquals("incomplete", report.get("outcome").asText());
    assertEquals(10, report.get("floors").size());
    for (String right :
        List.of("normwise backward error, CPU", "normwise backward error, CUDA", "footprints of")) {
      assertEquals("passed", verdict(report, right), right);
    }
    assertEquals("passed", verdict(report, "failed checks of the selftest"));
    assertEquals("not measured", verdict(report, "LU with pivoting"));
    for (JsonNode step : report.get("steps")) {
      assertTrue(List.of("0", "-").contains(step.get("exit").asText()), step.toString());
    }
    assertTrue(report.at("/said/devices/backends/0/ready").asBoolean(), "devices");
    assertTrue(report.at("/said/kernels-1/right").asBoolean(), "kernels");
    assertTrue(report.at("/said/kernels-1/series/upload_file").has("gb_per_s"));
    assertEquals(3, report.at("/figures/footprint-cuda.wall/seconds").size());
    assertTrue(report.at("/said/phases-cuda-1/phases").size() > 3);
    for (String fact :
        List.of("commit", "cpu", "cores", "memory_bytes", "kernel", "java", "date")) {
      assertTrue(report.at("/machine").hasNonNull(fact), fact);
    }
    assertEquals(List.of(), List.of(temporary.resolve("work").toFile().list()), "left behind");
  }

  @Test
  void aProgramThatDoesNotRunIsReportedWithoutIt() throws Exception {
    Path broken = Files.createDirectories(temporary.resolve("broken/wassily/bin"));
    Files.copy(check, temporary.resolve("broken/gpu-check.sh"));
    Path program = broken.resolve("wassily");
    Files.writeString(program, "#!/bin/sh\necho 'no \"Java\" here' >&2\nexit 9\n");
    assertTrue(program.toFile().setExecutable(true));
    Outcome ran =
        Command.of("/bin/bash", temporary.resolve("broken/gpu-check.sh"))
            .and(temporary.resolve("work"), temporary.resolve("out"), "--n", 42)
            .with("PATH", bin)
            .run(Duration.ofMinutes(1));
    assertEquals(1, ran.code(), ran.err());
    JsonNode report = report();
    assertEquals("failed", report.get("outcome").asText());
    assertEquals("9", report.at("/steps/0/exit").asText());
    assertEquals("no \"Java\" here", report.at("/steps/0/note").asText());
    // Each step was tried all the same.
    var names = new ArrayList<String>();
    report.get("steps").forEach(step -> names.add(step.get("name").asText()));
    assertTrue(
        names.containsAll(List.of("devices", "selftest", "generate", "kernels-3")),
        names::toString);
  }

  @Test
  void wrongCommandLinesAreRefused() throws Exception {
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("a", "b", "--n", "100"),
            List.of("a", "b", "--rounds", "0"))) {
      Outcome ran =
          Command.of("/bin/bash", check)
              .and(words.toArray())
              .in(temporary)
              .with("PATH", bin)
              .run(Duration.ofSeconds(20));
      assertEquals(2, ran.code(), words + ran.err());
      assertEquals(1, ran.errLines().size(), ran.err());
    }
  }
}
