/** The way of a listing: source, classification, and the three topics it may lead to. */
package io.cmaclip.streams.topology;
