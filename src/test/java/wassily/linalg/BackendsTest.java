package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import wassily.linalg.BackendProvider.Availability;

class BackendsTest {
  private static final BackendOptions OPTIONS = new BackendOptions(2, Optional.empty());
  private static final Availability READY = new Availability.Ready("a device");

  private record Fake(String name, Availability availability, boolean opens)
      implements BackendProvider {
    @Override
    public Availability probe(BackendOptions options) {
      return availability;
    }

    @Override
    public Backend open(BackendOptions options) {
      if (!opens) {
        throw new BackendException.Absent(name + " broke");
      }
      return new NamedBackend(name);
    }
  }

  private static Fake ready(String name) {
    return new Fake(name, READY, true);
  }

  private static Fake missing(String name) {
    return new Fake(name, new Availability.Missing("no " + name + " here"), true);
  }

  private static Backends.Chosen open(String name, BackendProvider... providers) {
    return Backends.open(name, OPTIONS, List.of(providers));
  }

  @Test
  void autoPrefersCuda() {
    var chosen = open("auto", ready("cpu"), ready("cuda"));
    assertEquals("cuda", chosen.backend().info().name());
    assertEquals(Optional.empty(), chosen.fallback());
  }

  @Test
  void autoFallsBackAndSaysWhy() {
    var probed = open("auto", ready("cpu"), missing("cuda"));
    assertEquals("cpu", probed.backend().info().name());
    assertEquals(Optional.of("no cuda here"), probed.fallback());
    var broken = open("auto", ready("cpu"), new Fake("cuda", READY, false));
    assertEquals("cpu", broken.backend().info().name());
    assertEquals(Optional.of("cuda broke"), broken.fallback());
    assertEquals(
        Optional.of("this version has no CUDA backend"), open("auto", ready("cpu")).fallback());
  }

  @Test
  void autoGivesUpWithAllReasons() {
    var absent =
        assertThrows(
            BackendException.Absent.class, () -> open("auto", missing("cpu"), missing("cuda")));
    assertEquals("no backend can be used: no cuda here; no cpu here", absent.getMessage());
  }

  @Test
  void anExplicitWishIsNeverReplaced() {
    assertEquals("cpu", open("cpu", ready("cpu"), ready("cuda")).backend().info().name());
    var absent =
        assertThrows(
            BackendException.Absent.class, () -> open("cuda", ready("cpu"), missing("cuda")));
    assertEquals("--backend cuda: no cuda here; use --backend cpu", absent.getMessage());
    absent =
        assertThrows(
            BackendException.Absent.class,
            () -> open("cuda", ready("cpu"), new Fake("cuda", READY, false)));
    assertEquals("cuda broke", absent.getMessage());
  }

  @Test
  void refusesUnknownNames() {
    var refused = assertThrows(IllegalArgumentException.class, () -> Backends.open("gpu", OPTIONS));
    assertEquals("no backend is called gpu; there are auto, cpu, cuda", refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new BackendOptions(0, Optional.empty()));
  }

  @Test
  void findsTheCpuBackendAsAService() {
    try (var backend = Backends.open("cpu", OPTIONS).backend()) {
      assertEquals("cpu", backend.info().name());
    }
    var probed = Backends.probe(OPTIONS);
    assertEquals(List.of("cuda", "cpu"), List.copyOf(probed.keySet()));
    var ready = assertInstanceOf(Availability.Ready.class, probed.get("cpu"));
    assertTrue(ready.description().contains("OpenBLAS 0.3"), ready.description());
  }
}
