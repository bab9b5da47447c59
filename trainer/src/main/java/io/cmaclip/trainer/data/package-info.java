/**
 * Listings ready for training: 8-bit pixels in a cache, token ids in memory, labels as class
 * numbers. Ids, file names, row order and the field {@code noise} never get this far.
 */
package io.cmaclip.trainer.data;
