package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import wassily.result.Certificate;
import wassily.result.ResultArray;

/** Computes the batches of a plan: a factorized table with all that scenarios share. */
public interface ScenarioRunner extends AutoCloseable {
  /**
   * The plan.
   *
   * @return what decides the content of every batch
   */
  Plan plan();

  /**
   * Computes a batch. Any order, any number of times: the same bytes.
   *
   * @param batch its number, from 0
   * @param arena decides how long the values live
   * @return the responses
   * @throws IOException when the table cannot be read
   */
  BatchResult run(int batch, Arena arena) throws IOException;

  /**
   * The responses of the baseline, without the changes of responses that report a change.
   *
   * @param arena decides how long the values live
   * @return an array for each response, over its own axes
   * @throws IOException when the table cannot be read
   */
  List<ResultArray> baseline(Arena arena) throws IOException;

  /**
   * What the baseline and the null scenario say of the numbers: backward errors, condition, ρ(A),
   * the null scenario against the baseline.
   *
   * @return the figures, the same for every shard
   * @throws IOException when the table cannot be read
   */
  Certificate certificate() throws IOException;

  /**
   * Recomputes a scenario from scratch on the CPU by the plain formula.
   *
   * @param distinct a distinct scenario
   * @return the largest deviation of its responses, relative to the largest value of each response
   * @throws IOException when the table cannot be read
   */
  double verify(int distinct) throws IOException;

  /**
   * How large a deviation of {@link #verify} may be.
   *
   * @return by default 1e-10: twice the {@code n·eps·cond₁(I−A)} of a table of n = 13,146 with
   *     cond₁ = 15, or five times that of WIOD's 7.3
   */
  default double verifyBound() {
    return 1e-10;
  }

  @Override
  void close();
}
