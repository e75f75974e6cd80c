package io.entitlementledger.embedded;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.util.List;
import org.bson.Document;

/** An embedded server on a directory, and a driver's client of it. */
final class OpenStore implements AutoCloseable {
  final EmbeddedMongo server;
  final MongoClient client;
  final MongoDatabase database;

  OpenStore(Path directory) {
    server = EmbeddedMongo.start(directory);
    client = MongoClients.create(server.connectionString());
    database = client.getDatabase("ledger");
  }

  MongoCollection<Document> collection(String name) {
    return database.getCollection(name);
  }

  /** How many stored documents the work made the server look at. */
  long examinedBy(Runnable work) {
    long before = server.documentsExamined();
    work.run();
    return server.documentsExamined() - before;
  }

  /** What the server finds wrong between a collection, its count and its indexes. */
  List<String> faults(String collection) {
    Document validate = new Document("validate", collection);
    return database.runCommand(validate).getList("errors", String.class);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
