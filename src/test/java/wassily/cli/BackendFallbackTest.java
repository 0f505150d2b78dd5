package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendInfo;
import wassily.linalg.Backends;

/** What is done again on the CPU, when and how often. */
class BackendFallbackTest {
  private final StringWriter said = new StringWriter();
  private final Talk talk = new Talk(new PrintWriter(said));
  private final List<String> closed = new ArrayList<>();
  private RuntimeException atClose;

  private static BackendArgs args(String backend) {
    var command = new FootprintCommand();
    new CommandLine(command).parseArgs("table.h5", "--backend", backend);
    return command.backend;
  }

  /** A card of which only the name is asked. */
  private Backends.Chosen card() {
    var card =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (_, method, _) ->
                    switch (method.getName()) {
                      case "info" -> new BackendInfo("cuda", "a card", "cuBLAS", 1);
                      case "close" -> {
                        closed.add("cuda");
                        if (atClose != null) {
                          throw atClose;
                        }
                        yield null;
                      }
                      default -> throw new AssertionError(method);
                    });
    return new Backends.Chosen(card, Optional.empty());
  }

  private static BackendArgs.OnBackend<String> failing(BackendException e) {
    return backend -> {
      if (backend.info().name().equals("cuda")) {
        throw e;
      }
      return backend.info().name();
    };
  }

  @Test
  void autoDoesTheWorkAgainOnTheCpu() throws IOException {
    for (BackendException e :
        List.of(
            new BackendException.Absent("LU of order 50,000: ends at 46,340"),
            new BackendException.OutOfMemory("9 MB needed, 8 MB free"),
            new BackendException.Poisoned("lost"))) {
      said.getBuffer().setLength(0);
      assertEquals("cpu", args("auto").run(card(), talk, failing(e)));
      assertEquals("using the CPU: " + e.getMessage() + "\n", said.toString());
    }
    assertEquals(List.of("cuda", "cuda", "cuda"), closed, "before the CPU is opened");
  }

  @Test
  void cudaIsNeverReplaced() {
    var e = new BackendException.OutOfMemory("9 MB needed, 8 MB free");
    var thrown =
        assertThrows(
            BackendException.OutOfMemory.class, () -> args("cuda").run(card(), talk, failing(e)));
    assertSame(e, thrown);
    assertEquals("", said.toString());
    assertEquals(List.of("cuda"), closed);
  }

  /** A mistake of ours is not hidden behind a slower result. */
  @Test
  void mistakesAreNotRepeated() {
    var e = new BackendException.Rejected("cublasDgemm returned 7 (invalid value)");
    assertThrows(BackendException.Rejected.class, () -> args("auto").run(card(), talk, failing(e)));
  }

  @Test
  void workThatIsDoneIsNotDoneAgain() throws IOException {
    atClose = new BackendException.Poisoned("lost at the end");
    var times = new ArrayList<String>();
    args("auto").run(card(), talk, backend -> times.add(backend.info().name()));
    assertEquals(List.of("cuda"), times);
    assertEquals("warning: the work is done, but lost at the end\n", said.toString());
  }

  @Test
  void theFirstFailureIsTheOneThatCounts() {
    atClose = new BackendException.Poisoned("and lost");
    var e = new BackendException.OutOfMemory("full");
    var thrown =
        assertThrows(
            BackendException.OutOfMemory.class, () -> args("cuda").run(card(), talk, failing(e)));
    assertEquals(List.of(atClose), List.of(thrown.getSuppressed()));
  }
}
