package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Slurm is missing: installed by root, skipped by others; on a machine made of stubs. */
class SlurmLabTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path SCRIPTS =
      Path.of(System.getProperty("wassily.basedir", "."), "scripts/slurm").toAbsolutePath();

  /** All that the scripts need up to the question whether there is a Slurm. */
  private static final List<String> TOOLS =
      List.of(
          "bash", "dirname", "readlink", "mktemp", "rm", "timeout", "tail", "sh", "touch", "cat");

  @TempDir private Path folder;
  private Path bin;

  @BeforeEach
  void tools() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : TOOLS) {
      passOn(tool);
    }
  }

  private void passOn(String tool) throws IOException {
    stub(
        tool,
        "exec %s/%s \"$@\""
            .formatted(Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin" : "/bin", tool));
  }

  private void stub(String name, String text) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Command.Outcome run(Object... words) throws Exception {
    return Command.of(words)
        .with("PATH", bin)
        .with("LAB_SBIN", bin)
        .with("LAB", folder)
        .with("TMPDIR", folder)
        .run(LIMIT);
  }

  private Command.Outcome install() throws Exception {
    return run("bash", "-c", ". " + SCRIPTS.resolve("lab.sh") + "; lab_install");
  }

  @Test
  void withoutRootTheSelftestIsSkippedAndThatIsNoFailure() throws Exception {
    stub("id", "echo 1000");
    stub("apt-get", "echo must not be called >&2; exit 1");
    var ran = run("bash", SCRIPTS.resolve("selftest.sh"));
    assertEquals(0, ran.code(), ran.err());
    assertEquals(
        List.of(
            "slurm selftest: skipped: no slurmctld slurmd munged sbatch, and only root can install"
                + " slurm-wlm and munge by apt-get"),
        ran.outLines());
    try (var left = Files.list(folder)) {
      assertEquals(List.of(bin), left.toList());
    }
  }

  @Test
  void withoutAptItIsSkipped() throws Exception {
    stub("id", "echo 0");
    stub("slurmctld", "");
    var ran = install();
    assertEquals(1, ran.code());
    assertTrue(ran.out().startsWith("no slurmd munged sbatch, and only root"), ran.out());
  }

  @Test
  void rootInstallsItWithoutQuestions() throws Exception {
    stub("id", "echo 0");
    stub(
        "apt-get",
        "echo \"$DEBIAN_FRONTEND $*\" >>%s/calls; case \"$*\" in *install*) for t in slurmctld slurmd munged sbatch; do cp %s/id %s/$t; done ;; esac"
            .formatted(folder, bin, bin));
    passOn("cp");
    var ran = install();
    assertEquals(0, ran.code(), ran.out() + ran.err());
    assertEquals("", ran.out());
    List<String> calls = Files.readAllLines(folder.resolve("calls"));
    assertEquals(2, calls.size());
    assertTrue(calls.get(0).endsWith(" update"), calls.get(0));
    assertTrue(
        calls
            .get(1)
            .matches("noninteractive .* install -y --no-install-recommends slurm-wlm munge"),
        calls.get(1));
    Files.delete(folder.resolve("calls"));
    assertEquals(0, install().code());
    assertTrue(Files.notExists(folder.resolve("calls")), "installed again");
  }

  @Test
  void withoutNetworkItIsSkippedWithAptsLastWord() throws Exception {
    stub("id", "echo 0");
    stub(
        "apt-get", "echo 'Err: no network'; echo 'E: Unable to fetch some archives' >&2; exit 100");
    var ran = install();
    assertEquals(1, ran.code());
    assertTrue(
        ran.out()
            .strip()
            .endsWith(
                "apt-get could not install slurm-wlm and munge: E: Unable to fetch some archives"),
        ran.out());
  }

  @Test
  void packagesWithoutTheProgramsAreToldOf() throws Exception {
    stub("id", "echo 0");
    stub("apt-get", "exit 0");
    var ran = install();
    assertEquals(1, ran.code());
    assertTrue(ran.out().contains("do not have slurmctld slurmd munged sbatch"), ran.out());
  }
}
