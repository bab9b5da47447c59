/** A second model that answers the same listings beside the first, to compare the two. */
package io.cmaclip.streams.shadow;
