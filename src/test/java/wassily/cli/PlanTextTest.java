package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.label.Axis;
import wassily.label.Stressor;
import wassily.result.ResultAxis;
import wassily.scenario.Design;
import wassily.scenario.Plan;
import wassily.scenario.ResponseShape;
import wassily.scenario.SweepSpec;

/** What a plan says of what is kept. */
class PlanTextTest {
  private static String keeps(int draws, int cells) {
    var labels = IntStream.range(0, cells).mapToObj(Integer::toString).toList();
    var rows = new double[draws][];
    for (int d = 0; d < draws; d++) {
      rows[d] = new double[] {d};
    }
    var plan =
        new Plan(
            "many",
            "",
            "",
            new Design(List.of("draw"), rows),
            IntStream.range(0, draws).toArray(),
            draws,
            1,
            1,
            Axis.of("stressor", List.of(new Stressor("CO2", "kt"))),
            List.of(
                new ResponseShape("T", "kt", "", List.of(new ResultAxis("region", labels))),
                new ResponseShape("total", "kt", "", List.of())),
            new SweepSpec.Keep(true, List.of()),
            List.of(),
            new Plan.Device("cpu", "", "", 1, ""),
            List.of(),
            0);
    var text = new StringWriter();
    PlanText.print(new PrintWriter(text, true), plan);
    return text.toString().lines().filter(l -> l.startsWith("keeps")).findFirst().orElseThrow();
  }

  /** 2²⁷ values of a scenario are the most: 2,048 draws of 65,536 cells. */
  @Test
  void drawsThatAreTooManyForStatisticsAreTold() {
    assertEquals("keeps     all scenarios: 1.07 GB", keeps(2048, 65_536));
    String one = keeps(2049, 65_536);
    assertTrue(one.contains("; no statistics over draws of T, which have more than"), one);
    assertTrue(one.contains("134,217,728 values"), one);
  }
}
