/** Writes listings from disk to the listings topic. */
package io.cmaclip.streams.produce;
