/** Reads records of the input topics: own listings, or events of any shape with a mapping. */
package io.cmaclip.streams.events;
