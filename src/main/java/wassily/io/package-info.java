/** Files: what every reader and writer shares. */
package wassily.io;
