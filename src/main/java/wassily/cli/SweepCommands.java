package wassily.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands; those of sweeps are given their parts. */
final class SweepCommands implements IFactory {
  private final SweepParts parts;

  SweepCommands(SweepParts parts) {
    this.parts = parts;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> c : type.getDeclaredConstructors()) {
      if (c.getParameterCount() == 1 && c.getParameterTypes()[0] == SweepParts.class) {
        return type.cast(c.newInstance(parts));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
