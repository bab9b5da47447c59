/**
 * A training run as numbers: architecture, stages, losses, augmentation. Read from a preset or a
 * JSON file that changes a preset.
 */
package io.cmaclip.trainer.recipe;
