/** Dense matrices, backends that factorize them, and what can go wrong there. No economics. */
package wassily.linalg;
