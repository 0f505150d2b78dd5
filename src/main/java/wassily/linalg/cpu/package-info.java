/** The CPU backend: OpenBLAS, or another BLAS with LAPACK, through java.lang.foreign. */
package wassily.linalg.cpu;
