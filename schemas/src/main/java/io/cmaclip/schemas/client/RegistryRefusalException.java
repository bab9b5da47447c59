package io.cmaclip.schemas.client;

/** A final error response of the registry's REST API; a retry would return the same. */
public final class RegistryRefusalException extends RuntimeException {
  private final int status;
  private final int errorCode;

  /**
   * @param status HTTP status, 4xx
   * @param errorCode the API's own code (40401 subject, 40402 version, 40403 schema not found, 409
   *     incompatible, 422xx invalid)
   */
  public RegistryRefusalException(int status, int errorCode, String message) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }

  public int errorCode() {
    return errorCode;
  }

  public boolean isNotFound() {
    return status == 404;
  }
}
