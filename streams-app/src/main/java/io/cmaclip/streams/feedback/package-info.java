/** What reviewers decided, read back from the topics: recalibration and data sets. */
package io.cmaclip.streams.feedback;
