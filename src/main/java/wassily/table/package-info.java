/**
 * A multi-regional input-output table with its labels, its checks, aggregation and a generator.
 *
 * <p>{@link wassily.table.MrioTable} is the table. {@link wassily.table.TableChecks} looks at every
 * number and leaves a {@link wassily.table.CheckReport}; {@link wassily.table.Aggregation} adds
 * labels together; {@link wassily.table.TableGenerator} makes tables of any size. All of them read
 * Z in panels, so that it may be larger than memory, and give the same bits for any number of
 * threads.
 */
package wassily.table;
