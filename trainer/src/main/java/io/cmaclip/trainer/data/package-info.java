/**
 * Listings ready for training: 8-bit pixels in a cache, token ids in memory, labels as class
 * numbers. Ids, file names, row order and the field {@code noise} are not part of the training
 * data.
 */
package io.cmaclip.trainer.data;
