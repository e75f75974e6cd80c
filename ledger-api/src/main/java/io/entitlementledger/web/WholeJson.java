package io.entitlementledger.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an answer's JSON when all of it is there, so that it has a {@code Content-Length} and
 * leaves in one packet; chunked, its end would come in one of its own. An answer is bounded as its
 * pages are; what is streamed is not written by this.
 */
final class WholeJson extends JacksonJsonHttpMessageConverter {
  WholeJson(JsonMapper mapper) {
    super(mapper);
  }

  @Override
  protected void writeInternal(
      Object object,
      ResolvableType type,
      HttpOutputMessage message,
      @Nullable Map<String, Object> hints)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    super.writeInternal(object, type, new Kept(message.getHeaders(), whole), hints);
    message.getHeaders().setContentLength(whole.size());
    whole.writeTo(message.getBody());
  }

  private record Kept(HttpHeaders getHeaders, OutputStream getBody) implements HttpOutputMessage {}
}
