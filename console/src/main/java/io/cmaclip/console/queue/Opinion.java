package io.cmaclip.console.queue;

import java.util.Map;

/**
 * What a reviewer would decide about an item that a lead decides.
 *
 * @param reviewer the reviewer
 * @param labels label by task; empty: not applicable. An empty task: a bad listing
 */
public record Opinion(String reviewer, Map<String, String> labels) {}
