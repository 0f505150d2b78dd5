/**
 * Random draws that are functions of a seed, a stream, a draw and a cell alone, made of +, −, ×, ÷,
 * √ and operations on bits, so that every device gives the same 64 bits.
 */
package wassily.linalg.draw;
