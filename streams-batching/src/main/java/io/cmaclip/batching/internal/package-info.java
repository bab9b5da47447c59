/**
 * What is in flight, the queue in front of the batch function, and Kafka clients that commit no
 * offset beyond a record in flight. Not for use from outside.
 */
package io.cmaclip.batching.internal;
