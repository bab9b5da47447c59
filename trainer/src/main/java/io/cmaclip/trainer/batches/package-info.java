/**
 * Batches of training listings: order, data augmentation, assembly ahead of the training thread.
 * All randomness derives from (seed, stage, step), so a resumed run sees the same batches.
 */
package io.cmaclip.trainer.batches;
