package io.cmaclip.schemas.serde;

import io.cmaclip.schemas.client.RegistryRefusalException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.client.SchemaRegistry;
import java.io.EOFException;
import java.io.IOException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Translates exceptions of Confluent's classes into this module's exceptions. Uses reflection,
 * because Confluent's exception classes are not on the compile class path.
 */
final class ConfluentFailures {
  private static final String REST_FAILURE =
      "io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException";

  private ConfluentFailures() {}

  static RuntimeException whenReading(RuntimeException failure) {
    RuntimeException temporary = temporary(failure);
    if (temporary != null) {
      return temporary;
    }
    RegistryRefusalException refusal = refusal(failure);
    return refusal == null
        ? new UndecodableRecordException(message(failure), failure)
        : new UndecodableRecordException(message(failure), refusal);
  }

  static RuntimeException whenWriting(RuntimeException failure) {
    RuntimeException temporary = temporary(failure);
    if (temporary != null) {
      return temporary;
    }
    return refusal(failure) == null
        ? new SerializationException(message(failure), failure)
        : new SchemaRejectedException(message(failure), failure);
  }

  /** The failure as a temporary one; null if the record or its schema causes it. */
  private static RuntimeException temporary(RuntimeException failure) {
    if (failure instanceof InterruptException) {
      return failure;
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      boolean fromRegistry = isRestFailure(t);
      if (fromRegistry && SchemaRegistry.isRefusal(status(t), errorCode(t))) {
        return null;
      }
      // EOFException means truncated bytes, not a failed connection.
      boolean unreached = t instanceof IOException && !(t instanceof EOFException);
      if (fromRegistry || unreached || t instanceof RetriableException) {
        return new RegistryUnavailableException("schema registry: " + message(failure), failure);
      }
    }
    return null;
  }

  private static RegistryRefusalException refusal(RuntimeException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (isRestFailure(t)) {
        RegistryRefusalException refusal =
            new RegistryRefusalException(status(t), errorCode(t), t.getMessage());
        refusal.initCause(failure);
        return refusal;
      }
    }
    return null;
  }

  private static boolean isRestFailure(Throwable t) {
    return t.getClass().getName().equals(REST_FAILURE);
  }

  private static int status(Throwable restFailure) {
    return number(restFailure, "getStatus");
  }

  private static int errorCode(Throwable restFailure) {
    return number(restFailure, "getErrorCode");
  }

  private static int number(Throwable restFailure, String method) {
    try {
      return (Integer) restFailure.getClass().getMethod(method).invoke(restFailure);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(REST_FAILURE + " has no " + method, changed);
    }
  }

  private static String message(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? failure.getMessage()
        : failure.getMessage() + ": " + cause.getMessage();
  }
}
