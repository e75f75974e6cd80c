package io.entitlementledger.security;

import io.entitlementledger.value.Source;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request whose path no longer holds the secret it came with. */
final class HiddenSecretRequest extends HttpServletRequestWrapper {
  private final WebhookPath path;

  HiddenSecretRequest(HttpServletRequest request, WebhookPath path) {
    super(request);
    this.path = path;
  }

  Optional<Secret> secret() {
    return path.secret();
  }

  Optional<Source> source() {
    return path.source();
  }

  @Override
  public String getRequestURI() {
    return path.shown();
  }

  @Override
  public StringBuffer getRequestURL() {
    StringBuffer url = super.getRequestURL();
    String original = super.getRequestURI();
    url.setLength(url.length() - original.length());
    return url.append(path.shown());
  }

  @Override
  public String getServletPath() {
    return path.shown();
  }

  @Override
  public @Nullable String getPathInfo() {
    return null;
  }

  @Override
  public @Nullable String getPathTranslated() {
    return null;
  }
}
