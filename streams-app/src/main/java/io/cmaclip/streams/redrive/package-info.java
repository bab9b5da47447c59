/** Sends dead letters back to where they came from, each once. */
package io.cmaclip.streams.redrive;
