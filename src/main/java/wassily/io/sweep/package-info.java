/**
 * The sweep file: YAML with the line of every key, its keys held against what is known, and what it
 * says as a {@link wassily.scenario.SweepSpec}. The user's manual is {@code docs/sweep-file.md},
 * the published schema {@code sweep.schema.json} among the resources.
 */
package wassily.io.sweep;
