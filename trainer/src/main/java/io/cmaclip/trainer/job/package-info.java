/**
 * A whole training run, from listings and a recipe to a bundle with its reports, without a command
 * line: {@link io.cmaclip.trainer.job.TrainingJob}.
 */
package io.cmaclip.trainer.job;
