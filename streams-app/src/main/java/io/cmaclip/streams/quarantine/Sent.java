package io.cmaclip.streams.quarantine;

import org.apache.kafka.clients.producer.RecordMetadata;

/** A dead letter that was sent back, and the position of its new record. */
record Sent(DeadLetter letter, RecordMetadata at) {}
