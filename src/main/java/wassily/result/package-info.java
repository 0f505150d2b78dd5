/** Values with labels, where they come from and how far they can be trusted. No calculators. */
package wassily.result;
