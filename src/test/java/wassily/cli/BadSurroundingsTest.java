package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.io.hdf5.HollowTable;

/**
 * A machine on which a GPU cannot be used, in every way that is known: {@code --backend cuda} ends
 * with one line that says what was found, what was expected and the cure, and leaves no file;
 * {@code auto} says the same and goes on with the CPU.
 */
class BadSurroundingsTest {
  @TempDir static Path folder;
  private static Path table;
  private static String onTheCpu;

  @BeforeAll
  static void table() {
    table = Cli.smallTable(folder);
    onTheCpu = Cli.run("footprint", table, "--backend", "cpu").ok().out();
  }

  /** What is wrong, how a command ends, and what it says. */
  enum Case {
    /** A file of that name that is no library hides any driver of the machine that runs this. */
    NO_DRIVER(
        Exit.NO_DEVICE,
        c -> c.driver(broken()),
        "no NVIDIA driver (libcuda.so.1)",
        "install one for CUDA 12 or newer"),
    OLD_DRIVER(
        Exit.NO_DEVICE,
        c -> c.set("DRIVER", 11040),
        "supports CUDA 11.4",
        "expected 12.0 or newer",
        "install driver 525 or newer"),
    NO_CUBLAS(
        Exit.NO_DEVICE,
        c -> c.with("TOOLKIT", without("libcublas.so.12")),
        "lacks libcublas.so.12 of CUDA 12",
        "install the CUDA toolkit",
        "--cuda-path"),
    WRONG_MAJOR(
        Exit.NO_DEVICE,
        c -> c.with("TOOLKIT", ofCuda13()),
        "has CUDA 13, which this driver is too old for (it supports CUDA 12)",
        "update the driver"),
    HIDDEN_CARDS(
        Exit.NO_DEVICE,
        c -> c.with("CUDA_VISIBLE_DEVICES", ""),
        "CUDA_VISIBLE_DEVICES=\"\" hides all cards",
        "unset it"),
    NO_SUCH_DEVICE(
        Exit.NO_DEVICE,
        c -> c.with("DEVICE", 3),
        "there is no device 3: 1 found, counted from 0",
        "choose one with --device"),
    CARD_IN_USE(
        Exit.OUT_OF_MEMORY,
        c -> c.set("USED", (1L << 30) - (5L << 20)),
        "15 × 15 numbers needs 64 MB of memory on Emulated CUDA device",
        "5 MB are available",
        "end what else uses it"),
    CARD_FULL(
        Exit.OUT_OF_MEMORY,
        c -> c.set("USED", 1L << 30).set("HANDLE_BYTES", 4 << 20),
        "cublasCreate returned",
        "0 free",
        "free memory on the device"),
    /** As in compute mode "exclusive process", while another process has it. */
    CARD_HELD(
        Exit.NO_DEVICE,
        c -> c.set("FAIL", "cuDevicePrimaryCtxRetain:1:46"),
        "cuDevicePrimaryCtxRetain returned 46 (device busy or unavailable) on Emulated CUDA device",
        "another process may hold the card for itself",
        "choose another card with --device"),
    OLDER_THAN_THE_TOOLKIT(
        Exit.NO_DEVICE,
        c -> c.set("CAPABILITY", "3.5"),
        "has compute capability 3.5, this CUDA's compiler starts at",
        "give an older CUDA toolkit with --cuda-path"),
    NO_MEMORY_FOR_THE_COMPILER(
        Exit.OUT_OF_MEMORY,
        c -> c.with("XDG_CACHE_HOME", empty()).set("FAIL", "nvrtcCompileProgram:1:1"),
        "nvrtcCompileProgram returned 1 (out of memory) on Emulated CUDA device",
        "free memory on the device"),
    NO_PAGE_LOCKED_MEMORY(
        Exit.OUT_OF_MEMORY,
        c -> c.set("FAIL", "cuMemHostAlloc:1:2"),
        "cuMemHostAlloc returned 2 (out of memory) on Emulated CUDA device",
        "of the machine's memory, page-locked",
        "ulimit -l"),
    OUT_OF_MEMORY_AFTER_THE_PLAN(
        Exit.OUT_OF_MEMORY,
        c -> c.set("FAIL", "cuMemAlloc_v2:1:2"),
        "cuMemAlloc returned 2 (out of memory)",
        "1,800 bytes asked",
        "free memory on the device"),
    OUT_OF_MEMORY_IN_THE_MIDDLE(
        Exit.OUT_OF_MEMORY,
        c -> c.set("FAIL", "cublasDgemm_v2:1:3"),
        "cublasDgemm returned 3 (allocation failed)",
        "free memory on the device"),
    DEVICE_LOST(
        Exit.NO_DEVICE,
        c -> c.set("FAIL", "cuStreamSynchronize:12:719"),
        "cuStreamSynchronize returned 719 (launch failed) on Emulated CUDA device",
        "cannot be used by this process any more",
        "start again, and look at nvidia-smi"),
    /** cuSOLVER's or cuBLAS's vague failure: the driver is asked what happened. */
    MEMORY_ERROR(
        Exit.NO_DEVICE,
        c -> c.set("FAIL", "cublasDtrsm_v2:1:14,cuCtxSynchronize:1:214"),
        "cublasDtrsm returned 14",
        "214 (uncorrectable memory (ECC) error)",
        "start again, and look at nvidia-smi");

    private final int code;
    private final Consumer<Spoiled> spoil;
    private final List<String> words;

    Case(int code, Consumer<Spoiled> spoil, String... words) {
      this.code = code;
      this.spoil = spoil;
      this.words = List.of(words);
    }
  }

  /** A child with a toolkit and a device that can be wrong too. */
  private static final class Spoiled {
    private final EmulatedCuda child = new EmulatedCuda(folder);
    private Path toolkit = EmulatedCuda.libraries();
    private Object device = 0;

    Spoiled driver(Path where) {
      child.driver(where);
      return this;
    }

    Spoiled set(String name, Object value) {
      child.set(name, value);
      return this;
    }

    Spoiled with(String name, Object value) {
      switch (name) {
        case "TOOLKIT" -> toolkit = (Path) value;
        case "DEVICE" -> device = value;
        default -> child.with(name, value);
      }
      return this;
    }

    Cli.Ran footprint(String backend, Path out) throws IOException, InterruptedException {
      return child.run(
          "footprint",
          table,
          "--backend",
          backend,
          "--cuda-path",
          toolkit,
          "--device",
          device,
          "-o",
          out);
    }
  }

  private static Path broken() {
    return made("broken", d -> Files.createFile(d.resolve("libcuda.so.1")));
  }

  /** A cache that holds no compiled kernels. */
  private static Path empty() {
    return made("cache", d -> {});
  }

  private static Path without(String library) {
    return made(
        "without",
        d -> {
          for (Path file : emulated()) {
            if (!file.getFileName().toString().equals(library)) {
              Files.copy(file, d.resolve(file.getFileName()));
            }
          }
        });
  }

  /** Only names are looked at before the driver's version refuses them. */
  private static Path ofCuda13() {
    return made(
        "cuda13",
        d -> {
          for (String name :
              List.of(
                  "libcublas.so.13",
                  "libcusolver.so.12",
                  "libcusolverMg.so.12",
                  "libnvrtc.so.13")) {
            Files.createFile(d.resolve(name));
          }
        });
  }

  private static List<Path> emulated() {
    return List.of(
            "libcuda.so.1",
            "libcublas.so.12",
            "libcusolver.so.11",
            "libcusolverMg.so.11",
            "libnvrtc.so.12")
        .stream()
        .map(EmulatedCuda.libraries()::resolve)
        .toList();
  }

  private interface Fill {
    void with(Path folder) throws IOException;
  }

  private static Path made(String name, Fill fill) {
    try {
      Path made = Files.createTempDirectory(folder, name);
      fill.with(made);
      return made;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Spoiled spoiled(Case c) {
    var child = new Spoiled();
    c.spoil.accept(child);
    return child;
  }

  @ParameterizedTest
  @EnumSource
  void cudaEndsWithOneLineAndLeavesNothing(Case c) throws Exception {
    Path outputs = Files.createTempDirectory(folder, "outputs");
    var ran = spoiled(c).footprint("cuda", outputs.resolve("result.h5"));
    ran.refused(c.code, c.words.toArray());
    assertEquals(List.of(), Cli.names(outputs));
  }

  /** One of every place where a card can fail: found, opened, compiled for, and at work. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "NO_DRIVER",
        "NO_CUBLAS",
        "CARD_IN_USE",
        "CARD_HELD",
        "OLDER_THAN_THE_TOOLKIT",
        "NO_PAGE_LOCKED_MEMORY",
        "OUT_OF_MEMORY_AFTER_THE_PLAN"
      })
  void autoGoesOnWithTheCpuAndSaysWhy(Case c) throws Exception {
    Path outputs = Files.createTempDirectory(folder, "outputs");
    var ran = spoiled(c).footprint("auto", outputs.resolve("result.h5")).ok();
    var said = ran.err().lines().filter(l -> l.startsWith("using the CPU: ")).toList();
    assertEquals(1, said.size(), ran.err());
    for (String word : c.words) {
      assertTrue(said.getFirst().contains(word), word + " is not in: " + said);
    }
    assertEquals(onTheCpu, ran.out());
    assertEquals(List.of("result.h5"), Cli.names(outputs));
    assertFalse(ran.err().contains("\tat "), ran.err());
  }

  /** cuSOLVER counts up to 46,340² elements; the file is a hole of 17 GB that nobody reads. */
  @Test
  void anOrderThatCusolverCannotCount() throws Exception {
    Path large = HollowTable.write(folder.resolve("large.h5"), 46_341);
    for (String command : List.of("footprint", "check")) {
      new EmulatedCuda(folder)
          .run(command, large, "--backend", "cuda", "--cuda-path", EmulatedCuda.libraries())
          .refused(
              Exit.NO_DEVICE,
              large,
              "LU of order 46,341",
              "ends at 46,340",
              "aggregate the table or use --backend cpu");
    }
  }

  /** What the user is shown before any work. */
  @Test
  void devicesSaysWhatIsMissing() throws Exception {
    var ran =
        spoiled(Case.NO_CUBLAS)
            .child
            .run("devices", "--cuda-path", without("libcublas.so.12"))
            .ok();
    assertTrue(ran.out().contains("cuda  missing  cuBLAS, cuSOLVER and NVRTC"), ran.out());
    assertTrue(ran.out().matches("(?s).*driver +ok +supports CUDA 12.6.*"), ran.out());
    assertTrue(ran.out().matches("(?s).*device +ok +0 of 1: Emulated CUDA device.*"), ran.out());
    assertTrue(ran.out().matches("(?s).*toolkit +no +cuBLAS.*lacks libcublas.*"), ran.out());
    assertTrue(ran.out().contains("cpu   ready"), ran.out());
  }

  /** A card that is found may still not be had; devices opens it, and says what is free. */
  @Test
  void devicesOpensTheCard() throws Exception {
    Object[] words = {"devices", "--cuda-path", EmulatedCuda.libraries()};
    var ready = new EmulatedCuda(folder).set("USED", 24L << 20).run(words).ok().out();
    assertTrue(ready.contains("cuda  ready "), ready);
    assertTrue(
        ready.matches(
            "(?s).*opening +ok +cuBLAS [0-9.]+, cuSOLVER 11\\.7\\.[0-9]+, 1,000 MB free\n.*"),
        ready);
    var held = spoiled(Case.CARD_HELD).child.run(words).ok().out();
    assertTrue(held.contains("cuda  missing  cuDevicePrimaryCtxRetain returned 46"), held);
    assertTrue(held.matches("(?s).*libraries +ok +NVRTC .*opening +no +cuDevice.*"), held);
    Cli.run("devices", "--backend", "gpu").refused(Exit.USAGE, "choose one of auto, cpu, cuda");
  }
}
