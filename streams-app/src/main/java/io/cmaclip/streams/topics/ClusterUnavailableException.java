package io.cmaclip.streams.topics;

import io.cmaclip.model.errors.UserException;

/** No broker of the cluster answers. It may be starting, so a later attempt may succeed. */
public final class ClusterUnavailableException extends UserException {
  ClusterUnavailableException(String message) {
    super(message);
  }

  ClusterUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
