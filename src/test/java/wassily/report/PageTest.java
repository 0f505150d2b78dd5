package wassily.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private static final String FOLDER = "/wassily/report/echarts-6.1.0/";

  /** Of dist/echarts.min.js in echarts-6.1.0.tgz as npm's registry has it. */
  private static final String ECHARTS_SHA256 =
      "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0";

  private static byte[] resource(String name) throws IOException {
    try (var in = PageTest.class.getResourceAsStream(FOLDER + name)) {
      assertTrue(in != null, name + " is missing");
      return in.readAllBytes();
    }
  }

  @Test
  void echartsIsWhatWasPublished() throws Exception {
    byte[] file = resource("echarts.min.js");
    assertEquals(
        ECHARTS_SHA256,
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    assertFalse(new String(file, StandardCharsets.UTF_8).contains("</script"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LICENSE", "NOTICE", "LICENSE-zrender", "LICENSE-d3"})
  void itsLicencesTravelWithIt(String name) throws IOException {
    assertTrue(resource(name).length > 100, name);
  }

  @Test
  void textIsText() {
    String html =
        new Page("a < b & c")
            .heading("<script>alert(1)</script>")
            .note("\"x\"")
            .table(1, List.of("h", "n"), List.of(List.of("<b>", "1")))
            .html();
    assertTrue(html.contains("<title>a &lt; b &amp; c</title>"));
    assertTrue(html.contains("<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2>"));
    assertTrue(html.contains("<td class=\"text\">&lt;b&gt;</td><td>1</td>"));
    assertFalse(html.contains("<script>"), "no charts, no scripts");
  }

  @Test
  void needsNothingElse() {
    var bars =
        new Chart.Bars(
            "b",
            "%",
            List.of("one"),
            List.of(new Chart.Series("s", List.of(1.0))),
            false,
            Double.NaN,
            false);
    String html = new Page("p").chart(bars).html();
    assertTrue(html.contains("default-src 'none'"));
    String own = html.replaceFirst("(?s)<script>.*?</script>", ""); // without ECharts itself
    for (String outside : List.of("src=", "href=", "@import", "url(", "http://", "https://")) {
      assertFalse(own.contains(outside), outside);
    }
    assertTrue(html.contains("draw('chart-1', {"));
  }

  @Test
  void unevenTablesAndSeriesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Page("p").table(1, List.of("a", "b"), List.of(List.of("1"))));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Chart.Bars(
                "b",
                "",
                List.of("one", "two"),
                List.of(new Chart.Series("s", List.of(1.0))),
                true,
                Double.NaN,
                false));
  }
}
