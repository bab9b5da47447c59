package io.cmaclip.streams.images;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of an image, normalised as browsers do it. Only this parser determines the host; no other
 * code parses the text again.
 *
 * @param scheme http or https
 * @param host ASCII, lower case; an IPv6 address without its brackets
 * @param port 1 to 65,535
 * @param target path and query, percent-encoded, starts with a slash
 */
record ImageUrl(String scheme, String host, int port, String target) {
  private static final int LONGEST = 8192;
  private static final int LONGEST_SHOWN = 100;
  private static final Pattern PARTS =
      Pattern.compile("(?i)(https?)://([^/?#]*)([^#]*)(#.*)?", Pattern.DOTALL);
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]@]+)(?::(\\d{0,5}))?");
  private static final Pattern DOT = Pattern.compile("\\.|(?i:%2e)");
  private static final Pattern DOT_DOT = Pattern.compile("(\\.|(?i:%2e)){2}");
  private static final String UNSAFE = "\"<>\\^`{|}[] ";

  /**
   * Parses an absolute URL, or one without a scheme ({@code //host/path}), which becomes https.
   *
   * @throws FetchFailedException {@link FetchCause#BAD_URL} if it is not an http or https URL or
   *     contains credentials
   */
  static ImageUrl parse(String text) throws FetchFailedException {
    String stripped = text.strip();
    if (stripped.length() > LONGEST) {
      throw bad("longer than " + LONGEST + " characters");
    }
    if (stripped.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      throw bad("control characters");
    }
    Matcher parts = PARTS.matcher(stripped.startsWith("//") ? "https:" + stripped : stripped);
    if (!parts.matches()) {
      throw bad("neither http:// nor https://");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (parts.group(2).indexOf('@') >= 0) {
      throw bad("credentials in the URL");
    }
    Matcher authority = AUTHORITY.matcher(parts.group(2));
    if (!authority.matches()) {
      throw bad("no host");
    }
    return new ImageUrl(
        scheme, host(authority.group(1)), port(scheme, authority.group(2)), target(parts.group(3)));
  }

  /**
   * Resolves the target of a redirect (RFC 3986, section 5.2).
   *
   * @param location the header's value: an absolute URL, or a reference relative to this URL
   * @throws FetchFailedException as {@link #parse}
   */
  ImageUrl resolve(String location) throws FetchFailedException {
    String reference = withoutFragment(location.strip());
    if (reference.startsWith("//")) {
      return parse(scheme + ":" + reference);
    }
    if (SCHEME.matcher(reference).matches()) {
      return parse(reference);
    }
    if (reference.length() > LONGEST) {
      throw bad("redirect longer than " + LONGEST + " characters");
    }
    if (reference.isEmpty()) {
      return this;
    }
    String path = target.substring(0, queryStart(target));
    char first = reference.charAt(0);
    String base =
        switch (first) {
          case '/', '\\' -> "";
          case '?' -> path;
          default -> path.substring(0, path.lastIndexOf('/') + 1);
        };
    return new ImageUrl(scheme, host, port, target(base + reference));
  }

  /** Host and port: the unit of bulkheads and circuit breakers. */
  String origin() {
    return host + ":" + port;
  }

  /** The complete URL, for the cache. */
  String key() {
    return scheme + "://" + origin() + target;
  }

  /** For logs: without the query, which may contain a signature. */
  @Override
  public String toString() {
    String path = target.substring(0, queryStart(target));
    return scheme
        + "://"
        + origin()
        + (path.length() > LONGEST_SHOWN ? path.substring(0, LONGEST_SHOWN) + "..." : path);
  }

  private static String host(String text) throws FetchFailedException {
    if (text.startsWith("[")) {
      return text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
    }
    try {
      return HostName.ascii(text);
    } catch (IllegalArgumentException e) {
      throw bad("not a host name");
    }
  }

  private static int port(String scheme, String text) throws FetchFailedException {
    if (text == null || text.isEmpty()) {
      return scheme.equals("https") ? 443 : 80;
    }
    int port = Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      throw bad("port " + port);
    }
    return port;
  }

  /** Path and query for the request line. */
  private static String target(String text) {
    int query = queryStart(text);
    String path = text.substring(0, query).replace('\\', '/');
    return withoutDots(encoded(path)) + encoded(text.substring(query));
  }

  /** Removes the segments {@code .} and {@code ..} (RFC 3986, section 5.2.4). */
  private static String withoutDots(String path) {
    String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    ArrayDeque<String> kept = new ArrayDeque<>();
    for (int i = 0; i < segments.length; i++) {
      boolean up = DOT_DOT.matcher(segments[i]).matches();
      boolean here = DOT.matcher(segments[i]).matches();
      if (up) {
        kept.pollLast();
      }
      if (!up && !here) {
        kept.addLast(segments[i]);
      } else if (i == segments.length - 1) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** Percent-encodes what a URL must not contain. A percent sign is never encoded. */
  private static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c > 0x7E || c <= ' ' || UNSAFE.indexOf(c) >= 0) {
        out.append('%').append(String.format("%02X", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String withoutFragment(String text) {
    int fragment = text.indexOf('#');
    return fragment < 0 ? text : text.substring(0, fragment);
  }

  private static int queryStart(String text) {
    int query = text.indexOf('?');
    return query < 0 ? text.length() : query;
  }

  private static FetchFailedException bad(String what) {
    return new FetchFailedException(FetchCause.BAD_URL, what);
  }
}
