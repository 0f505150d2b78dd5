package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.Command.Outcome;

/**
 * {@code scripts/bench-peers.sh} with a table of n = 60: peers that are installed find our numbers,
 * the others are named. Nothing is said about speed.
 */
class BenchPeersIT {
  private static final Path BASE =
      Path.of(System.getProperty("wassily.basedir", ".")).toAbsolutePath();
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir private Path temporary;

  /** The program from the classes that are tested. */
  private Path launcher() throws Exception {
    Path launcher = temporary.resolve("wassily");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m \\
          --enable-native-access=ALL-UNNAMED -cp '%s' wassily.cli.Main "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin/java"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
    return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void peersFindOurNumbersOrAreNamed() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "skipped: " + PYTHON + " is not installed");
    Path json = temporary.resolve("peers.json");
    Outcome run =
        Command.of(BASE.resolve("scripts/bench-peers.sh"), "--n", 60, "--sectors", 6)
            .and("--launcher", launcher(), "--repeats", 1, "--retries", 0, "--threads", 1)
            .and("--work", temporary.resolve("work"), "--out", json)
            .with("PATH", "/usr/bin:/bin")
            .with("HOME", System.getProperty("user.home"))
            .with("PYTHONDONTWRITEBYTECODE", 1)
            .run(Duration.ofMinutes(5));
    assertEquals(0, run.code(), run.err());
    JsonNode report = new ObjectMapper().readTree(Files.readString(json));
    for (String peer :
        List.of(
            "scipy.linalg.lu_factor",
            "numpy.linalg.inv",
            "lu_factor, lu_solve",
            "best iteration",
            "pymrio calc_all",
            "A, inv(I-A), S.L.Y",
            "L and loops over blocks")) {
      JsonNode found = report.get("pairs").get(peer);
      if (found == null) {
        assertTrue(report.get("missing").hasNonNull(peer), "neither run nor missing: " + peer);
        assertTrue(run.out().contains("missing: " + peer), run.out());
        assertFalse(
            report.get("missing").get(peer).asText().contains("deviates"),
            report.get("missing").get(peer).asText());
        continue;
      }
      double ours = found.at("/ours/median").doubleValue();
      double theirs = found.at("/peer/median").doubleValue();
      assertEquals(theirs / ours, found.get("ratio").doubleValue(), 2 * Math.ulp(theirs / ours));
      assertTrue(found.at("/blas/name").asText().length() > 3, found.toString());
      assertTrue(found.get("ours_max_rss_bytes").longValue() > 1 << 20, found.toString());
    }
    assertTrue(report.get("missing").hasNonNull("cupy_lu.py"), "cards are told about");
    for (JsonNode t : report.get("targets")) {
      assertTrue(t.get("passed").isNull(), "nothing is promised of n = 60: " + t);
    }
  }
}
