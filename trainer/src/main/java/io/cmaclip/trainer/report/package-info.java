/** What a person sees of a run or an evaluation: tables on the terminal, a page with charts. */
package io.cmaclip.trainer.report;
