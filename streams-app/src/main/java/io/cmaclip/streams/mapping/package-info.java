/**
 * Maps events of any shape to listings by JSONata expressions. Knows neither Kafka nor a wire
 * format: an event is a tree of maps, lists, texts, numbers, booleans, bytes and nulls.
 */
package io.cmaclip.streams.mapping;
