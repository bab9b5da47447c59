/**
 * Compares what the model answers with what it answered on validation, and raises an alarm where
 * the two drift apart.
 */
package io.cmaclip.streams.drift;
