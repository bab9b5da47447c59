/**
 * A whole training run, independent of the command line: listings and a recipe in, a bundle with
 * reports out. Entry point: {@link io.cmaclip.trainer.job.TrainingJob}.
 */
package io.cmaclip.trainer.job;
