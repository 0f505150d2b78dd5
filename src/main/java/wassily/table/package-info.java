/** A multi-regional input-output table with its labels, its checks, aggregation and a generator. */
package wassily.table;
