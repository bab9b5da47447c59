/** The hand-over between stream and batcher threads, by jcstress: every outcome is counted. */
package io.cmaclip.batching.internal;
