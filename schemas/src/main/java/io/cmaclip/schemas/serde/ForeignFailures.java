package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegistryUnavailableException;
import java.io.IOException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tells from the failures of Confluent's classes what ours would have thrown. Their exceptions
 * carry an HTTP status but are not on our class path, hence the reflection.
 */
final class ForeignFailures {
  private static final String REST_FAILURE =
      "io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException";
  private static final int NOT_FOUND = 404;
  private static final int INCOMPATIBLE = 409;
  private static final int INVALID = 422;

  private ForeignFailures() {}

  static RuntimeException whenReading(RuntimeException failure) {
    if (failure instanceof InterruptException) {
      return failure;
    }
    RegistryUnavailableException unavailable = unavailable(failure);
    return unavailable != null
        ? unavailable
        : new UndecodableRecordException(message(failure), failure);
  }

  static RuntimeException whenWriting(RuntimeException failure) {
    if (failure instanceof InterruptException) {
      return failure;
    }
    RegistryUnavailableException unavailable = unavailable(failure);
    return unavailable != null
        ? unavailable
        : new SchemaRejectedException(message(failure), failure);
  }

  private static RegistryUnavailableException unavailable(RuntimeException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      Integer status = status(t);
      if (status != null) {
        boolean settled = status == NOT_FOUND || status == INCOMPATIBLE || status == INVALID;
        return settled ? null : wrap(failure);
      }
      // An end of the bytes is an IOException too, but says nothing about the registry.
      boolean ofBytes = t instanceof java.io.EOFException;
      if (t instanceof RetriableException || (t instanceof IOException && !ofBytes)) {
        return wrap(failure);
      }
    }
    return null;
  }

  private static RegistryUnavailableException wrap(RuntimeException failure) {
    return new RegistryUnavailableException("schema registry: " + message(failure), failure);
  }

  private static Integer status(Throwable t) {
    if (!t.getClass().getName().equals(REST_FAILURE)) {
      return null;
    }
    try {
      return (Integer) t.getClass().getMethod("getStatus").invoke(t);
    } catch (ReflectiveOperationException changed) {
      return null;
    }
  }

  private static String message(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? failure.getMessage()
        : failure.getMessage() + ": " + cause.getMessage();
  }
}
