package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JCuda's real libraries, rewritten for CUDA 13 and read again by binutils. */
class RetargetTest {
  private static final String CUBLAS = "libJCublas2-12.6.0-linux-x86_64.so";

  @TempDir Path folder;

  private static byte[] original(String name) throws IOException {
    return new JCudaNatives(Map.of(), Optional.empty()).packed(name);
  }

  private static byte[] for13(String name) throws IOException {
    return Retarget.of(name, original(name), ToolkitVersion.CUDA_13.renaming());
  }

  @ParameterizedTest
  @CsvSource({
    "libJCublas2-12.6.0-linux-x86_64.so, libcublas.so.12, libcublas.so.13",
    "libJNvrtc-12.6.0-linux-x86_64.so, libnvrtc.so.12, libnvrtc.so.13",
    "libJCusolver-12.6.0-linux-x86_64.so, libcusolver.so.11 libcusolverMg.so.11, libcusolver.so.12 libcusolverMg.so.12",
  })
  void asksForTheOtherNames(String name, String before, String after) throws IOException {
    var neededBefore = Retarget.needed(name, original(name));
    var neededAfter = Retarget.needed(name, for13(name));
    assertTrue(neededBefore.containsAll(List.of(before.split(" "))), neededBefore.toString());
    assertTrue(neededAfter.containsAll(List.of(after.split(" "))), neededAfter.toString());
    for (String old : before.split(" ")) {
      assertFalse(neededAfter.contains(old), neededAfter.toString());
    }
    assertEquals(neededBefore.size(), neededAfter.size());
  }

  /** Only names and hashes change: nine digits and four hashes of some bytes each. */
  @Test
  void leavesTheRestAlone() throws IOException {
    byte[] before = original(CUBLAS);
    byte[] after = for13(CUBLAS);
    assertEquals(before.length, after.length);
    int changed = 0;
    for (int i = 0; i < before.length; i++) {
      changed += before[i] != after[i] ? 1 : 0;
    }
    // One last digit of a name that both references share or two, and one hash of at most 4 bytes.
    assertTrue(changed >= 2 && changed <= 6, changed + " bytes changed");
    assertArrayEquals(before, Retarget.of(CUBLAS, before, Map.of()));
    assertArrayEquals(before, original(CUBLAS));
  }

  @ParameterizedTest
  @CsvSource({
    "libJCublas2-12.6.0-linux-x86_64.so, libcublas.so.12, libcublas.so.13",
    "libJCusolver-12.6.0-linux-x86_64.so, libcusolver.so.11, libcusolver.so.12",
  })
  void anIndependentReaderSeesTheSame(String name, String before, String after) throws Exception {
    Path file = Files.write(folder.resolve(name), for13(name));
    assertTrue(readelf("-d", original(name)).contains("[" + before + "]"));
    String dynamic = readelf("-d", file);
    assertTrue(
        dynamic.contains("[" + after + "]") && !dynamic.contains("[" + before + "]"), dynamic);
    String versions = readelf("-V", file);
    assertTrue(versions.contains("File: " + after), versions);
    assertTrue(versions.contains("Name: " + after), versions);
    assertFalse(versions.contains(before), versions);
    // The undefined symbols keep their reference, now to the new version's name.
    assertTrue(readelf("--dyn-syms", "-W", file).contains("@" + after));
  }

  private String readelf(String option, byte[] content) throws Exception {
    return readelf(option, Files.write(folder.resolve("original.so"), content));
  }

  private static String readelf(String option, Path file) throws Exception {
    return run("readelf", option, file.toString());
  }

  private static String readelf(String option, String wide, Path file) throws Exception {
    return run("readelf", option, wide, file.toString());
  }

  private static String run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, command[0] + " is not installed: " + e.getMessage());
      throw e;
    }
    String text = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, text);
    return text;
  }

  /** Hashes of glibc itself, from {@code readelf -V} of any program. */
  @Test
  void hashesAsTheSpecificationDoes() {
    assertEquals(0x09691a75, Retarget.hash("GLIBC_2.2.5"));
    assertEquals(0x0d696914, Retarget.hash("GLIBC_2.4"));
    assertEquals(0, Retarget.hash(""));
  }

  @Test
  void refusesNamesOfAnotherLength() throws IOException {
    byte[] library = original(CUBLAS);
    assertThrows(
        IllegalArgumentException.class,
        () -> Retarget.of(CUBLAS, library, Map.of("libcublas.so.12", "libcublas.so.9")));
  }

  @Test
  void refusesWhatIsNoLibrary() {
    for (byte[] wrong : List.of(new byte[0], new byte[200], "#!/bin/sh\n".repeat(20).getBytes())) {
      var refused = assertThrows(IOException.class, () -> Retarget.of("x.so", wrong, Map.of()));
      assertTrue(refused.getMessage().startsWith("x.so is not"), refused.getMessage());
    }
  }

  /**
   * Whatever is broken: an IOException, or a copy that differs as little; never another failure.
   */
  @Test
  void survivesDamage() throws IOException {
    byte[] whole = original("libJNvrtc-12.6.0-linux-x86_64.so");
    var renaming = ToolkitVersion.CUDA_13.renaming();
    for (int size : new int[] {63, 64, 120, 1000, 10_000, whole.length / 2}) {
      byte[] torn = java.util.Arrays.copyOf(whole, size);
      assertThrows(
          IOException.class, () -> Retarget.of("torn.so", torn, renaming), "cut at " + size);
    }
    var random = new SplittableRandom(1);
    int refused = 0;
    for (int trial = 0; trial < 2000; trial++) {
      byte[] damaged = whole.clone();
      // Headers and dynamic tables; the code behind them is not read.
      int at = random.nextInt(0, trial % 2 == 0 ? 1024 : whole.length);
      ByteBuffer.wrap(damaged)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(Math.min(at, whole.length - 4), random.nextInt());
      try {
        assertEquals(whole.length, Retarget.of("damaged.so", damaged, renaming).length);
      } catch (IOException e) {
        refused++;
      }
    }
    assertTrue(refused > 50, refused + " of 2000 refused");
  }

  @Test
  void everyNameOfCuda13IsAsLongAsThatOfCuda12() {
    var renaming = ToolkitVersion.CUDA_13.renaming();
    assertEquals(4, renaming.size());
    renaming.forEach((from, to) -> assertEquals(from.length(), to.length()));
    assertEquals(
        List.of("libcublas.so.13", "libcusolver.so.12", "libcusolverMg.so.12", "libnvrtc.so.13"),
        Stream.of("libcublas.so.12", "libcusolver.so.11", "libcusolverMg.so.11", "libnvrtc.so.12")
            .map(renaming::get)
            .toList());
  }
}
