package wassily.cli;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;
import wassily.account.SensitiveCell;
import wassily.linalg.Pivoting;
import wassily.study.NetworkGraph;
import wassily.study.NetworkQuestion;

/** Options with a few words to choose from: typed and shown in lower case. */
final class Choices {
  private Choices() {}

  /** The enums of all commands; their {@code toString} is the word. */
  private static final List<Class<? extends Enum<?>>> ALL =
      List.of(
          FootprintCommand.By.class,
          AccountArgs.Of.class,
          BenchWorkloadCommand.Name.class,
          GenerateCommand.Preset.class,
          ImportCommand.Format.class,
          ImportReading.Output.class,
          ImportReading.ImportsChoice.class,
          NetworkGraph.Kind.class,
          NetworkQuestion.Base.class,
          Pivoting.class,
          SensitiveCell.Matrix.class,
          SensitiveCell.Ranking.class);

  /** Makes a command line understand them; to be called when all subcommands are there. */
  static void register(CommandLine line) {
    ALL.forEach(type -> register(line, type));
    line.registerConverter(Charset.class, Choices::charset);
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "\"%s\" is no known encoding; UTF-8 and GB18030 are two".formatted(name));
    }
  }

  private static <E extends Enum<?>> void register(CommandLine line, Class<E> type) {
    E[] words = type.getEnumConstants();
    line.registerConverter(
        type,
        text ->
            Arrays.stream(words)
                .filter(w -> w.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        new TypeConversionException(
                            "\"%s\"; choose one of %s"
                                .formatted(
                                    text,
                                    Arrays.stream(words)
                                        .map(E::toString)
                                        .collect(Collectors.joining(", "))))));
  }
}
