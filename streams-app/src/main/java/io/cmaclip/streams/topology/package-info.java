/**
 * The processing of a listing in Kafka Streams. {@link io.cmaclip.streams.topology.ListingTopology}
 * is the topology, {@link io.cmaclip.streams.topology.ListingPipeline} the steps between its source
 * and its sinks: decode, image, prepare, batch, route.
 */
package io.cmaclip.streams.topology;
