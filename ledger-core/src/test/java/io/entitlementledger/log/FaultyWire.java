package io.entitlementledger.log;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterConnectionMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A way to the server of {@link TestMongo} on which commands go wrong, each at an exact place. */
public final class FaultyWire implements AutoCloseable {
  /** What goes wrong. */
  public enum Fault {
    NONE,
    /** The server does not get the command. */
    CUT_BEFORE,
    /** The server gets half of the command. */
    CUT_WITHIN,
    /** The server carries the command out; its reply is lost. */
    CUT_AFTER,
    /** The client gets half of the reply. */
    CUT_WITHIN_REPLY,
    /** The reply waits for {@link #release()}. */
    HOLD_REPLY
  }

  private enum State {
    OPEN,
    REFUSING,
    SILENT
  }

  private final ServerAddress server = hostOf(TestMongo.uri());
  private final ServerSocket listener;
  private final Set<WireLink> links = ConcurrentHashMap.newKeySet();
  private final Map<String, Queue<Fault>> due = new ConcurrentHashMap<>();
  private final Semaphore releases = new Semaphore(0);
  private volatile State state = State.OPEN;
  private volatile boolean refuseAfterCut;

  public FaultyWire() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private static ServerAddress hostOf(String uri) {
    return new ServerAddress(new ConnectionString(uri).getHosts().getFirst());
  }

  /** A client that has no other way to the server, and notices soon that it is there again. */
  public MongoClient client(boolean retryWrites, long selectionMillis) {
    ServerAddress here =
        new ServerAddress(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(TestMongo.uri()))
            .applyToClusterSettings(
                cluster ->
                    cluster
                        .hosts(List.of(here))
                        .mode(ClusterConnectionMode.SINGLE)
                        .serverSelectionTimeout(selectionMillis, TimeUnit.MILLISECONDS))
            .applyToServerSettings(
                servers ->
                    servers
                        .minHeartbeatFrequency(10, TimeUnit.MILLISECONDS)
                        .heartbeatFrequency(100, TimeUnit.MILLISECONDS))
            .applyToSocketSettings(
                socket ->
                    socket
                        .connectTimeout(1000, TimeUnit.MILLISECONDS)
                        .readTimeout(10, TimeUnit.SECONDS))
            .compressorList(List.of())
            .retryWrites(retryWrites)
            .build());
  }

  /** What the next commands of a name meet, one each. */
  public void next(String command, Fault... faults) {
    due.computeIfAbsent(command, name -> new ConcurrentLinkedQueue<>()).addAll(List.of(faults));
  }

  /** Whether every fault has met its command. */
  boolean isSpent() {
    return due.values().stream().allMatch(Queue::isEmpty);
  }

  /** The replies that are held. */
  public int held() {
    return releases.getQueueLength();
  }

  /** Passes on the replies that are held. */
  public void release() {
    releases.release(releases.getQueueLength());
  }

  /** Takes no connection, and ends those that there are, until healed. */
  public void refuse() {
    change(State.REFUSING);
  }

  /** Refuses from the next cut on, so that nothing is tried again before the wire is healed. */
  void refuseAfterCut() {
    refuseAfterCut = true;
  }

  /** Takes connections and all that is sent, and answers nothing, until healed. */
  void silence() {
    state = State.SILENT;
  }

  /** Works again, for new connections. */
  public void heal() {
    refuseAfterCut = false;
    change(State.OPEN);
  }

  private synchronized void change(State next) {
    state = next;
    links.forEach(WireLink::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // The client tries again, as with any network; or the listener is closed.
      }
    }
  }

  private synchronized void connect(Socket client) throws IOException {
    if (state == State.REFUSING) {
      client.close();
      return;
    }
    WireLink link = new WireLink(this, client, new Socket(server.getHost(), server.getPort()));
    links.add(link);
    link.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    refuse();
    release();
  }

  boolean isSilent() {
    return state == State.SILENT;
  }

  Fault faultFor(String command) {
    Queue<Fault> faults = due.get(command);
    Fault fault = faults == null ? null : faults.poll();
    return fault == null ? Fault.NONE : fault;
  }

  void hold() {
    releases.acquireUninterruptibly();
  }

  void cut(WireLink link) {
    if (refuseAfterCut) {
      refuse();
    }
    link.close();
  }

  void forget(WireLink link) {
    links.remove(link);
  }
}
