package io.cmaclip.streams.images;

import java.time.Duration;
import java.util.Objects;

/**
 * Settings for images by URL.
 *
 * @param fetching whether images are fetched
 * @param longestWait time after which a waiting listing is classified from its title alone
 * @param userAgent value of the User-Agent header, printable ASCII
 */
public record ImageSettings(
    boolean fetching,
    WhenUnavailable unavailable,
    Duration longestWait,
    FetchSettings fetch,
    String userAgent) {
  private static final String USER_AGENT = "cma-clip-kafka";

  public static final ImageSettings DEFAULT =
      new ImageSettings(true, WhenUnavailable.DEGRADE, Duration.ofDays(1), FetchSettings.DEFAULT);

  public ImageSettings {
    Objects.requireNonNull(unavailable, "unavailable");
    Objects.requireNonNull(fetch, "fetch");
    Objects.requireNonNull(longestWait, "longestWait");
    if (userAgent.isBlank() || userAgent.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException("image user agent: must be printable ASCII");
    }
  }

  /** Uses the default User-Agent. */
  public ImageSettings(
      boolean fetching, WhenUnavailable unavailable, Duration longestWait, FetchSettings fetch) {
    this(fetching, unavailable, longestWait, fetch, USER_AGENT);
  }
}
