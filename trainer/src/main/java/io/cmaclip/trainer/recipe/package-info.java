/**
 * Settings of a training run: architecture, stages, losses, augmentation. Read from a preset, or
 * from a JSON file that may override parts of a preset.
 */
package io.cmaclip.trainer.recipe;
