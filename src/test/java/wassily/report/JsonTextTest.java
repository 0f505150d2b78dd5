package wassily.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void isReadBackByAnother() throws Exception {
    var value = new LinkedHashMap<String, Object>();
    value.put("text", "a \"quoted\" \\ word\n\t</script> \u2028 城市");
    value.put("numbers", Arrays.asList(1.5, -2e-300, 3, 4_000_000_000L));
    value.put("nothing", null);
    value.put("flags", List.of(true, false));
    value.put("empty", Map.of());
    value.put("none", List.of());
    String json = JsonText.of(value);
    assertFalse(json.contains("</"), json);
    var read = new ObjectMapper().readTree(json);
    assertEquals(value.get("text"), read.get("text").asText());
    assertEquals(-2e-300, read.get("numbers").get(1).doubleValue());
    assertEquals(4_000_000_000L, read.get("numbers").get(3).longValue());
    assertEquals(7, read.size() + 1);
    assertEquals(0, read.get("empty").size() + read.get("none").size());
  }

  @Test
  void whatJsonHasNoWordFor() {
    assertEquals("[null,null]", JsonText.of(List.of(Double.NaN, Double.POSITIVE_INFINITY)));
    assertThrows(IllegalArgumentException.class, () -> JsonText.of(new Object()));
  }
}
