package io.cmaclip.console.web;

import io.cmaclip.console.quality.Attention;
import io.cmaclip.console.quality.PrecisionTally;
import io.cmaclip.console.quality.Records;
import io.cmaclip.console.quality.ReviewerTally;
import io.cmaclip.console.queue.ReasonAges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a lead sees, as JSON.
 *
 * @param reviewers one for each who decided
 * @param precisions accepted labels of the latest model, one for each task
 * @param waiting waiting items by reason and age
 */
record LeadView(List<Row> reviewers, List<Precision> precisions, List<ReasonAges> waiting) {

  /** How a reviewer decides. */
  record Row(String name, ReviewerTally tally, Attention attention) {}

  /** Precision of the accepted labels of a task; the estimate is null without an audit. */
  record Precision(PrecisionTally tally, PrecisionTally.Estimate estimate) {}

  static LeadView of(Records.Counted counted, List<ReasonAges> waiting) {
    List<Row> rows = new ArrayList<>();
    counted
        .reviewers()
        .forEach(
            (name, tally) -> rows.add(new Row(name, tally.withoutChecks(), tally.attention())));
    Map<String, PrecisionTally> latest = new TreeMap<>();
    for (PrecisionTally tally : counted.precisions()) {
      latest.merge(tally.task(), tally, (a, b) -> a.lastAt() >= b.lastAt() ? a : b);
    }
    return new LeadView(
        rows,
        latest.values().stream().map(tally -> new Precision(tally, tally.estimate())).toList(),
        waiting);
  }
}
