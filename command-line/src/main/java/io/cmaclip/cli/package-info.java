/** Shared command line: entry point, command tree, progress bar, JSON results. */
package io.cmaclip.cli;
