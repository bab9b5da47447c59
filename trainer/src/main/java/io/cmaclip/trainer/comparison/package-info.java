/**
 * Trains variants of a recipe, each with several seeds and a process of its own, and compares them
 * on test listings. What is finished stays finished when the comparison is interrupted.
 */
package io.cmaclip.trainer.comparison;
