/**
 * Trains variants of a recipe with several seeds, each run in its own process, and compares them on
 * test listings. An interrupted comparison keeps its finished runs.
 */
package io.cmaclip.trainer.comparison;
