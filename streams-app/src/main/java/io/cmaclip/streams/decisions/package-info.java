/**
 * Decisions of reviewers. A Kafka Streams state store holds the last answer of each key with the
 * labels that reviewers have set, so that a label stays until the listing's content changes.
 */
package io.cmaclip.streams.decisions;
