/**
 * Answers of unchanged listings. The answer store, a Kafka Streams state store with a changelog,
 * holds the last answer of each key with a hash of what the model has seen, so that the same
 * content needs no second inference call by the same model.
 */
package io.cmaclip.streams.unchanged;
