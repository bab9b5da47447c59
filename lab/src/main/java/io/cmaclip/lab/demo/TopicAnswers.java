package io.cmaclip.lab.demo;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReasonForReview;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.trainer.prediction.PredictionLine;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The answers and dead letters of a service, read from its topics: the last answer of each listing,
 * and every dead letter. Not thread-safe.
 */
public final class TopicAnswers implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final AnswerReader reader;
  private final Map<String, ListingAttributes> answers = new LinkedHashMap<>();
  private final Map<String, Answer.ForReview> reviews = new HashMap<>();
  private final Map<String, String> deadLetters = new LinkedHashMap<>();

  /**
   * Opens the topics.
   *
   * @param properties consumer settings, including {@code bootstrap.servers}
   * @param serdes not owned
   */
  public TopicAnswers(Map<String, Object> properties, TopicNames topics, EventSerdes serdes) {
    this.reader = new AnswerReader(properties, topics, serdes);
  }

  /**
   * Reads what is there now, and then on until there are enough answers and dead letters.
   *
   * @param count 0 for what is there now
   * @param ended ends the wait
   * @return whether there are enough
   */
  public boolean read(long count, BooleanSupplier ended) {
    reader.drain(this::add);
    while (size() < count && !ended.getAsBoolean()) {
      reader.poll(POLL, this::add);
    }
    if (count > 0) {
      // Review items may be in another partition than their answers.
      reader.drain(this::add);
    }
    return size() >= count;
  }

  private void add(Answer answer) {
    if (answer instanceof Answer.Labelled labelled) {
      // The order is that of the last answers; a deleted listing has none.
      answers.remove(labelled.id());
      if (labelled.attributes() != null) {
        answers.put(labelled.id(), labelled.attributes());
      }
    } else if (answer instanceof Answer.ForReview review) {
      reviews.put(review.id(), review);
    } else if (answer instanceof Answer.DeadLetter letter) {
      String place = letter.partition() + "@" + letter.offset();
      deadLetters.put(
          place,
          PredictionLine.deadLetter(letter.id() == null ? place : letter.id(), letter.reason()));
    }
  }

  /** Answers and dead letters read so far. */
  public int size() {
    return answers.size() + deadLetters.size();
  }

  /** Dead letters read so far. */
  public int deadLetters() {
    return deadLetters.size();
  }

  /** A line for each answer, as {@code predict --out} writes it, and for each dead letter. */
  public Stream<String> lines() {
    return Stream.concat(
        answers.entrySet().stream()
            .map(
                answer ->
                    AnswerFile.line(
                        answer.getKey(),
                        answer.getValue(),
                        reasons(answer.getKey(), answer.getValue()))),
        deadLetters.values().stream());
  }

  /** None if the last review item of the listing belongs to an earlier answer. */
  private List<ReasonForReview> reasons(String id, ListingAttributes answer) {
    Answer.ForReview review = reviews.get(id);
    return review != null && review.processedAt().equals(answer.getProcessedAt())
        ? review.reasons()
        : List.of();
  }

  @Override
  public void close() {
    reader.close();
  }
}
