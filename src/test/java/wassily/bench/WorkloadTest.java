package wassily.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.progress.Progress;

/** Published workloads with two or three regions: that they are right, and say what they are. */
class WorkloadTest {
  @TempDir private Path folder;

  private WorkloadReport run(Workload workload, int regions, int sample, int total)
      throws IOException {
    try (Backend cpu = Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend()) {
      WorkloadReport report =
          workload.run(
              cpu,
              new Workload.Setting(OptionalInt.of(regions), sample, total, 2, 7, folder),
              Map.of(),
              Progress.NONE);
      assertTrue(report.right(), report.proofs().toString());
      assertFalse(report.proofs().isEmpty());
      assertTrue(report.notes().getLast().startsWith("n = "), "a trial is called one");
      try (var left = Files.list(folder)) {
        assertEquals(List.of(), left.toList());
      }
      return report;
    }
  }

  private static PhaseTimes step(WorkloadReport report, String name) {
    return report.steps().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void ensemblesAreWorkedOutFromASample() throws IOException {
    WorkloadReport report = run(new EnsembleWorkload(), 2, 3, 1_000);
    PhaseTimes draw = step(report, "a draw in all");
    assertEquals(3, draw.spread().seconds().size());
    assertEquals(1_000 * draw.spread().median(), report.estimates().getFirst().seconds());
    assertTrue(report.estimates().getFirst().how().endsWith("not measured"));
  }

  @Test
  void scenariosOfTechnology() throws IOException {
    WorkloadReport report = run(new RamaSceneWorkload(), 3, 4, 30);
    assertEquals(1, step(report, "4 scenarios").spread().seconds().size());
    assertTrue(
        report.notes().stream().anyMatch(n -> n.startsWith("A: 4 distinct")),
        report.notes().toString());
  }

  @Test
  void flowsBetweenCities() throws IOException {
    WorkloadReport report = run(new CityWorkload(), 5, 3, 313);
    assertTrue(
        report.proofs().stream().anyMatch(p -> p.name().equals("flows of both ways")),
        report.proofs().toString());
    assertEquals(
        3,
        step(report, "diag(S)·L·diag(y) of a consumer, summed by city").spread().seconds().size());
  }

  @Test
  void theShapesAreThoseOfThePublications() {
    assertEquals(7_987, new EnsembleWorkload().published().n());
    assertEquals(9_800, new RamaSceneWorkload().published().n());
    assertEquals(13_146, new CityWorkload().published().n());
  }

  @Test
  void aSampleIsOfSomething() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Workload.Setting(OptionalInt.empty(), 5, 4, 2, 7, folder));
  }
}
