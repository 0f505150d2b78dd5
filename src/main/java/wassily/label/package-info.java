/**
 * Names of things: regions, sectors, categories, stressors, and the ordered axes made of them. No
 * numbers.
 */
package wassily.label;
