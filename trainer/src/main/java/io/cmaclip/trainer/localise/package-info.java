/** Masks of what a text names: fusions compared, and how well explanations point. */
package io.cmaclip.trainer.localise;
