package io.cmaclip.lab.chaos;

import io.cmaclip.streams.topics.TopicNames;

/** The three output topics. */
enum OutputKind {
  ATTRIBUTES,
  REVIEW,
  DEAD_LETTER;

  /** Which of the three a topic is. */
  static OutputKind of(TopicNames topics, String topic) {
    if (topic.equals(topics.attributes())) {
      return ATTRIBUTES;
    }
    return topic.equals(topics.review()) ? REVIEW : DEAD_LETTER;
  }
}
