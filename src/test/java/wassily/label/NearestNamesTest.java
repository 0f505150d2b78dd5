package wassily.label;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
  @Test
  void distances() {
    assertEquals(3, NearestNames.distance("kitten", "sitting"));
    assertEquals(1, NearestNames.distance("sahre", "share"));
    assertEquals(0, NearestNames.distance("", ""));
    assertEquals(4, NearestNames.distance("", "four"));
    // Optimal string alignment: no letter is changed twice; unrestricted it would be 2.
    assertEquals(3, NearestNames.distance("ca", "abc"));
  }

  @Test
  void nearestFirst() {
    assertEquals(List.of("share"), NearestNames.of("Sharé", List.of("shore", "share")));
    assertEquals(List.of(), NearestNames.of("xyz", List.of("share", "")));
    assertEquals(List.of("Electricity"), NearestNames.of("Elec", List.of("Coal", "Electricity")));
  }

  @Test
  void hints() {
    assertEquals("; did you mean share?", NearestNames.hint("shar", List.of("share", "from")));
    assertEquals("; there are: a1, b2", NearestNames.hint("something", List.of("a1", "b2")));
    assertEquals("", NearestNames.hint("something", List.of()));
    assertEquals(
        "; there are: q, w, e, r, t, z, u, i and 1 more",
        NearestNames.hint("xxxx", List.of("q", "w", "e", "r", "t", "z", "u", "i", "o")));
  }
}
