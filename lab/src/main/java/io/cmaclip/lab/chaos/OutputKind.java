package io.cmaclip.lab.chaos;

import io.cmaclip.streams.topics.TopicNames;

/** An output topic. */
enum OutputKind {
  ATTRIBUTES,
  REVIEW,
  DEAD_LETTER;

  static OutputKind of(TopicNames topics, String topic) {
    if (topic.equals(topics.attributes())) {
      return ATTRIBUTES;
    }
    return topic.equals(topics.review()) ? REVIEW : DEAD_LETTER;
  }
}
