/**
 * Runs the stages of training: TorchScript losses and optimizer, the loop over epochs and steps,
 * validation, and checkpoints for resuming.
 */
package io.cmaclip.trainer.stages;
