/** What a person sees of a finished run: a table on the terminal, a page with curves. */
package io.cmaclip.trainer.report;
