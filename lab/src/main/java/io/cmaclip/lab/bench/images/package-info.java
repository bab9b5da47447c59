/** Measures the CPU time of decoding and resizing images, beside Java's readers and Pillow. */
package io.cmaclip.lab.bench.images;
