/** The command {@code cmaclip console}. */
package io.cmaclip.console.cli;
