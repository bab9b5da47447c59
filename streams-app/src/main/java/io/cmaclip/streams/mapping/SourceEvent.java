package io.cmaclip.streams.mapping;

import java.time.Instant;
import java.util.Map;

/**
 * An event to map.
 *
 * @param value the decoded value: maps, lists, texts, numbers, booleans, bytes, null
 * @param key the decoded record key, null without one
 * @param headers record headers as texts; of several with one name, the last
 * @param topic the topic of the record
 * @param time the time of the record
 */
public record SourceEvent(
    Object value, Object key, Map<String, String> headers, String topic, Instant time) {}
