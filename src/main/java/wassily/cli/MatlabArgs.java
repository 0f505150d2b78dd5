package wassily.cli;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import wassily.io.matlab.MatlabImport;
import wassily.io.matlab.MatlabImporter;
import wassily.io.matlab.MatlabOptions;
import wassily.io.text.ImportSettings;
import wassily.io.text.MatrixPart;

/** What the user said about a MATLAB file, or another HDF5 file of matrices. */
final class MatlabArgs {
  private final ImportCommand c;
  private final Talk talk;

  MatlabArgs(ImportCommand command, Talk talk) {
    this.c = command;
    this.talk = talk;
  }

  MatlabImport read(ImportSettings settings) throws IOException {
    return MatlabImporter.read(options(settings), talk);
  }

  private MatlabOptions options(ImportSettings settings) {
    var p = c.parts;
    if (p.importedZ != null || !p.units.isEmpty()) {
      throw wrong("--imported-z and --units are for labelled text files, not for MATLAB");
    }
    var o =
        MatlabOptions.of(c.source, settings)
            .lying(Optional.ofNullable(p.layout), new HashSet<>(p.transposed))
            .withInputs(p.v, c.reading.importRows)
            .withHouseholdCategory(c.reading.householdCategory);
    o = named(o, MatrixPart.Z, p.z);
    o = named(o, MatrixPart.A, p.a);
    o = named(o, MatrixPart.Y, p.y);
    o = named(o, MatrixPart.X, p.x);
    o = named(o, MatrixPart.EXPORTS, p.exports);
    o = named(o, MatrixPart.POPULATION, p.population);
    o = named(o, MatrixPart.REGIONS, p.regions);
    o = named(o, MatrixPart.SECTORS, p.sectors);
    o = named(o, MatrixPart.CATEGORIES, p.categories);
    o = named(o, MatrixPart.INPUTS, p.inputs);
    p.requireAccounts(c.spec.commandLine());
    for (var account : p.f.entrySet()) {
      String name = account.getKey();
      o =
          o.withAccount(
              new MatlabOptions.Account(
                  name,
                  account.getValue(),
                  Optional.ofNullable(p.fY.get(name)),
                  Optional.ofNullable(p.stressors.get(name)),
                  p.unitOf.getOrDefault(name, "")));
    }
    return o;
  }

  private static MatlabOptions named(MatlabOptions o, MatrixPart part, Object name) {
    return name == null ? o : o.with(part, name.toString());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(c.spec.commandLine(), message);
  }
}
