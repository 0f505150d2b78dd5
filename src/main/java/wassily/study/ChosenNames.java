package wassily.study;

import wassily.scenario.Action;
import wassily.scenario.ActionResolver;
import wassily.scenario.Choice;
import wassily.scenario.Choices;

/** What the resolver of levers asks for, answered by the table's axes. */
record ChosenNames(Choices choices, String tableUnit) implements ActionResolver.Names {
  @Override
  public int[] regions(Choice choice) {
    return choices.regions(choice);
  }

  @Override
  public int[] sectors(Choice choice) {
    return choices.sectors(choice);
  }

  @Override
  public int[] categories(Choice choice) {
    return choices.categories(choice);
  }

  @Override
  public int[] consumers(Choice choice) {
    return choices.consumers(choice);
  }

  @Override
  public double currencyPerUnit(Action.DemandLift lift) {
    return 1 / lift.currency().inTableUnits(tableUnit);
  }
}
