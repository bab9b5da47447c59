/** The trainer's commands for {@code cmaclip}. */
package io.cmaclip.trainer.cli;
