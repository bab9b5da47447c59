/** Reports of training runs, evaluations and comparisons: tables of text and pages with charts. */
package io.cmaclip.trainer.report;
