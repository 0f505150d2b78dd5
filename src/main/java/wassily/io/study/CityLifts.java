package wassily.io.study;

import java.util.ArrayList;
import java.util.List;
import wassily.io.sweep.Fields;
import wassily.io.sweep.Form;
import wassily.io.sweep.Values;
import wassily.io.sweep.Yaml;
import wassily.study.CityOptions.Lift;

/** Reads the lifts of a city study's file: names with a set of regions and a target each. */
final class CityLifts {
  private static final Form LIFT =
      new Form("lift", List.of(), List.of("below", "quintiles", "target"));

  private CityLifts() {}

  static List<Lift> read(Yaml yaml) {
    var lifts = new ArrayList<Lift>();
    for (Yaml.Entry e : Values.keys(yaml, "lifts", List.of()).entries().values()) {
      lifts.add(lift(e));
    }
    return lifts;
  }

  private static Lift lift(Yaml.Entry entry) {
    Fields f = Fields.of(entry.value(), LIFT, "lift " + entry.key());
    if (f.has("below") == f.has("quintiles")) {
      throw entry
          .where()
          .refusal(
              "lift %s needs one of below (an amount per person) and quintiles with a target"
                  .formatted(entry.key()));
    }
    if (f.has("below")) {
      double below = CityStudyFile.positive(f.get("below"), f.called("below"));
      var target = f.has("target") ? target(entry, f) : Lift.Target.amount(below);
      return new Lift(entry.key(), Lift.Set.below(below), target, entry.where());
    }
    var quintiles =
        Values.items(f.get("quintiles"), f.called("quintiles")).stream()
            .map(y -> (int) Values.whole(y, f.called("quintiles") + " (1 = richest)", 1, 5))
            .distinct()
            .toList();
    return new Lift(entry.key(), Lift.Set.of(quintiles), target(entry, f), entry.where());
  }

  private static Lift.Target target(Yaml.Entry entry, Fields f) {
    if (!f.has("target")) {
      throw entry
          .where()
          .refusal(
              "lift %s has no target: an amount per person, or Q1 to Q5 for a quintile's mean"
                  .formatted(entry.key()));
    }
    String text = f.text("target");
    if (text.matches("[Qq][1-5]")) {
      return Lift.Target.meanOf(text.charAt(1) - '0');
    }
    return Lift.Target.amount(CityStudyFile.positive(f.get("target"), f.called("target")));
  }
}
