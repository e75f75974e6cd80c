package io.entitlementledger.log;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.embedded.EmbeddedMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a fresh database, dropped after it: on the MongoDB that {@code
 * LEDGER_TEST_MONGODB_URI} names, else on a server in this process. Use it with
 * {@code @RegisterExtension}, or with {@code @ExtendWith} and a parameter of type {@link
 * MongoDatabase}.
 */
public final class TestMongo implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private @Nullable MongoDatabase database;

  /** One server a process, started when first used. The only place that chooses it. */
  private static final class Server {
    static final String URI = uri();

    private static String uri() {
      String given = System.getenv("LEDGER_TEST_MONGODB_URI");
      if (given != null && !given.isBlank()) {
        return given;
      }
      EmbeddedMongo server = EmbeddedMongo.start(directory());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server.connectionString();
    }
  }

  private static Path directory() {
    try {
      // Under the module's build directory, which is cleaned with the rest of it.
      return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-mongo");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Client {
    static final MongoClient SHARED = MongoClients.create(Server.URI);
  }

  /** Where the server is, for a client of one's own. */
  public static String uri() {
    return Server.URI;
  }

  /** The present test's database. */
  public MongoDatabase database() {
    MongoDatabase present = database;
    if (present == null) {
      throw new IllegalStateException("There is a database only within a test");
    }
    return present;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    database = Client.SHARED.getDatabase(name);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    database().drop();
    database = null;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == MongoDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return database();
  }
}
