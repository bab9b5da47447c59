package io.cmaclip.streams.cli;

import io.cmaclip.cli.JsonOutput;
import io.cmaclip.streams.mapping.EventMapping;
import io.cmaclip.streams.samples.CheckedSample;
import io.cmaclip.streams.samples.SampleCheck;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip mapping check}. */
@Command(
    name = "check",
    description = {
      "Shows for each sample event what the service would see.",
      "A listing with the fields that are missing, a deletion, an ignored event, or why the event"
          + " would be dead-lettered. The exit status is 1 if any event would be."
    })
final class MappingCheckCommand implements Callable<Integer> {
  private static final int MAX_CHARS = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--mapping",
      required = true,
      paramLabel = "FILE",
      description =
          "Mapping file, or a ready mapping: debezium, cloudevents, shopify-product,"
              + " google-merchant.")
  private String mapping;

  @Mixin private SampleOption sample;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Largest number of events to check. Default: ${DEFAULT-VALUE}.")
  private long limit;

  @Option(names = "--json", description = "Print one JSON object with counts instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    List<CheckedSample> samples =
        new SampleCheck(EventMapping.load(mapping)).check(sample.file(), Math.max(1, limit));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonOutput.print(out, counts(samples));
    } else {
      samples.forEach(checked -> print(checked, out));
      out.println(summary(samples));
      out.flush();
    }
    return count(samples, CheckedSample.Refused.class) == 0
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private static void print(CheckedSample checked, PrintWriter out) {
    if (checked instanceof CheckedSample.Listing found) {
      out.printf("%4d  listing  %s%n", found.line(), found.listing().getListingId());
      field("title", found.listing().getTitle(), out);
      field("description", found.listing().getDescription(), out);
      field("images", found.images(), out);
      field("category", found.listing().getCategory(), out);
      field(
          "attributes",
          new TreeMap<>(found.listing().getDeclaredAttributes())
              .entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + entry.getValue())
                  .collect(Collectors.joining(", ")),
          out);
      field("updated-at", found.listing().getUpdatedAt().toString(), out);
      field("missing", String.join(", ", found.missing()), out);
    } else if (checked instanceof CheckedSample.Deletion deletion) {
      out.printf(
          "%4d  delete   %s%n",
          deletion.line(),
          deletion.listingId() == null ? "(tombstone of its key)" : deletion.listingId());
    } else if (checked instanceof CheckedSample.Refused refused) {
      out.printf("%4d  REFUSED  %s  %s%n", refused.line(), refused.reason(), refused.why());
    } else {
      out.printf("%4d  ignored%n", checked.line());
    }
  }

  private static void field(String name, String value, PrintWriter out) {
    if (value != null && !value.isBlank()) {
      String line = value.strip().replaceAll("\\s+", " ");
      String shown = line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS - 3) + "...";
      out.printf("        %-12s %s%n", name, shown);
    }
  }

  private static String summary(List<CheckedSample> samples) {
    Map<String, Long> missing = missing(samples);
    String text =
        "%d events: %d listings, %d deletions, %d ignored, %d refused"
            .formatted(
                samples.size(),
                count(samples, CheckedSample.Listing.class),
                count(samples, CheckedSample.Deletion.class),
                count(samples, CheckedSample.Ignored.class),
                count(samples, CheckedSample.Refused.class));
    return missing.isEmpty()
        ? text
        : text
            + System.lineSeparator()
            + "listings without: "
            + missing.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> counts(List<CheckedSample> samples) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("events", samples.size());
    counts.put("listings", count(samples, CheckedSample.Listing.class));
    counts.put("deletions", count(samples, CheckedSample.Deletion.class));
    counts.put("ignored", count(samples, CheckedSample.Ignored.class));
    counts.put("refused", count(samples, CheckedSample.Refused.class));
    counts.put("missing", missing(samples));
    return counts;
  }

  private static Map<String, Long> missing(List<CheckedSample> samples) {
    Map<String, Long> missing = new TreeMap<>();
    for (CheckedSample checked : samples) {
      if (checked instanceof CheckedSample.Listing found) {
        found.missing().forEach(field -> missing.merge(field, 1L, Long::sum));
      }
    }
    return missing;
  }

  private static long count(List<CheckedSample> samples, Class<? extends CheckedSample> kind) {
    return samples.stream().filter(kind::isInstance).count();
  }
}
