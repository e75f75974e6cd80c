package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection: its commands one after another, each read, run and answered. */
final class Connection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int OP_REPLY = 1;
  private static final int OP_QUERY = 2004;
  private static final int OP_MSG = 2013;

  /** An answer's buffer that had to be larger than this is not kept. */
  private static final int USUAL = 1 << 20;

  private final Socket socket;
  private final MongoBackend backend;
  private final BooleanSupplier stopping;

  /** What the library knows a client by. */
  private final Channel channel;

  private BsonWriter output = new BsonWriter();
  private int answers;

  Connection(Socket socket, MongoBackend backend, BooleanSupplier stopping) {
    this.socket = socket;
    this.backend = backend;
    this.stopping = stopping;
    this.channel =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return socket.getRemoteSocketAddress();
          }
        };
  }

  @Override
  public void run() {
    try (socket) {
      serveAll();
    } catch (IOException e) {
      LOG.debug("A connection broke", e);
    } finally {
      backend.handleClose(channel);
    }
  }

  private void serveAll() throws IOException {
    try {
      socket.setTcpNoDelay(true);
      Frames frames = new Frames(socket.getInputStream());
      while (!stopping.getAsBoolean() && frames.next()) {
        serve(frames.buffer(), frames.from(), frames.end());
      }
    } catch (ProtocolException e) {
      LOG.warn("A connection is closed: what came is not a message: {}", e.getMessage());
    }
  }

  private void serve(byte[] bytes, int from, int to) throws IOException {
    BsonReader header = new BsonReader(bytes, from, to);
    header.int32();
    int id = header.int32();
    header.int32();
    int operation = header.int32();
    if (operation != OP_MSG && operation != OP_QUERY) {
      throw new ProtocolException("its operation code is " + operation);
    }
    boolean message = operation == OP_MSG;
    boolean answered = !message || Request.isAnswered(bytes, header.at(), to);
    Document reply;
    try {
      Request request =
          message
              ? Request.ofMessage(bytes, header.at(), to)
              : Request.ofQuery(bytes, header.at(), to);
      reply = run(request);
    } catch (MongoServerException e) {
      reply = RocksBackend.refusal(e);
    }
    if (answered) {
      write(id, message, reply);
    }
  }

  private Document run(Request request) {
    try {
      return backend.handleCommand(channel, request.database(), request.command(), request.query());
    } catch (RuntimeException e) {
      LOG.error("The command {} failed", request.command(), e);
      throw internal(e);
    }
  }

  private void write(int id, boolean message, Document reply) throws IOException {
    try {
      encode(id, message, reply);
    } catch (RuntimeException e) {
      LOG.error("An answer could not be encoded", e);
      encode(id, message, RocksBackend.refusal(internal(e)));
    }
    socket.getOutputStream().write(output.buffer(), 0, output.length());
  }

  private static MongoServerError internal(RuntimeException e) {
    return new MongoServerError(1, "InternalError", "Unknown error: " + e.getMessage());
  }

  private void encode(int id, boolean message, Document reply) {
    if (output.buffer().length > USUAL) {
      output = new BsonWriter();
    }
    output.clear();
    output.int32(0).int32(++answers).int32(id);
    if (message) {
      output.int32(OP_MSG).int32(0).one(0);
    } else {
      output.int32(OP_REPLY).int32(0).int64(0).int32(0).int32(1);
    }
    output.document(reply).endAt(0);
  }
}
