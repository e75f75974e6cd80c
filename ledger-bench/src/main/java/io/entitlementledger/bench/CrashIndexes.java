package io.entitlementledger.bench;

import static io.entitlementledger.bench.CrashStore.COMMITS;
import static io.entitlementledger.bench.CrashStore.ITEMS;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Compares each index and count with the documents there are. */
final class CrashIndexes {
  private final MongoDatabase database;
  private final List<Document> items = new ArrayList<>();
  private final List<Document> commits = new ArrayList<>();
  private final List<String> flaws = new ArrayList<>();

  CrashIndexes(MongoDatabase database) {
    this.database = database;
  }

  /** What disagrees. */
  List<String> check() {
    for (String name : database.listCollectionNames()) {
      if (!name.startsWith("system.")) {
        checkByServer(name);
      }
    }
    // Found in the order of _id, through no other index; what says nothing of keys is left out.
    Bson keys = Projections.exclude("p");
    database.getCollection(ITEMS).find().projection(keys).batchSize(5_000).into(items);
    database.getCollection(COMMITS).find().projection(keys).batchSize(5_000).into(commits);
    checkItems();
    checkCommits();
    return flaws;
  }

  private void checkByServer(String name) {
    database
        .runCommand(new Document("validate", name))
        .getList("errors", String.class)
        .forEach(error -> flaws.add(name + ": " + error));
    MongoCollection<Document> collection = database.getCollection(name);
    long found = 0;
    for (Document _ : collection.find().projection(Projections.include("_id"))) {
      found++;
    }
    if (collection.countDocuments() != found || collection.estimatedDocumentCount() != found) {
      flaws.add(
          "%s has %d documents, of which %d and %d are counted"
              .formatted(
                  name, found, collection.countDocuments(), collection.estimatedDocumentCount()));
    }
  }

  private void checkItems() {
    checkUnique(items.stream().map(item -> item.get("w") + " " + item.get("v")).toList());
    compare(ITEMS, items, _ -> true, Filters.gte("w", 0), Sorts.ascending("w", "v"));
    compare(ITEMS, items, _ -> true, Filters.gte("g", 0), Sorts.ascending("g", "w"));
    compare(
        ITEMS,
        items,
        item -> item.containsKey("tag"),
        Filters.gte("tag", ""),
        Sorts.ascending("tag"));
  }

  private void checkCommits() {
    List<String> keys = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (Document commit : commits) {
      for (Document stream : commit.getList("s", Document.class)) {
        keys.add(stream.getString("a") + " " + stream.get("f"));
        names.add(stream.getString("a"));
      }
    }
    checkUnique(keys);
    for (String name : names) {
      Predicate<Document> has =
          commit ->
              commit.getList("s", Document.class).stream().anyMatch(s -> name.equals(s.get("a")));
      Bson one = Filters.and(Filters.eq("a", name), Filters.gte("f", 0L));
      compare(COMMITS, commits, has, Filters.elemMatch("s", one), new Document());
      compare(COMMITS, commits, has, Filters.eq("s.a", name), Sorts.ascending("_id"));
    }
  }

  private void checkUnique(List<String> keys) {
    Set<String> seen = new HashSet<>();
    for (String key : keys) {
      if (!seen.add(key)) {
        flaws.add("the key " + key + " is there twice");
      }
    }
  }

  /** What is found through an index has to be what is found without. */
  private void compare(
      String name, List<Document> all, Predicate<Document> has, Bson filter, Bson sort) {
    List<String> expected =
        all.stream().filter(has).map(document -> document.getString("_id")).toList();
    List<String> found = new ArrayList<>();
    for (Document document :
        database
            .getCollection(name)
            .find(filter)
            .sort(sort)
            .projection(Projections.include("_id"))
            .batchSize(5_000)) {
      found.add(document.getString("_id"));
    }
    found.sort(null);
    if (!found.equals(expected)) {
      flaws.add(
          "%s by %s in the order of %s finds %d documents, and %d have to be found"
              .formatted(
                  name,
                  filter.toBsonDocument(),
                  sort.toBsonDocument(),
                  found.size(),
                  expected.size()));
    }
  }
}
