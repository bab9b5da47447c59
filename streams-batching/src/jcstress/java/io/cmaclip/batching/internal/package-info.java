/** jcstress tests of the hand-over between stream and batcher threads. */
package io.cmaclip.batching.internal;
