package wassily.study;

import java.util.Arrays;
import java.util.stream.IntStream;
import wassily.table.MoneyUnit;

/**
 * Units of a study's figures.
 *
 * @param unit of the stressor
 * @param currency of amounts per person
 * @param headUnit of footprints per head: tonnes where the stressor is a mass
 * @param headFactor the stressor's unit in it
 */
record StudyUnits(String unit, String currency, String headUnit, double headFactor) {
  static StudyUnits of(CityAccounts a, CityOptions o) {
    String unit = a.stressor().unit();
    String currency =
        o.subject().currency().code().orElseGet(() -> MoneyUnit.parse(a.money()).currency());
    var factor = MassUnit.factor(unit, o.subject().referenceUnit());
    return new StudyUnits(
        unit, currency, factor.isPresent() ? o.subject().referenceUnit() : unit, factor.orElse(1));
  }

  double[] perHead(double[] byRegion, double[] population) {
    return IntStream.range(0, byRegion.length)
        .mapToDouble(r -> headFactor * byRegion[r] / population[r])
        .toArray();
  }

  static double[] percent(double[] shares) {
    return Arrays.stream(shares).map(v -> 100 * v).toArray();
  }
}
