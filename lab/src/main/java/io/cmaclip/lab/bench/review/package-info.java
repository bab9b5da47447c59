/** Measurements of what goes to review, and in which order. */
package io.cmaclip.lab.bench.review;
