package io.cmaclip.streams.images;

/** Why an image could not be fetched. */
public enum FetchCause {
  /** Fetching is disabled. */
  DISABLED(Kind.PERMANENT),
  /** Not an http or https URL, or a URL with credentials. */
  BAD_URL(Kind.PERMANENT),
  /** A port outside image.fetch.allowed-ports. */
  PORT_REFUSED(Kind.PERMANENT),
  /** The SSRF guard refuses all addresses of the host. */
  ADDRESS_REFUSED(Kind.PERMANENT),
  /** More redirects than the limit. */
  TOO_MANY_REDIRECTS(Kind.PERMANENT),
  /** The server refuses the request: 4xx, or no content. */
  HTTP_REFUSED(Kind.PERMANENT),
  /** The certificate is not valid for this host. */
  TLS_REFUSED(Kind.PERMANENT),
  /** A Content-Encoding that is not supported. */
  ENCODED(Kind.PERMANENT),
  /** Larger than image.fetch.max-bytes. */
  TOO_LARGE(Kind.PERMANENT),
  /** The first bytes are not those of a supported image format. */
  NOT_AN_IMAGE(Kind.PERMANENT),
  /** The file does not have the SHA-256 of the listing. */
  SHA256_MISMATCH(Kind.PERMANENT),
  /** The name of the host could not be resolved. */
  UNRESOLVED(Kind.HOST),
  /** No connection. */
  CONNECT_FAILED(Kind.HOST),
  /** The time limit was exceeded. */
  TIMED_OUT(Kind.HOST),
  /** The connection broke, or the response is not HTTP. */
  TRANSFER_BROKEN(Kind.HOST),
  /** The server is temporarily unavailable: 408, 425, 429, 5xx. */
  HTTP_UNAVAILABLE(Kind.HOST),
  /** The circuit breaker of the host is open; no request was sent. */
  CIRCUIT_OPEN(Kind.NOT_SENT),
  /** Too many bytes of fetched images wait for decoding; retry the fetch later. */
  OVERLOADED(Kind.NOT_SENT),
  /** The service is closing. */
  CLOSED(Kind.NOT_SENT);

  private enum Kind {
    PERMANENT,
    HOST,
    NOT_SENT
  }

  private final Kind kind;

  FetchCause(Kind kind) {
    this.kind = kind;
  }

  /** Whether the same fetch may succeed later. */
  public boolean isTransient() {
    return kind != Kind.PERMANENT;
  }

  /** Whether the host failed. Such failures are retried and count for the circuit breaker. */
  boolean isFaultOfHost() {
    return kind == Kind.HOST;
  }
}
