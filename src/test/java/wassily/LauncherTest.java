package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.Command.Outcome;

/**
 * {@code scripts/wassily} in a project whose Java and Maven are shell scripts that tell what they
 * were asked: which one is found, what it is given, when a build is made.
 */
class LauncherTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What a JDK prints here: its version, its process, its folder, and one line per argument. */
  private static final String JAVA =
      """
      #!/bin/sh
      echo "java %s"
      echo "pid $$"
      echo "in $PWD"
      echo "locale $LC_ALL"
      for word; do echo "<$word>"; done
      exit ${FAKE_EXIT:-0}
      """;

  /** Notes that it was called, takes a moment, and makes the jar unless told otherwise. */
  private static final String MAVEN =
      """
      #!/bin/sh
      while [ "$1" != -f ]; do shift; done
      folder=${2%/pom.xml}
      echo "built with $JAVA_HOME" >> "$folder/maven.log"
      sleep 0.3
      case $FAKE_MAVEN in
        fails) echo "[ERROR] no such symbol" >&2; exit 1 ;;
        *) echo jar > "$folder/target/wassily.jar" ;;
      esac
      """;

  @TempDir private Path temporary;
  private Path project;
  private Path tools;
  private Path jvms;

  @BeforeEach
  void makeProject() throws IOException {
    project = temporary.resolve("a project");
    Path scripts = Files.createDirectories(project.resolve("scripts"));
    Path source = Path.of(System.getProperty("wassily.basedir", "."), "scripts");
    for (String name : List.of("wassily", "find-java.sh", "build-jar.sh")) {
      Files.copy(source.resolve(name), scripts.resolve(name));
      assertTrue(scripts.resolve(name).toFile().setExecutable(true));
    }
    Files.createDirectories(project.resolve("src/main/java"));
    Files.writeString(project.resolve("src/main/java/A.java"), "class A {}");
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    makeJar();
    // Sources as old as in a checkout that was made a while ago.
    for (String name : List.of("pom.xml", "src/main", "src/main/java", "src/main/java/A.java")) {
      age(project.resolve(name), 3600);
    }
    age(project.resolve("target/wassily.jar"), 1800);
    jvms = Files.createDirectories(temporary.resolve("jvms"));
    tools = Files.createDirectories(temporary.resolve("tools"));
    for (String name :
        List.of("bash", "sh", "readlink", "find", "mktemp", "mkdir", "mv", "rm", "sleep")) {
      offer(name);
    }
  }

  @Test
  void passesArgumentsFolderAndExitCode() throws Exception {
    jdk("25.0.3");
    Path elsewhere = Files.createDirectories(temporary.resolve("else where"));
    Outcome o = launcher("import", "a b", "*", "").in(elsewhere).with("FAKE_EXIT", 3).run(LIMIT);
    assertEquals(3, o.code(), o.err());
    assertEquals("", o.err());
    assertTrue(o.outLines().contains("in " + elsewhere.toRealPath()), o.out());
    assertTrue(o.outLines().contains("<-Dwassily.terminal=0>"), "stderr is a file here");
    assertTrue(o.out().endsWith("<import>\n<a b>\n<*>\n<>\n"), o.out());
    assertTrue(o.out().contains("<" + project.resolve("target/wassily.jar") + ">"), o.out());
  }

  @Test
  void becomesJavaSoThatSignalsReachIt() throws Exception {
    jdk("25.0.3");
    Outcome o = launcher().run(LIMIT);
    assertTrue(o.outLines().contains("pid " + o.pid()), o.pid() + " is not in\n" + o.out());
  }

  @Test
  void worksThroughLinks() throws Exception {
    jdk("25.0.3");
    Path first = temporary.resolve("first");
    Files.createSymbolicLink(first, project.resolve("scripts/wassily"));
    Path bin = Files.createDirectories(temporary.resolve("my bin"));
    Path second = Files.createSymbolicLink(bin.resolve("w"), Path.of("../first"));
    Outcome o = command(second, "info").run(LIMIT);
    assertEquals(0, o.code(), o.err());
    assertTrue(o.out().contains("<-Dwassily.home=" + project + ">"), o.out());
  }

  @Test
  void takesTheNewestJava() throws Exception {
    jdk("9");
    jdk("25.0.3");
    jdk("26-ea");
    jdk("21.0.1");
    assertEquals("java 26-ea", launcher().run(LIMIT).outLines().getFirst());
  }

  @Test
  void prefersJavaHomeWhenItIsNewEnough() throws Exception {
    Path own = jdk("25.0.3");
    jdk("26");
    assertEquals("java 25.0.3", launcher().with("JAVA_HOME", own).run(LIMIT).outLines().getFirst());
    Path old = jdk("17.0.15");
    assertEquals("java 26", launcher().with("JAVA_HOME", old).run(LIMIT).outLines().getFirst());
  }

  @Test
  void asksAJavaOnThePathForItsVersionWhenNoFileTellsIt() throws Exception {
    Path bin = Files.createDirectories(temporary.resolve("odd/bin"));
    script(
        bin.resolve("java"),
        """
        #!/bin/sh
        [ "$1" = -version ] && echo 'openjdk version "25.0.1" 2025-10-21' >&2 && exit
        echo odd
        """);
    Files.createSymbolicLink(tools.resolve("java"), bin.resolve("java"));
    Outcome o = launcher().run(LIMIT);
    assertEquals("odd", o.outLines().getFirst(), o.err());
  }

  @Test
  void saysInOneLineWhatIsMissing() throws Exception {
    Path seventeen = jdk("17.0.15");
    jdk("21.0.1");
    Outcome o = launcher("--version").with("JAVA_HOME", seventeen).run(LIMIT);
    assertEquals(1, o.code());
    assertEquals("", o.out());
    assertEquals(1, o.errLines().size(), o.err());
    for (String part : List.of("Java 25", "17 in " + seventeen, "21 in ", "temurin-25-jdk")) {
      assertTrue(o.err().contains(part), part + " is not in: " + o.err());
    }
    // Named once, though it is JAVA_HOME and in the usual folder too.
    assertEquals(o.err().indexOf("17 in"), o.err().lastIndexOf("17 in"), o.err());
  }

  @Test
  void addsFlagsOfTheUser() throws Exception {
    jdk("25");
    Outcome o = launcher("x").with("WASSILY_JAVA_OPTS", "-Xmx4g -Dq=*").run(LIMIT);
    List<String> out = o.outLines();
    assertTrue(out.indexOf("<-Xmx4g>") > out.indexOf("<-Xmx1g>"), o.out());
    assertTrue(out.indexOf("<-Dq=*>") > 0 && out.indexOf("<-Dq=*>") < out.indexOf("<-jar>"));
  }

  @Test
  void replacesOnlyTheCLocale() throws Exception {
    jdk("25");
    assertTrue(launcher().run(LIMIT).outLines().contains("locale C.UTF-8"));
    assertTrue(launcher().with("LC_ALL", "C").run(LIMIT).outLines().contains("locale C.UTF-8"));
    assertTrue(launcher().with("LANG", "zh_CN.GB18030").run(LIMIT).outLines().contains("locale "));
  }

  @Test
  void buildsWhenThereIsNoJarAndOnlyOnce() throws Exception {
    Path jdk = jdk("25.0.3");
    maven();
    Files.delete(project.resolve("target/wassily.jar"));
    Files.delete(project.resolve("target"));
    Outcome first = launcher().run(LIMIT);
    assertEquals(0, first.code(), first.err());
    assertEquals(1, first.errLines().size(), first.err());
    assertTrue(first.err().contains("building"), first.err());
    assertEquals(List.of("built with " + jdk), builds());
    assertEquals("", launcher().run(LIMIT).err());
    assertEquals(1, builds().size());
  }

  @Test
  void buildsAgainAfterAnEditADeletionAndAChangeOfThePom() throws Exception {
    jdk("25.0.3");
    maven();
    Path source = project.resolve("src/main/java/A.java");
    Files.writeString(source, "class A { }");
    launcher().run(LIMIT);
    assertEquals(1, builds().size());
    Files.delete(source);
    launcher().run(LIMIT);
    assertEquals(2, builds().size());
    Files.writeString(project.resolve("pom.xml"), "<project />");
    launcher().run(LIMIT);
    assertEquals(3, builds().size());
    // Maven may leave an old time on a jar that would not change: that must not build for ever.
    age(project.resolve("target/wassily.jar"), 1800);
    launcher().run(LIMIT);
    assertEquals(3, builds().size());
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    offer("flock");
    jdk("25.0.3");
    maven();
    Files.delete(project.resolve("target/wassily.jar"));
    try (var threads = Executors.newFixedThreadPool(4)) {
      var calls = new ArrayList<Callable<Outcome>>();
      for (int i = 0; i < 4; i++) {
        calls.add(() -> launcher().run(LIMIT));
      }
      for (var call : threads.invokeAll(calls)) {
        assertEquals(0, call.get().code(), call.get().err());
      }
    }
    assertEquals(1, builds().size());
  }

  @Test
  void withoutMavenItSaysSoOrRunsTheOldJar() throws Exception {
    jdk("25.0.3");
    Files.writeString(project.resolve("pom.xml"), "<project />");
    Outcome old = launcher().run(LIMIT);
    assertEquals(0, old.code(), old.err());
    assertEquals(1, old.errLines().size(), old.err());
    assertTrue(old.err().contains("sources are newer"), old.err());

    Files.delete(project.resolve("target/wassily.jar"));
    Outcome none = launcher().run(LIMIT);
    assertEquals(1, none.code());
    assertEquals(1, none.errLines().size(), none.err());
    assertTrue(none.err().contains("apt install maven"), none.err());
    assertEquals("", none.out());
  }

  @Test
  void aFailedBuildIsNotFollowedByARun() throws Exception {
    jdk("25.0.3");
    maven();
    Files.delete(project.resolve("target/wassily.jar"));
    Outcome o = launcher().with("FAKE_MAVEN", "fails").run(LIMIT);
    assertEquals(1, o.code());
    assertEquals("", o.out());
    assertTrue(o.err().contains("[ERROR] no such symbol"), o.err());
    assertTrue(o.errLines().getLast().contains("the build failed"), o.err());
    try (var left = Files.list(project.resolve("target"))) {
      assertFalse(left.anyMatch(f -> f.toString().contains("wassily.built")));
    }
  }

  private Command launcher(Object... arguments) {
    return command(project.resolve("scripts/wassily"), arguments);
  }

  private Command command(Path launcher, Object... arguments) {
    return Command.of(launcher)
        .and(arguments)
        .in(temporary)
        .with("PATH", tools)
        .with("HOME", temporary)
        .with("WASSILY_JVM_DIRS", jvms);
  }

  private Path jdk(String version) throws IOException {
    Path home = jvms.resolve("jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), JAVA.formatted(version));
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  private void maven() throws IOException {
    script(tools.resolve("mvn"), MAVEN);
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(project.resolve("maven.log"));
  }

  private void makeJar() throws IOException {
    Files.createDirectories(project.resolve("target"));
    Files.writeString(project.resolve("target/wassily.jar"), "jar");
  }

  private static void age(Path file, long seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  /** Puts a program of this machine on the PATH of the launcher. */
  private void offer(String program) throws IOException {
    Path installed =
        Stream.of("/usr/bin", "/bin", "/usr/local/bin")
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(program + " is not installed"));
    script(tools.resolve(program), "#!/bin/sh\nexec " + installed + " \"$@\"\n");
  }
}
