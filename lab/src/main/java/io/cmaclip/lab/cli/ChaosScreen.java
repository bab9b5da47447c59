package io.cmaclip.lab.cli;

import io.cmaclip.lab.chaos.ChaosReport;
import io.cmaclip.lab.chaos.DecisionChaosReport;
import io.cmaclip.lab.chaos.TimelineEntry;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a chaos report as text. */
final class ChaosScreen {
  private ChaosScreen() {}

  static void print(PrintWriter out, DecisionChaosReport report) {
    line(
        out,
        "%nseed %d, %d services, %d broker process%s, %,.0f s",
        report.seed(),
        report.instances(),
        report.brokers(),
        report.brokers() == 1 ? "" : "es",
        report.seconds());
    line(out, "events of listings  %,d", report.listings());
    line(out, "decisions           %,d", report.decisions());
    line(out, "kills               %d, in flight: %d", report.kills(), report.killsInFlight());
    line(out, "lost                %d", report.lost());
    line(out, "doubled             %d", report.doubled());
    line(out, "labels overwritten  %d", report.overwritten());
    line(out, "wrong end states    %d", report.wrong());
    report.examples().forEach(example -> line(out, "  %s", example));
  }

  static void print(PrintWriter out, ChaosReport report) {
    line(out, "%n     at  fault                 target               in flight  recovery");
    for (TimelineEntry entry : report.timeline()) {
      line(
          out,
          "%5.0f s  %-20s  %-19s  %9d  %8s  %s",
          entry.atSeconds(),
          entry.fault(),
          entry.target(),
          entry.inFlight(),
          seconds(entry.recoverySeconds()),
          entry.note());
    }
    line(
        out,
        "%n%s, seed %d, %d services, %d broker process%s, %,.0f s",
        report.guarantee(),
        report.seed(),
        report.instances(),
        report.brokers(),
        report.brokers() == 1 ? "" : "es",
        report.seconds());
    line(out, "listings            %,d  %s", report.listings(), report.inputs());
    line(
        out,
        "outputs             %,d attributes, %,d review, %,d dead letters",
        report.labelled(),
        report.review(),
        report.deadLetter());
    line(out, "kills               %d, in flight: %d", report.kills(), report.killsInFlight());
    line(out, "lost                %d", report.lost());
    line(out, "duplicated          %d", report.duplicated());
    line(
        out,
        "out of order        %d (labels after a tombstone: %d, stale keys: %d)",
        report.outOfOrder(),
        report.overtakenTombstones(),
        report.staleKeys());
    line(
        out,
        "different           %d (within tolerance: %d)",
        report.different(),
        report.borderline());
    line(out, "committed past      %d", report.committedPast());
    line(
        out,
        "recovery            median %s, longest %s",
        seconds(report.recoverySeconds().median()),
        seconds(report.recoverySeconds().max()));
    line(
        out,
        "services            %d unexpected exits, %d task revivals",
        report.endedByThemselves(),
        report.revivedTasks());
    report.examples().forEach(example -> line(out, "  %s", example));
    line(out, report.kept() ? "PASSED: %s" : "FAILED: %s", report.guarantee());
    if (report.killsInFlight() < report.kills()) {
      line(out, "some killed services had no listings in flight: raise --listings");
    }
    out.flush();
  }

  private static String seconds(Double seconds) {
    return seconds == null ? "never" : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
