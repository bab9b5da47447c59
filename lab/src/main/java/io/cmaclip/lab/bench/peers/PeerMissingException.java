package io.cmaclip.lab.bench.peers;

/** A peer is not installed, or does not run on this machine. */
final class PeerMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PeerMissingException(String message) {
    super(message);
  }
}
