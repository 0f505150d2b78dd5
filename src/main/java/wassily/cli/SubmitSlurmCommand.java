package wassily.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.run.RunDirectory;
import wassily.io.run.ShardNumbers;

/** Prints, or runs, the three commands that compute what is missing of a run and merge it. */
@Command(
    name = "slurm",
    description = {
      "Computes what is missing of a planned sweep as a Slurm job array, and merges it.",
      "",
      "  wassily submit slurm run/ --time 4:00:00                  prints three commands",
      "  wassily submit slurm run/ --go -- --partition=gpu -A me   runs them",
      "",
      "The same line again after failures submits only what is still missing. What it submits are",
      "scripts/slurm/shards.sbatch and merge.sbatch; copies of them can be edited and named."
    })
final class SubmitSlurmCommand implements Callable<Integer> {
  /** What sbatch said without the name of the cluster, for the shell that reads the line. */
  private static final String AFTER_JOB = "--dependency=\"afterany:${job%%;*}\"";

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder made by plan")
  Path folder;

  @Parameters(
      index = "1..*",
      paramLabel = "-- OPTION",
      description = "Further options of sbatch, for the array and the merge")
  List<String> further = List.of();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "RESULT.h5",
      description = "The result. Default: FOLDER.h5")
  Path out;

  @Option(
      names = "--array-limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many shards at once. Default: ${DEFAULT-VALUE}")
  int limit;

  @Option(
      names = "--gpus",
      paramLabel = "N",
      defaultValue = "1",
      description = "GPUs of a shard, 1 or 0. Default: ${DEFAULT-VALUE}")
  int gpus;

  @Option(
      names = "--time",
      paramLabel = "LIMIT",
      description = "Time limit of a shard, as Slurm writes it. Default: that of shards.sbatch")
  String time;

  @Option(
      names = "--stage",
      paramLabel = "FOLDER",
      description = "A folder on a disk of each node, to which the table is copied once")
  Path stage;

  @Option(
      names = "--scripts",
      paramLabel = "FOLDER",
      description = "Where shards.sbatch and merge.sbatch are. Default: those of this program")
  Path scripts;

  @Option(names = "--go", description = "Run the commands")
  boolean go;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (limit < 1 || gpus < 0 || gpus > 1) {
      throw new ParameterException(
          spec.commandLine(),
          limit < 1
              ? "--array-limit " + limit + ": at least 1"
              : "--gpus " + gpus + ": a shard works on one GPU, or on none");
    }
    Path from = (scripts == null ? Installed.SLURM.path() : scripts).toAbsolutePath().normalize();
    Path program = Installed.PROGRAM.path().toAbsolutePath().normalize();
    for (String name : List.of("shards.sbatch", "merge.sbatch")) {
      if (!Files.isRegularFile(from.resolve(name))) {
        throw new ParameterException(
            spec.commandLine(),
            "%s: no such file; say with --scripts where it is".formatted(from.resolve(name)));
      }
    }
    var stdout = spec.commandLine().getOut();
    Path run = folder.toAbsolutePath().normalize();
    Path result =
        out == null
            ? run.resolveSibling(run.getFileName() + ".h5")
            : out.toAbsolutePath().normalize();
    RunDirectory planned = RunDirectory.open(folder);
    planned.requireProgram(Version.text());
    String missing = ShardNumbers.text(planned.missing());
    var merge = new ArrayList<String>();
    if (!go) {
      stdout.println("export WASSILY=" + quoted(program.toString()));
    }
    if (!missing.isEmpty()) {
      List<String> array = array(missing, from, run);
      if (go) {
        String job = submitted(array, program);
        stdout.println("array " + job);
        merge.add("--dependency=afterany:" + job);
      } else {
        stdout.println("job=$(" + shell(array) + ")");
        merge.add(AFTER_JOB);
      }
    }
    merge.addAll(further);
    merge.addAll(
        List.of(from.resolve("merge.sbatch").toString(), run.toString(), result.toString()));
    merge.addFirst("--parsable");
    merge.addFirst("sbatch");
    stdout.println(go ? "merge " + submitted(merge, program) : shell(merge));
    stdout.flush();
    return Exit.OK;
  }

  private List<String> array(String missing, Path from, Path run) {
    var array =
        new ArrayList<>(List.of("sbatch", "--parsable", "--array=" + missing + "%" + limit));
    if (gpus == 1) {
      array.add("--gres=gpu:1");
    }
    if (time != null) {
      array.add("--time=" + time);
    }
    array.addAll(further);
    array.add(from.resolve("shards.sbatch").toString());
    array.add(run.toString());
    if (stage != null) {
      array.addAll(List.of("--stage", stage.toString()));
    }
    return array;
  }

  /** Where the launcher says that things are: in a checkout, or in the self-contained image. */
  private enum Installed {
    SLURM("scripts/slurm", "lib/slurm"),
    PROGRAM("scripts/wassily", "bin/wassily");

    private final String checkout;
    private final String image;

    Installed(String checkout, String image) {
      this.checkout = checkout;
      this.image = image;
    }

    Path path() {
      String home = System.getProperty("wassily.image");
      return home == null
          ? Path.of(System.getProperty("wassily.home", "."), checkout)
          : Path.of(home, image);
    }
  }

  /** Runs sbatch; its talk goes to stderr, the number of the job comes back. */
  private static String submitted(List<String> command, Path program) throws IOException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("WASSILY", program.toString());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException(
          "sbatch cannot be run here; leave out --go and type the lines where it can", e);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(
            "sbatch refused the job (exit code %d)".formatted(process.exitValue()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sbatch worked", e);
    }
    return said.strip().split(";")[0]; // "id;cluster" where there are several clusters
  }

  private static String shell(List<String> command) {
    return command.stream().map(SubmitSlurmCommand::quoted).collect(Collectors.joining(" "));
  }

  /** As a shell reads it back. */
  private static String quoted(String word) {
    return word.equals(AFTER_JOB) || word.matches("[\\w@%+=:,./-]+")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
