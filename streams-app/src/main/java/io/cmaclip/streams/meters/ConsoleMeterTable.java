package io.cmaclip.streams.meters;

import io.cmaclip.streams.meters.MeterKey.Kind;
import java.util.List;

/** The table of the review console's meters, in the order of the reference page. */
public final class ConsoleMeterTable {
  private static final String ITEMS_UNIT = "items";

  public static final MeterKey ARRIVED =
      gauge(
          "cmaclip.console.arrived",
          ITEMS_UNIT,
          List.of(),
          "Items that came to the partitions of this console: the sum of cmaclip_console_items over"
              + " all states.",
          "It does not grow although cmaclip_review_items_total of the service grows: see the lag"
              + " of the console's consumer group.");
  public static final MeterKey ITEMS =
      gauge(
          "cmaclip.console.items",
          ITEMS_UNIT,
          List.of("state"),
          "Items of the partitions of this console; `state` is waiting, decided, superseded,"
              + " deleted or expired. A gauge, because an undo brings an item back to waiting and a"
              + " partition takes its accounts to another console.",
          "waiting grows from day to day, or expired grows: reviewers are too few, or too many"
              + " listings go to review (review.budget).");
  public static final MeterKey OLDEST =
      gauge(
          "cmaclip.console.oldest",
          "seconds",
          List.of(),
          "Age of the oldest waiting item; 0 without one.",
          "It comes near console.expire-after: items will leave without a decision.");
  public static final MeterKey LEASES =
      gauge(
          "cmaclip.console.leases",
          ITEMS_UNIT,
          List.of(),
          "Waiting items that are reserved for a reviewer, up to six for each open page.",
          "It is 0 although people review: their pages use another console.");
  public static final MeterKey PARTITIONS =
      gauge(
          "cmaclip.console.partitions",
          "partitions",
          List.of(),
          "Partitions of the queue that this console has.",
          "Its sum over all consoles is below the partitions of the review topic: nobody sees the"
              + " items of the others.");
  public static final MeterKey DECISIONS =
      counter(
          "cmaclip.console.decisions",
          "decisions",
          "kind",
          "Decisions that this console wrote, one for each task; `kind` is label, not_applicable,"
              + " flag, undo or opinion.",
          "It does not grow although people review. A growing share of undo or flag: look at the"
              + " items.");
  public static final MeterKey REFUSALS =
      counter(
          "cmaclip.console.refusals",
          "requests",
          "reason",
          "Requests to decide an item that were refused; `reason` is decided (another was first),"
              + " held (another has the item), second_opinion (another person has to decide),"
              + " changed (the listing has changed), other_console (the partition has moved) or"
              + " invalid.",
          "held or decided grows: leases end while people work, see console.lease. other_console"
              + " grows: partitions move often.");

  /** All meters. */
  public static final List<MeterKey> ALL =
      List.of(ARRIVED, ITEMS, OLDEST, LEASES, PARTITIONS, DECISIONS, REFUSALS);

  private ConsoleMeterTable() {}

  private static MeterKey gauge(
      String name, String unit, List<String> tags, String meaning, String worry) {
    return new MeterKey(name, Kind.GAUGE, unit, tags, meaning, worry, List.of());
  }

  private static MeterKey counter(
      String name, String unit, String tag, String meaning, String worry) {
    return new MeterKey(name, Kind.COUNTER, unit, List.of(tag), meaning, worry, List.of());
  }
}
