/** Listings from disk onto the listings topic. */
package io.cmaclip.streams.produce;
