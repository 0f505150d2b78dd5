package wassily.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What ECharts is told of a chart: its option object. */
final class ChartOption {
  /** Okabe and Ito's colours, told apart by people who confuse red and green; black left out. */
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999", "#f0e442");

  private ChartOption() {}

  static Map<String, Object> of(Chart chart) {
    return switch (chart) {
      case Chart.Bars bars -> bars(bars);
      case Chart.Lines lines -> lines(lines);
    };
  }

  /** Wide enough for the longest name of a category. */
  static int height(Chart chart) {
    return chart instanceof Chart.Bars b && b.horizontal()
        ? 110 + 26 * b.categories().size() * (b.stacked() ? 1 : Math.max(1, b.series().size()))
        : 400;
  }

  private static Map<String, Object> frame(int series) {
    var option = new LinkedHashMap<String, Object>();
    option.put("animation", false);
    option.put("color", COLOURS);
    option.put("textStyle", Map.of("fontFamily", "system-ui, sans-serif", "fontSize", 13));
    option.put(
        "grid",
        ordered(
            "left",
            16,
            "right",
            40,
            "top",
            series > 1 ? 62 : 40,
            "bottom",
            30,
            "containLabel",
            true));
    if (series > 1) {
      option.put("legend", ordered("top", 0, "left", 0, "type", "scroll", "itemGap", 16));
    }
    return option;
  }

  private static Map<String, Object> bars(Chart.Bars bars) {
    var option = frame(bars.series().size());
    option.put("tooltip", ordered("trigger", "axis", "axisPointer", Map.of("type", "shadow")));
    var names =
        ordered(
            "type",
            "category",
            "data",
            bars.categories(),
            "inverse",
            bars.horizontal(),
            "axisTick",
            Map.of("show", false));
    // A name above an axis begins where the axis stands: to its left it would be cut off.
    var values =
        ordered("type", "value", "name", bars.unit(), "nameTextStyle", Map.of("align", "left"));
    if (bars.stacked() && bars.unit().startsWith("%")) {
      values.put("max", 100);
    }
    if (bars.horizontal()) {
      values.put("nameLocation", "middle");
      values.put("nameGap", 30);
      values.put("nameTextStyle", Map.of("align", "center"));
    }
    option.put(bars.horizontal() ? "yAxis" : "xAxis", names);
    option.put(bars.horizontal() ? "xAxis" : "yAxis", values);
    var series = new ArrayList<Map<String, Object>>();
    for (Chart.Series s : bars.series()) {
      var one = ordered("type", "bar", "name", s.name(), "data", s.values(), "barMaxWidth", 48);
      if (bars.stacked()) {
        one.put("stack", "all");
      }
      if (series.isEmpty() && !Double.isNaN(bars.mark())) {
        one.put(
            "markLine",
            ordered(
                "symbol",
                "none",
                "silent",
                true,
                "lineStyle",
                ordered("color", "#444444", "type", "dashed"),
                "label",
                Map.of("show", false),
                "data",
                List.of(Map.of(bars.horizontal() ? "xAxis" : "yAxis", bars.mark()))));
      }
      series.add(one);
    }
    option.put("series", series);
    return option;
  }

  private static Map<String, Object> lines(Chart.Lines lines) {
    var option = frame(2);
    option.put("tooltip", Map.of("trigger", "item"));
    option.put("xAxis", marked(logarithmic(lines.horizontal(), 30), lines));
    option.put("yAxis", logarithmic(lines.vertical(), 12));
    var series = new ArrayList<Map<String, Object>>();
    for (Chart.Curve curve : lines.curves()) {
      series.add(
          ordered(
              "type",
              "line",
              "name",
              curve.name(),
              "symbolSize",
              7,
              "data",
              curve.points().stream().map(p -> List.of(p.x(), p.y())).toList()));
    }
    option.put("series", series);
    return option;
  }

  /** Ends beside the points, and is labelled where they are, not at powers of ten. */
  private static Map<String, Object> marked(Map<String, Object> axis, Chart.Lines lines) {
    List<Double> at =
        lines.curves().stream()
            .flatMap(c -> c.points().stream())
            .map(Chart.Point::x)
            .sorted()
            .distinct()
            .toList();
    if (!at.isEmpty()) {
      axis.put("min", at.getFirst() / 1.2);
      axis.put("max", at.getLast() * 1.2);
      axis.put("axisLabel", Map.of("customValues", at));
      axis.put("axisTick", Map.of("customValues", at));
      axis.put("splitLine", Map.of("show", false));
      axis.put("minorSplitLine", Map.of("show", false));
    }
    return axis;
  }

  private static Map<String, Object> logarithmic(String name, int gap) {
    var axis = ordered("type", "log", "name", name, "nameGap", gap);
    if (gap == 30) {
      axis.put("nameLocation", "middle");
    } else {
      axis.put("nameTextStyle", Map.of("align", "left"));
    }
    axis.put("minorSplitLine", Map.of("show", true));
    return axis;
  }

  private static Map<String, Object> ordered(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
