/** The hand-over between stream and predictor threads, by jcstress: every outcome is counted. */
package io.cmaclip.streams.batching;
