package io.cmaclip.streams.images;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Address of an image, as it goes over the wire. One parser decides what the host is, and nothing
 * reads the text again.
 *
 * @param scheme http or https
 * @param host ASCII, lower case; an IPv6 address without its brackets
 * @param port 1 to 65,535
 * @param target path and query, percent-encoded, beginning with a slash
 */
record ImageUrl(String scheme, String host, int port, String target) {
  private static final int LONGEST = 8192;
  private static final int LONGEST_SHOWN = 100;
  private static final Pattern PARTS =
      Pattern.compile("(?i)(https?)://([^/?#]*)([^#]*)(#.*)?", Pattern.DOTALL);
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]@]+)(?::(\\d{0,5}))?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final String UNSAFE = "\"<>\\^`{|}[] ";

  /**
   * Reads an address.
   *
   * @throws FetchFailedException {@link FetchCause#BAD_URL} when it is no http or https address, or
   *     holds credentials
   */
  static ImageUrl parse(String text) throws FetchFailedException {
    String stripped = text.strip();
    if (stripped.length() > LONGEST) {
      throw bad("longer than " + LONGEST + " characters");
    }
    if (stripped.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      throw bad("control characters");
    }
    Matcher parts = PARTS.matcher(stripped);
    if (!parts.matches()) {
      throw bad("neither http:// nor https://");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (parts.group(2).indexOf('@') >= 0) {
      throw bad("credentials in the address");
    }
    Matcher authority = AUTHORITY.matcher(parts.group(2));
    if (!authority.matches()) {
      throw bad("no host");
    }
    String rest = encoded(parts.group(3));
    return new ImageUrl(
        scheme,
        host(authority.group(1)),
        port(scheme, authority.group(2)),
        rest.startsWith("/") ? rest : "/" + rest);
  }

  /**
   * Where a redirect leads.
   *
   * @param location as the header gives it: whole, or relative to this address
   * @throws FetchFailedException as {@link #parse}
   */
  ImageUrl resolve(String location) throws FetchFailedException {
    try {
      String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      // Underscores in names are no legal URI host, so the base is resolved by authority.
      URI base = new URI(scheme + "://" + bracketed + ":" + port + target);
      return parse(base.resolve(new URI(encodedReference(location.strip()))).toString());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw bad("redirected to something that is no address");
    }
  }

  /** Host and port: what is limited, counted and broken together. */
  String origin() {
    return host + ":" + port;
  }

  /** For the cache: whole, query included. */
  String key() {
    return scheme + "://" + origin() + target;
  }

  /** For logs: without the query, which may hold a signature. */
  @Override
  public String toString() {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return scheme
        + "://"
        + origin()
        + (path.length() > LONGEST_SHOWN ? path.substring(0, LONGEST_SHOWN) + "..." : path);
  }

  private static String host(String text) throws FetchFailedException {
    if (text.startsWith("[")) {
      return text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
    }
    String ascii;
    try {
      ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      throw bad("no host name");
    }
    if (!NAME.matcher(ascii).matches()) {
      throw bad("no host name");
    }
    return ascii.toLowerCase(Locale.ROOT);
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

  /** Leaves what is encoded already as it is. */
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

  /** The same, but a whole address keeps the brackets of its host. */
  private static String encodedReference(String location) {
    Matcher whole = PARTS.matcher(location);
    return whole.matches()
        ? whole.group(1) + "://" + whole.group(2) + encoded(whole.group(3))
        : encoded(location);
  }

  private static FetchFailedException bad(String what) {
    return new FetchFailedException(FetchCause.BAD_URL, what);
  }
}
