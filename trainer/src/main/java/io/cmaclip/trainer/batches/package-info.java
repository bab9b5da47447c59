/**
 * Batches of training listings: order, augmentation, assembly ahead of the training thread. All
 * chance is drawn from (seed, stage, step), so a resumed run sees the same batches.
 */
package io.cmaclip.trainer.batches;
