package io.entitlementledger.projection.replay;

/**
 * A view has not reached what an answer needs, or has not stopped to be rebuilt, within the time it
 * was given. Try again later.
 */
public final class ViewBehindException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  public ViewBehindException(String projection, String message) {
    super(message);
    this.projection = projection;
  }

  /** The view that is behind; {@code log} where the log itself has no such position yet. */
  public String projection() {
    return projection;
  }
}
