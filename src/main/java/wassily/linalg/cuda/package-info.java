/**
 * The CUDA backend: JCuda's driver API, cuBLAS, cuSOLVER and NVRTC. Nothing of CUDA has to be there
 * to load these classes.
 */
package wassily.linalg.cuda;
