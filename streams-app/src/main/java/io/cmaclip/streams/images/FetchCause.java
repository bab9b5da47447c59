package io.cmaclip.streams.images;

/** Why an image could not be fetched. */
public enum FetchCause {
  /** Fetching is switched off. */
  DISABLED(Kind.PERMANENT),
  /** Not an http or https address, or one with credentials in it. */
  BAD_URL(Kind.PERMANENT),
  /** A port that may not be connected to. */
  PORT_REFUSED(Kind.PERMANENT),
  /** The host has no address that may be connected to. */
  ADDRESS_REFUSED(Kind.PERMANENT),
  /** More redirects than are followed. */
  TOO_MANY_REDIRECTS(Kind.PERMANENT),
  /** The server says that there is no such image for us: 4xx, or no content. */
  HTTP_REFUSED(Kind.PERMANENT),
  /** The certificate is not one for this host. */
  TLS_REFUSED(Kind.PERMANENT),
  /** A Content-Encoding that nobody asked for. */
  ENCODED(Kind.PERMANENT),
  /** Larger than what is fetched. */
  TOO_LARGE(Kind.PERMANENT),
  /** Not the beginning of an image that can be decoded. */
  NOT_AN_IMAGE(Kind.PERMANENT),
  /** Not the file whose SHA-256 the listing gives. */
  SHA256_MISMATCH(Kind.PERMANENT),
  /** The name of the host could not be resolved. */
  UNRESOLVED(Kind.HOST),
  /** No connection. */
  CONNECT_FAILED(Kind.HOST),
  /** Not done within the time limit. */
  TIMED_OUT(Kind.HOST),
  /** The connection broke, or what came is not HTTP. */
  TRANSFER_BROKEN(Kind.HOST),
  /** The server says that it cannot answer now: 408, 425, 429, 5xx. */
  HTTP_UNAVAILABLE(Kind.HOST),
  /** The host has failed too often lately; it was not asked. */
  CIRCUIT_OPEN(Kind.NOT_ASKED),
  /** Too many bytes of fetched images wait to be decoded; the fetch must be tried again. */
  OVERLOADED(Kind.NOT_ASKED),
  /** The service ends. */
  CLOSED(Kind.NOT_ASKED);

  private enum Kind {
    PERMANENT,
    HOST,
    NOT_ASKED
  }

  private final Kind kind;

  FetchCause(Kind kind) {
    this.kind = kind;
  }

  /** Whether the same fetch may succeed later. */
  public boolean isTransient() {
    return kind != Kind.PERMANENT;
  }

  /** Whether the host has failed, which counts towards opening its circuit and is retried. */
  boolean isFaultOfHost() {
    return kind == Kind.HOST;
  }
}
