package io.entitlementledger.log;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One commit of the log: all events of one command, at a place of its own. An instance that was
 * read has been checked against its own body; {@link EventLog} checks that commits follow one
 * another.
 */
public final class Commit {
  private final long position;
  private final Body content;
  private final byte[] body;
  private final List<StreamSpan> spans;
  private final List<byte[]> hashes;
  private final Instant latest;
  private final Instant highWater;
  private final byte[] leaf;
  private final byte[] chain;
  private final byte @Nullable [] raw;
  private final byte @Nullable [] salt;

  Commit(
      long position,
      Body content,
      byte[] body,
      List<StreamSpan> spans,
      List<byte[]> hashes,
      Instant latest,
      Instant highWater,
      byte[] leaf,
      byte[] chain,
      byte @Nullable [] raw,
      byte @Nullable [] salt) {
    this.position = position;
    this.content = content;
    this.body = body;
    this.spans = spans;
    this.hashes = hashes;
    this.latest = latest;
    this.highWater = highWater;
    this.leaf = leaf;
    this.chain = chain;
    this.raw = raw;
    this.salt = salt;
  }

  /** Gives a draft its place after {@code previous}; {@code hashes} are the streams' new ones. */
  static Commit after(Head previous, Draft draft, List<byte[]> hashes) {
    Submission submission = draft.submission();
    return new Commit(
        previous.nextPosition(),
        draft.content(),
        draft.body(),
        draft.spans(),
        hashes,
        draft.latest(),
        later(previous.highWater(), draft.latest()),
        draft.leaf(),
        Hashes.chain(previous.chain(), draft.leaf()),
        submission == null ? null : submission.raw(),
        submission == null ? null : submission.salt());
  }

  /** The position of its first event. */
  public long position() {
    return position;
  }

  /** The position of its last event. */
  public long lastPosition() {
    return nextPosition() - 1;
  }

  /** The position of the next commit. */
  public long nextPosition() {
    return position + content.events().size();
  }

  /** Its events; the one at index {@code i} has position {@code position() + i}. */
  public List<LoggedEvent> events() {
    return content.events();
  }

  /** When it was recorded: the commits' running maximum of time, which never runs backwards. */
  public Instant recordedAt() {
    return highWater;
  }

  /** The record: the events as canonical JSON. A copy. */
  public byte[] body() {
    return body.clone();
  }

  /** The RFC 6962 leaf hash of the body, 32 bytes. A copy. */
  public byte[] leaf() {
    return leaf.clone();
  }

  /** The delivery as it came; empty if there was none, it was erased or it was not asked for. */
  public Optional<byte[]> raw() {
    return Optional.ofNullable(raw).map(byte[]::clone);
  }

  /** Where the log ends if this is its last commit. */
  public Head head() {
    return new Head(nextPosition(), highWater, chain);
  }

  /** Hex SHA-256 of the delivery as it came, without salt; null if it is not here. */
  @Nullable String rawSha256() {
    return raw == null ? null : Hashes.hex(Hashes.sha256(raw));
  }

  /** Hex SHA-256 of salt and delivery, as the body names it. */
  @Nullable String rawDigest() {
    return content.raw();
  }

  Body content() {
    return content;
  }

  byte[] bodyBytes() {
    return body;
  }

  byte @Nullable [] rawBytes() {
    return raw;
  }

  byte @Nullable [] saltBytes() {
    return salt;
  }

  byte[] leafBytes() {
    return leaf;
  }

  byte[] chainBytes() {
    return chain;
  }

  Instant latest() {
    return latest;
  }

  List<StreamSpan> spans() {
    return spans;
  }

  byte[] hash(int span) {
    return hashes.get(span);
  }

  /** Its part of a stream, which must have one. */
  int spanOf(String stream) {
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).stream().equals(stream)) {
        return i;
      }
    }
    throw new LogBrokenException(position, "it is listed under " + stream + " but has none of it");
  }

  /** Where a stream stands after this commit. */
  StreamState stateOf(String stream) {
    int span = spanOf(stream);
    return new StreamState(spans.get(span).next(), hashes.get(span));
  }

  /** Checks that it is the successor of what ends with {@code previous}. */
  void requireFollows(Head previous) {
    if (position != previous.nextPosition()) {
      throw new LogBrokenException(
          previous.nextPosition(), "no commit begins here; the next one begins at " + position);
    }
    if (!Arrays.equals(chain, Hashes.chain(previous.chain(), leaf))) {
      throw new LogBrokenException(position, "chain does not follow from the commit before it");
    }
    if (!highWater.equals(later(previous.highWater(), latest))) {
      throw new LogBrokenException(position, "hw is not the running maximum of t");
    }
  }

  /** Checks that its part of a stream is the successor of {@code previous}. */
  void requireContinues(String stream, StreamState previous) {
    int span = spanOf(stream);
    if (!previous.isContinuedBy(spans.get(span))) {
      throw new LogBrokenException(
          position,
          "%s goes on with sequence %d where %d is due"
              .formatted(stream, spans.get(span).first(), previous.next()));
    }
    if (!Arrays.equals(hashes.get(span), Hashes.stream(previous.hash(), leaf))) {
      throw new LogBrokenException(
          position, "h of " + stream + " does not follow from the one before");
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
