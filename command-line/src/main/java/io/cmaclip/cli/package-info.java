/** The command line that trainer and service share: entry point, progress, results as JSON. */
package io.cmaclip.cli;
