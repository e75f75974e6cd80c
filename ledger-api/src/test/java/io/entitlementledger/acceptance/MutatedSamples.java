package io.entitlementledger.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sender's documented bodies with a few accidents each. */
final class MutatedSamples {
  private static final Path SAMPLES = Path.of("src/test/resources/webhooks");
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|[{}\\[\\]:,]|[^\\s{}\\[\\]:,\"]+|\\s+");

  private final SplittableRandom random;
  private final List<String> samples;

  MutatedSamples(long seed) throws IOException {
    random = new SplittableRandom(seed);
    try (Stream<Path> files = Files.list(SAMPLES)) {
      // A character a byte, so that a change can be of any byte.
      List<String> read = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        read.add(Files.readString(file, ISO_8859_1));
      }
      samples = List.copyOf(read);
    }
  }

  HostileBody next() {
    String body = one(samples);
    StringBuilder kind = new StringBuilder("sample");
    for (int accident = random.nextInt(3); accident >= 0; accident--) {
      if (body.isEmpty()) {
        break;
      }
      Accident happens = one(List.of(Accident.values()));
      kind.append(", ").append(happens);
      body = after(happens, body);
    }
    return new HostileBody(kind.toString(), body.getBytes(ISO_8859_1), HostileBody.KEPT);
  }

  private enum Accident {
    BIT_FLIPPED,
    CUT_OFF,
    BYTE_INSERTED,
    SPAN_LOST,
    SPAN_DOUBLED,
    TOKENS_SWAPPED,
    TOKEN_LOST,
    TOKEN_OF_ANOTHER
  }

  private String after(Accident accident, String body) {
    int at = random.nextInt(body.length());
    int to = Math.min(body.length(), at + 1 + random.nextInt(24));
    String head = body.substring(0, at);
    String tail = body.substring(at);
    return switch (accident) {
      case BIT_FLIPPED ->
          head + (char) (tail.charAt(0) ^ 1 << random.nextInt(8)) + tail.substring(1);
      case CUT_OFF -> head;
      case BYTE_INSERTED -> head + (char) random.nextInt(256) + tail;
      case SPAN_LOST -> head + body.substring(to);
      case SPAN_DOUBLED -> body.substring(0, to) + tail;
      case TOKENS_SWAPPED -> {
        List<String> tokens = tokens(body);
        Collections.swap(tokens, random.nextInt(tokens.size()), random.nextInt(tokens.size()));
        yield String.join("", tokens);
      }
      case TOKEN_LOST -> {
        List<String> tokens = tokens(body);
        tokens.remove(random.nextInt(tokens.size()));
        yield String.join("", tokens);
      }
      case TOKEN_OF_ANOTHER -> {
        List<String> tokens = tokens(body);
        tokens.set(random.nextInt(tokens.size()), one(tokens(one(samples))));
        yield String.join("", tokens);
      }
    };
  }

  private static List<String> tokens(String body) {
    List<String> tokens =
        new ArrayList<>(TOKEN.matcher(body).results().map(MatchResult::group).toList());
    if (tokens.isEmpty()) {
      tokens.add(body);
    }
    return tokens;
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
