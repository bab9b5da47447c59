/**
 * Records in flight, the queue of the batch function, and Kafka clients that commit no offset of a
 * record in flight. Internal.
 */
package io.cmaclip.batching.internal;
