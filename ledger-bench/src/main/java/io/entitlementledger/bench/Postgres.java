package io.entitlementledger.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A PostgreSQL of its own, in processes of its own, whose commits are on disk when they return.
 *
 * <p>It refuses to run as root. The library sees that and starts it through {@code unshare -U}: a
 * user of a name space of its own, who owns the same files.
 */
final class Postgres implements AutoCloseable {
  private final Path data;
  private final EmbeddedPostgres server;

  Postgres(Path directory) {
    data = directory;
    try {
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory)
              .setLocaleConfig("locale", "C")
              // The library is made for tests and turns both off.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
    boolean durable = false;
    try {
      requireDurable();
      durable = true;
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not say how it runs", e);
    } finally {
      if (!durable) {
        close();
      }
    }
  }

  private void requireDurable() throws SQLException {
    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      if (!show(setting).equals("on")) {
        throw new IllegalStateException("PostgreSQL runs with %s off".formatted(setting));
      }
    }
  }

  private String show(String setting) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW " + setting)) {
      result.next();
      return result.getString(1);
    }
  }

  DataSource dataSource() {
    return server.getPostgresDatabase();
  }

  /** The processor time its processes have used, in nanoseconds. */
  long cpu() {
    try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
      long pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
      return ProcessHandle.of(pid)
          .map(server -> Stream.concat(Stream.of(server), server.descendants()))
          .orElseGet(Stream::empty)
          .mapToLong(process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
