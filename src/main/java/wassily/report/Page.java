package wassily.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One self-contained HTML page: texts, tables and charts below each other. Charts are drawn by
 * ECharts, which is part of the page; nothing is fetched, and the page forbids its own browser to.
 */
public final class Page {
  private static final String ECHARTS = "/wassily/report/echarts-6.1.0/echarts.min.js";

  private static final String STYLE =
      """
      :root { color-scheme: light; }
      body { font: 15px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff;
             max-width: 1080px; margin: 2rem auto; padding: 0 1.5rem; }
      h1 { font-size: 1.7rem; margin: 0 0 .3rem; }
      h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; border-bottom: 1px solid #ddd; }
      h3 { font-size: 1rem; margin: 1.6rem 0 .2rem; }
      table { border-collapse: collapse; margin: .6rem 0; font-variant-numeric: tabular-nums; }
      th, td { padding: .2rem .9rem .2rem 0; text-align: right; vertical-align: top; }
      th { font-weight: 600; border-bottom: 1px solid #bbb; }
      th.text, td.text { text-align: left; }
      td.text:first-child { white-space: nowrap; }
      tr:nth-child(even) td { background: #f6f7f9; }
      p.note { color: #555; max-width: 50rem; }
      p.bad { color: #a40000; font-weight: 600; }
      .chart { width: 100%; }
      """;

  private static final String DRAW =
      """
      window.addEventListener('error', function (e) {
        document.documentElement.setAttribute('data-error', e.message);
      });
      function draw(id, option) {
        var chart = echarts.init(document.getElementById(id), null, { renderer: 'svg' });
        chart.setOption(option);
        window.addEventListener('resize', function () { chart.resize(); });
      }
      """;

  private final String title;
  private final StringBuilder body = new StringBuilder();
  private final Map<String, Chart> charts = new LinkedHashMap<>();

  /**
   * Begins a page.
   *
   * @param title its title and first heading
   */
  public Page(String title) {
    this.title = title;
    body.append("<h1>").append(escaped(title)).append("</h1>\n");
  }

  /**
   * Begins a section.
   *
   * @param text its heading
   * @return this page
   */
  public Page heading(String text) {
    body.append("<h2>").append(escaped(text)).append("</h2>\n");
    return this;
  }

  /**
   * Adds a paragraph.
   *
   * @param text plain text
   * @return this page
   */
  public Page note(String text) {
    body.append("<p class=\"note\">").append(escaped(text)).append("</p>\n");
    return this;
  }

  /**
   * Adds a paragraph that nobody should overlook.
   *
   * @param text plain text
   * @return this page
   */
  public Page warning(String text) {
    body.append("<p class=\"bad\">").append(escaped(text)).append("</p>\n");
    return this;
  }

  /**
   * Adds a table.
   *
   * @param texts how many of the first columns are texts; the others are numbers, to the right
   * @param header a name for each column; an empty list leaves the header out
   * @param rows the cells, as many in each row
   * @return this page
   */
  public Page table(int texts, List<String> header, List<List<String>> rows) {
    body.append("<table>\n");
    if (!header.isEmpty()) {
      row("th", texts, header);
    }
    for (List<String> row : rows) {
      if (!header.isEmpty() && row.size() != header.size()) {
        throw new IllegalArgumentException(
            "%d cells in a table of %d columns: %s".formatted(row.size(), header.size(), row));
      }
      row("td", texts, row);
    }
    body.append("</table>\n");
    return this;
  }

  private void row(String tag, int texts, List<String> cells) {
    body.append("<tr>");
    for (int c = 0; c < cells.size(); c++) {
      body.append('<').append(tag).append(c < texts ? " class=\"text\">" : ">");
      body.append(escaped(cells.get(c))).append("</").append(tag).append('>');
    }
    body.append("</tr>\n");
  }

  /**
   * Adds a chart.
   *
   * @param chart what it shows
   * @return this page
   */
  public Page chart(Chart chart) {
    String id = "chart-" + (charts.size() + 1);
    charts.put(id, chart);
    body.append("<h3>").append(escaped(chart.title())).append("</h3>\n");
    body.append(
        "<div class=\"chart\" id=\"%s\" style=\"height:%dpx\"></div>\n"
            .formatted(id, ChartOption.height(chart)));
    return this;
  }

  /**
   * The whole page.
   *
   * @return HTML, UTF-8 when it is written
   */
  public String html() {
    var scripts = new ArrayList<String>();
    if (!charts.isEmpty()) {
      scripts.add(library());
      var drawing = new StringBuilder(DRAW);
      charts.forEach(
          (id, chart) ->
              drawing.append(
                  "draw('%s', %s);\n".formatted(id, JsonText.of(ChartOption.of(chart)))));
      scripts.add(drawing.toString());
    }
    var html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
            + " script-src 'unsafe-inline'; style-src 'unsafe-inline'\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width\">\n");
    html.append("<title>").append(escaped(title)).append("</title>\n");
    html.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    html.append(body);
    scripts.forEach(s -> html.append("<script>\n").append(s).append("</script>\n"));
    return html.append("</body>\n</html>\n").toString();
  }

  private static String library() {
    try (var in = Page.class.getResourceAsStream(ECHARTS)) {
      if (in == null) {
        throw new IllegalStateException(ECHARTS + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
