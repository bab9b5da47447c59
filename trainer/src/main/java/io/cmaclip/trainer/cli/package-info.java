/** Commands that the trainer contributes to {@code cmaclip}. */
package io.cmaclip.trainer.cli;
