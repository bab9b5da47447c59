package io.cmaclip.trainer.evaluation;

import io.cmaclip.trainer.metrics.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * The replies to one question of the labelled listings of one task, in file order.
 *
 * @param labels right classes, whether or not the bundle knows them
 * @param answered answered classes; null without a forward
 * @param calibrated confidence 0 without a forward
 * @param unscaled at temperature 1
 * @param accepted of the calibrated ones, those that the bundle accepts
 */
record ScoredReplies(
    List<String> labels,
    List<String> answered,
    List<Answer> calibrated,
    List<Answer> unscaled,
    List<Answer> accepted) {
  /**
   * Scores listings. AS_GIVEN counts a listing without a forward as answered wrongly; other
   * questions leave listings out that they could not be put to.
   */
  static ScoredReplies of(
      List<Observation> observations, String task, int place, Question question) {
    ScoredReplies scored =
        new ScoredReplies(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (Observation observation : observations) {
      String label = observation.fields().get(task);
      Reply reply = observation.reply(question);
      if (label != null && (reply != null || question == Question.AS_GIVEN)) {
        scored.add(label, reply == null ? null : reply.tasks().get(place));
      }
    }
    return scored;
  }

  private void add(String label, Reply.TaskReply reply) {
    labels.add(label);
    if (reply == null) {
      answered.add(null);
      calibrated.add(new Answer(0, false));
      unscaled.add(new Answer(0, false));
      return;
    }
    boolean correct = label.equals(reply.label());
    Answer answer = new Answer(reply.confidence(), correct);
    answered.add(reply.label());
    calibrated.add(answer);
    unscaled.add(new Answer(reply.unscaled(), correct));
    if (reply.accepted()) {
      accepted.add(answer);
    }
  }
}
