/**
 * The stages of training: model with losses and optimizer as TorchScript archives, the loop over
 * epochs and steps, validation, checkpoints from which a killed run continues.
 */
package io.cmaclip.trainer.stages;
