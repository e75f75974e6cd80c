package io.entitlementledger.log;

import io.entitlementledger.log.FaultyWire.Fault;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One connection of a {@link FaultyWire}: the client's, and the server's that belongs to it. */
final class WireLink {
  private final FaultyWire wire;
  private final Socket client;
  private final Socket server;

  /** What happens to a reply, by the id of what it answers. */
  private final Map<Integer, Fault> onReply = new ConcurrentHashMap<>();

  private interface Direction {
    void pass() throws IOException;
  }

  WireLink(FaultyWire wire, Socket client, Socket server) {
    this.wire = wire;
    this.client = client;
    this.server = server;
  }

  void start() {
    Thread.ofVirtual().start(() -> pass(this::requests));
    Thread.ofVirtual().start(() -> pass(this::replies));
  }

  private void pass(Direction direction) {
    try {
      direction.pass();
    } catch (IOException e) {
      // One side has gone; so the other goes too.
    } finally {
      close();
    }
  }

  private void requests() throws IOException {
    for (WireMessage message = WireMessage.read(client.getInputStream());
        message != null;
        message = WireMessage.read(client.getInputStream())) {
      if (wire.isSilent()) {
        continue;
      }
      Fault fault = wire.faultFor(message.command());
      if (fault == Fault.CUT_BEFORE || fault == Fault.CUT_WITHIN) {
        int sent = fault == Fault.CUT_BEFORE ? 0 : message.bytes().length / 2;
        server.getOutputStream().write(message.bytes(), 0, sent);
        wire.cut(this);
        return;
      }
      onReply.put(message.id(), fault);
      server.getOutputStream().write(message.bytes());
    }
  }

  private void replies() throws IOException {
    for (WireMessage message = WireMessage.read(server.getInputStream());
        message != null;
        message = WireMessage.read(server.getInputStream())) {
      Fault fault = onReply.getOrDefault(message.answers(), Fault.NONE);
      onReply.remove(message.answers());
      if (wire.isSilent()) {
        continue;
      }
      if (fault == Fault.CUT_AFTER || fault == Fault.CUT_WITHIN_REPLY) {
        int sent = fault == Fault.CUT_AFTER ? 0 : message.bytes().length / 2;
        client.getOutputStream().write(message.bytes(), 0, sent);
        wire.cut(this);
        return;
      }
      if (fault == Fault.HOLD_REPLY) {
        wire.hold();
      }
      client.getOutputStream().write(message.bytes());
    }
  }

  void close() {
    try (client;
        server) {
      wire.forget(this);
    } catch (IOException e) {
      // closed all the same
    }
  }
}
